import { isEvaluated } from '@/format/expression';

/** An expression of a definition. */
export interface Found {
  /** Its place: `typeProperties.items`. */
  place: string;
  text: string;
  /** What it reads, each an expression too; empty if that is all of it. */
  parts: string[];
}

/** Activities in a container have expressions of their own. */
const INNER = new Set([
  'activities',
  'ifTrueActivities',
  'ifFalseActivities',
  'defaultActivities',
  'cases',
]);
const READS =
  /\b(?:pipeline\(\)|item\(\)|trigger\(\)|triggerBody\(\)|variables\('[^']*'\)|activity\('[^']*'\))(?:\??\.\w+|\??\[(?:\d+|'[^']*')\])*/g;

const partsOf = (text: string): string[] => {
  const parts = [...new Set(text.match(READS) ?? [])].map((one) => `@${one}`);
  return parts.length === 1 && parts[0] === text ? [] : parts;
};

/** The expressions of an activity's definition, in its order, without those of activities in it. */
export function expressionsOf(value: unknown, place = '', found: Found[] = []): Found[] {
  if (typeof value === 'string') {
    if (isEvaluated(value)) found.push({ place, text: value, parts: partsOf(value) });
  } else if (Array.isArray(value)) {
    value.forEach((one, i) => expressionsOf(one, `${place}[${i}]`, found));
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, one] of Object.entries(value)) {
      if (INNER.has(name)) continue;
      const wrapped = name === 'value' && (value as { type?: unknown }).type === 'Expression';
      expressionsOf(one, wrapped ? place : place ? `${place}.${name}` : name, found);
    }
  }
  return found;
}
