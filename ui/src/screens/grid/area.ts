import { toneOf, type Tone } from '@/status/status';

/** What a cell of the grid shows; [start, end) on the axis of the grid. */
export interface Item {
  key: string;
  start: number;
  end: number;
  /** A status, or the state of a slice. */
  state: string;
  /** What is read out and shown when the pointer is on it. */
  label: string;
  /** How many runs it stands for, if not one. */
  n?: number;
}

/** An area: lines from `first` to `last`, and a part of the axis. */
export interface Area {
  first: string;
  last: string;
  from: number;
  to: number;
}

/** The items of a line that an area touches. */
export const touched = (items: readonly Item[], area: Area): Item[] =>
  items.filter((one) => one.start < area.to && one.end > area.from);

/** The lines of an area, top first; none if one of its ends is not there. */
export function linesOf(keys: readonly string[], area: Area): string[] {
  const a = keys.indexOf(area.first);
  const b = keys.indexOf(area.last);
  return a < 0 || b < 0 ? [] : keys.slice(Math.min(a, b), Math.max(a, b) + 1);
}

/** The area that two items span. */
export const spanned = (
  a: { line: string; item: Item },
  b: { line: string; item: Item },
): Area => ({
  first: a.line,
  last: b.line,
  from: Math.min(a.item.start, b.item.start),
  to: Math.max(a.item.end, b.item.end),
});

/** The item at a place of the axis, or the one that is nearest to it. */
export function nearest(items: readonly Item[], at: number): Item | undefined {
  let best: Item | undefined;
  let far = Infinity;
  for (const one of items) {
    const off = at < one.start ? one.start - at : at >= one.end ? at - one.end + 1e-9 : 0;
    if (off < far) [best, far] = [one, off];
  }
  return best;
}

/** Areas as an address has them: "first,last,from,to". */
export const areaList = (area: Area): string[] => [
  area.first,
  area.last,
  String(area.from),
  String(area.to),
];
export function readArea(given: readonly string[]): Area | null {
  const [first, last, from, to] = given;
  if (!first || !last) return null;
  const area = { first, last, from: Number(from), to: Number(to) };
  return Number.isFinite(area.from) && area.to > area.from ? area : null;
}

const WORSE: Tone[] = ['bad', 'run', 'wait', 'stop', 'good', 'skip'];

/** The worst of some statuses: what failed before what goes on, waits, was cancelled, is well. */
export function worst(statuses: readonly string[]): string {
  let found = statuses[0] ?? 'None';
  for (const one of statuses) {
    if (WORSE.indexOf(toneOf(one)) < WORSE.indexOf(toneOf(found))) found = one;
  }
  return found;
}

/** How many of each state, the worst first. */
export function tally(states: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const one of states) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].sort(
    ([a], [b]) => WORSE.indexOf(toneOf(a)) - WORSE.indexOf(toneOf(b)) || (a < b ? -1 : 1),
  );
}

/**
 * Names so that what is made of another comes below it; those of a circle, and those that nothing
 * ties, by name.
 */
export function downstream(
  names: readonly string[],
  edges: readonly { from: string; to: string }[],
): string[] {
  const sorted = [...names].sort((a, b) => a.localeCompare(b));
  const key = (name: string) => name.toLowerCase();
  const depth = new Map(sorted.map((name) => [key(name), 0]));
  // A longest path has fewer steps than there are names.
  let changed = true;
  for (let rounds = sorted.length; changed && rounds > 0; rounds--) {
    changed = false;
    for (const { from, to } of edges) {
      const above = depth.get(key(from));
      const below = depth.get(key(to));
      if (above === undefined || below === undefined || above < below) continue;
      if (above + 1 >= sorted.length) continue;
      depth.set(key(to), above + 1);
      changed = true;
    }
  }
  return sorted.sort((a, b) => (depth.get(key(a)) ?? 0) - (depth.get(key(b)) ?? 0));
}

/** Those of the names of which no other of them is made, over however many steps. */
export function endsOf(
  names: readonly string[],
  edges: readonly { from: string; to: string }[],
): string[] {
  const key = (name: string) => name.toLowerCase();
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(key(from), [...(next.get(key(from)) ?? []), key(to)]);
  const wanted = new Set(names.map(key));
  return names.filter((name) => {
    const seen = new Set([key(name)]);
    const left = [key(name)];
    for (let one = left.pop(); one !== undefined; one = left.pop()) {
      for (const to of next.get(one) ?? []) {
        if (seen.has(to)) continue;
        if (wanted.has(to)) return false;
        seen.add(to);
        left.push(to);
      }
    }
    return true;
  });
}
