import { isObject, listOf, sameJson, textOf, member, type Json, type JsonObject } from './json';
import { branchesOf, branchTitle } from './pipeline';
import { renamesBetween } from './renames';

/** One change, as people say it. */
export interface Change {
  kind: 'added' | 'removed' | 'changed' | 'renamed';
  /** "Activity Copy orders", "Parameter day", "description". */
  what: string;
  /** Of a change: the settings that changed, with the old and the new value. */
  parts: { name: string; old: string; now: string }[];
}

const SHOWN_MAX = 90;
const PARTS_MAX = 12;

function short(value: Json | undefined): string {
  if (value === undefined) return '';
  if (isObject(value) && value.type === 'Expression' && typeof value.value === 'string') {
    return value.value;
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)} …` : text;
}

/** Which leaves differ; lists of different length are one leaf. */
function leaves(
  old: Json | undefined,
  now: Json | undefined,
  name: string,
  parts: Change['parts'],
): void {
  if (sameJson(old, now)) return;
  if (isObject(old) && isObject(now) && old.type !== 'Expression' && now.type !== 'Expression') {
    for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
      leaves(old[key], now[key], name === '' ? key : `${name}.${key}`, parts);
    }
  } else if (Array.isArray(old) && Array.isArray(now) && old.length === now.length) {
    old.forEach((one, i) => leaves(one, now[i], `${name}[${i}]`, parts));
  } else {
    parts.push({ name, old: short(old), now: short(now) });
  }
}

interface Named {
  what: string;
  value: Json;
}

const INNER = new Set(['activities', 'ifTrueActivities', 'ifFalseActivities', 'defaultActivities']);

/** An activity without what is inside of it: that is told of by itself. */
function alone(activity: JsonObject): Json {
  const about = member(activity, 'typeProperties');
  if (branchesOf(activity).length === 0 || !isObject(about)) return activity;
  const left: JsonObject = {};
  for (const [name, value] of Object.entries(about)) {
    if (INNER.has(name)) continue;
    left[name] =
      name === 'cases' ? listOf(value).map((one) => member(one, 'value') ?? null) : value;
  }
  return { ...activity, typeProperties: left };
}

function collect(activities: readonly Json[], around: string, found: Map<string, Named>): void {
  for (const activity of activities) {
    if (!isObject(activity)) continue;
    const name = textOf(member(activity, 'name'));
    const key = `${around}${name}`;
    found.set(`activity ${key.toLowerCase()}`, { what: `Activity ${key}`, value: alone(activity) });
    for (const { branch, activities: inner } of branchesOf(activity)) {
      collect(inner, `${key} › ${branchTitle(branch)} › `, found);
    }
  }
}

/** What a document consists of, each part with a name of its own. */
function partsOf(document: Json): Map<string, Named> {
  const found = new Map<string, Named>();
  const properties = member(document, 'properties');
  if (!isObject(properties)) return found;
  for (const [name, value] of Object.entries(properties)) {
    const title = { parameters: 'Parameter', variables: 'Variable' }[name];
    if (name === 'activities') {
      collect(listOf(value), '', found);
    } else if (title && isObject(value)) {
      for (const [key, one] of Object.entries(value)) {
        found.set(`${title} ${key}`, { what: `${title} ${key}`, value: one });
      }
    } else {
      found.set(name, { what: name, value });
    }
  }
  return found;
}

/**
 * What is different between two documents: new names, then what came or changed in the order of
 * the new one, removals last.
 */
export function changesOf(old: Json, now: Json): Change[] {
  const { renames, document } = renamesBetween(old, now);
  const before = partsOf(document);
  const after = partsOf(now);
  const changes = renames.map(({ place, next }): Change => {
    const around = place.scope.map((step) => `${step.name} › ${branchTitle(step.branch)} › `);
    return {
      kind: 'renamed',
      what: `Activity ${around.join('')}${place.name}`,
      parts: [{ name: '', old: place.name, now: next }],
    };
  });
  for (const [key, { what, value }] of after) {
    const was = before.get(key);
    if (!was) {
      changes.push({ kind: 'added', what, parts: [] });
    } else if (!sameJson(was.value, value)) {
      const parts: Change['parts'] = [];
      leaves(was.value, value, '', parts);
      changes.push({ kind: 'changed', what, parts: parts.slice(0, PARTS_MAX) });
    }
  }
  for (const [key, { what }] of before) {
    if (!after.has(key)) changes.push({ kind: 'removed', what, parts: [] });
  }
  return changes;
}
