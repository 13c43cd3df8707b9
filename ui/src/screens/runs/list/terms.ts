import type { Filters } from '@/filters/filters';

/** A filter that is typed: its name in the address, and how it is asked for. */
export interface TermField {
  name: string;
  title: string;
  hint: string;
  help?: string;
}

export const RUN_TERMS: readonly TermField[] = [
  { name: 'error', title: 'Error', hint: 'part of its message or code' },
  {
    name: 'parameter',
    title: 'Parameter',
    hint: 'day=2026-01-31',
    help: 'name=value is the whole value, name~value a part of it; a value alone a part of any.',
  },
  { name: 'annotation', title: 'Annotation', hint: 'part of one of them' },
  { name: 'by', title: 'Invoked by', hint: 'a trigger, a person, a pipeline' },
  { name: 'group', title: 'Run group', hint: 'the whole id' },
  { name: 'took', title: 'Took at least', hint: '90s, 5m, 2h' },
  { name: 'under', title: 'Took at most', hint: '10s' },
];

export const ACTIVITY_TERMS: readonly TermField[] = [
  { name: 'name', title: 'Activity', hint: 'part of its name' },
  { name: 'type', title: 'Type', hint: 'Copy' },
  { name: 'error', title: 'Error', hint: 'part of its message or code' },
  { name: 'took', title: 'Took at least', hint: '90s, 5m, 2h' },
  { name: 'under', title: 'Took at most', hint: '10s' },
];

export interface Term {
  operand: 'Error' | 'Parameter' | 'Annotation' | 'InvokedBy' | 'DurationInMs' | 'Text';
  operator: 'Contains' | 'Equals' | 'AtLeast' | 'AtMost';
  name?: string;
  values: string[];
}

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** "90s", "1.5 h", "250ms"; a number alone is seconds. Milliseconds; null if it is none. */
export function lengthOf(text: string): number | null {
  const match = /^\s*(\d{1,9}(?:\.\d{1,6})?)\s*(ms|s|m|h|d)?\s*$/i.exec(text);
  if (!match) return null;
  return Math.round(Number(match[1]) * (UNITS[(match[2] ?? 's').toLowerCase()] ?? 1000));
}

/** `name=value`, `name~value` or a value. */
export function parameterTerm(text: string): Term {
  const match = /^([^=~]+)([=~])(.*)$/s.exec(text);
  if (!match) return { operand: 'Parameter', operator: 'Contains', values: [text] };
  const [, name = '', sign, value = ''] = match;
  return {
    operand: 'Parameter',
    operator: sign === '=' ? 'Equals' : 'Contains',
    name: name.trim(),
    values: [value],
  };
}

/** What the address asks of all of these; a time that is none is left out. */
export function termsOf(filters: Pick<Filters, 'text'>): Term[] {
  const terms: Term[] = [];
  const contains = (name: string, operand: Term['operand']) => {
    const text = filters.text(name).trim();
    if (text) terms.push({ operand, operator: 'Contains', values: [text] });
  };
  for (const word of filters.text('q').split(/\s+/).filter(Boolean)) {
    terms.push({ operand: 'Text', operator: 'Contains', values: [word] });
  }
  contains('error', 'Error');
  const parameter = filters.text('parameter').trim();
  if (parameter) terms.push(parameterTerm(parameter));
  contains('annotation', 'Annotation');
  contains('by', 'InvokedBy');
  const atLeast = lengthOf(filters.text('took'));
  if (atLeast !== null)
    terms.push({ operand: 'DurationInMs', operator: 'AtLeast', values: [String(atLeast)] });
  const atMost = lengthOf(filters.text('under'));
  if (atMost !== null)
    terms.push({ operand: 'DurationInMs', operator: 'AtMost', values: [String(atMost)] });
  return terms;
}
