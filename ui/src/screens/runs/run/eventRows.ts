import type { RunEvent } from '@/api/search';

/** The place of an event's activity in the tree of the run; empty if it is about none. */
export const placeOfEvent = (one: RunEvent): string =>
  one.activityName === '' ? '' : one.path ? `${one.path}/${one.activityName}` : one.activityName;

/** The rows with what came since, each event once: behind them, or on top if the newest are first. */
export function withEvents(
  rows: readonly RunEvent[],
  found: readonly RunEvent[],
  newestFirst: boolean,
): RunEvent[] {
  const known = new Set(rows.map((one) => one.id));
  const fresh = found.filter((one) => !known.has(one.id));
  return newestFirst ? [...fresh, ...rows] : [...rows, ...fresh];
}
