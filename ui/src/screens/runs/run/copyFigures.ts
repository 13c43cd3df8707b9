import { bytes, count } from '@/format/number';
import { duration } from '@/format/time';
import type { Activity } from '@/api/runs';

export interface Figure {
  name: string;
  value: string;
  rate?: string;
}

const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** Rows and bytes that an activity moved, with rates; empty if its output says nothing of them. */
export function figuresOf(activity: Activity): Figure[] {
  const output = (
    typeof activity.output === 'object' && activity.output !== null ? activity.output : {}
  ) as Record<string, unknown>;
  const ms = activity.durationInMs ?? 0;
  const rate = (n: number, print: (n: number) => string) =>
    ms > 0 ? `${print(n / (ms / 1000))}/s` : undefined;
  const figures: Figure[] = [];
  const add = (field: string, name: string, print: (n: number) => string) => {
    const n = number(output[field]);
    if (n === null) return;
    const perSecond = rate(n, print);
    figures.push({ name, value: print(n), ...(perSecond ? { rate: perSecond } : {}) });
  };
  add('rowsRead', 'Rows read', count);
  add('rowsCopied', 'Rows written', count);
  add('rowsSkipped', 'Rows skipped', count);
  add('dataRead', 'Read', bytes);
  add('dataWritten', 'Written', bytes);
  for (const [field, name] of [
    ['filesRead', 'Files read'],
    ['filesWritten', 'Files written'],
    ['count', 'Rows'],
  ] as const) {
    const n = number(output[field]);
    if (n !== null) figures.push({ name, value: count(n) });
  }
  if (figures.length > 0 && ms > 0) figures.push({ name: 'Took', value: duration(ms) });
  return figures;
}
