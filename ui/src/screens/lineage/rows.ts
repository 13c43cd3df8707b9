/** A box with its size; what ties two; where they go. */
export interface Sized {
  id: string;
  width: number;
  height: number;
}
export interface Tie {
  id: string;
  from: string;
  to: string;
}
export type Places = Map<string, { x: number; y: number }>;

const BETWEEN = 14;
const APART = 34;
const SWEEPS = 4;

/** Groups of boxes that have to do with each other, the largest first. */
function componentsOf(n: number, ties: readonly (readonly [number, number])[]): number[][] {
  const parent = Array.from({ length: n }, (_, i) => i);
  const rootOf = (i: number): number => {
    let at = i;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
    return at;
  };
  for (const [a, b] of ties) parent[rootOf(a)] = rootOf(b);
  const groups = new Map<number, number[]>();
  for (let i = 0; i < n; i++) {
    const root = rootOf(i);
    const group = groups.get(root);
    if (group) group.push(i);
    else groups.set(root, [i]);
  }
  return [...groups.values()].sort((a, b) => b.length - a.length);
}

interface Links {
  before: number[][];
  behind: number[][];
}

/** How deep each is: one more than the deepest before it; a loop is cut where it closes. */
function depthsOf(group: readonly number[], links: Links): Map<number, number> {
  const depth = new Map<number, number>();
  const begun = new Set<number>();
  for (const first of group) {
    const stack = [first];
    while (stack.length > 0) {
      const at = stack.at(-1)!;
      if (depth.has(at)) {
        stack.pop();
        continue;
      }
      const open = begun.has(at) ? [] : links.before[at]!.filter((one) => !begun.has(one));
      begun.add(at);
      if (open.length > 0) {
        stack.push(...open);
        continue;
      }
      const deepest = Math.max(-1, ...links.before[at]!.map((one) => depth.get(one) ?? -1));
      depth.set(at, deepest + 1);
      stack.pop();
    }
  }
  return depth;
}

/** Order each column by where its neighbours are, there and back. */
function sweep(columns: number[][], links: Links): void {
  const at = new Map<number, number>();
  const number = (column: readonly number[]) => column.forEach((one, i) => at.set(one, i));
  columns.forEach(number);
  const order = (column: number[], near: number[][]) => {
    const middle = new Map(
      column.map((one) => {
        const places = near[one]!.map((other) => at.get(other) ?? 0);
        const sum = places.reduce((a, b) => a + b, 0);
        return [one, places.length > 0 ? sum / places.length : (at.get(one) ?? 0)];
      }),
    );
    column.sort((a, b) => middle.get(a)! - middle.get(b)!);
    number(column);
  };
  for (let i = 0; i < SWEEPS; i++) {
    if (i % 2 === 0) for (const column of columns) order(column, links.before);
    else for (const column of columns.toReversed()) order(column, links.behind);
  }
}

interface Block {
  width: number;
  height: number;
  at: [number, number, number][];
}

/** The columns of a group side by side, each in the middle of the tallest. */
function blockOf(
  group: readonly number[],
  boxes: readonly Sized[],
  links: Links,
  across: number,
): Block {
  const depth = depthsOf(group, links);
  const columns: number[][] = [];
  for (const one of group) (columns[depth.get(one) ?? 0] ??= []).push(one);
  for (let i = 0; i < columns.length; i++) columns[i] ??= [];
  if (group.length > 2) sweep(columns, links);
  const tall = (column: readonly number[]) =>
    column.reduce((sum, one) => sum + (boxes[one]?.height ?? 0) + BETWEEN, -BETWEEN);
  const height = Math.max(...columns.map(tall));
  const at: Block['at'] = [];
  let x = 0;
  for (const column of columns) {
    let y = (height - tall(column)) / 2;
    for (const one of column) {
      at.push([one, x, y]);
      y += (boxes[one]?.height ?? 0) + BETWEEN;
    }
    x += Math.max(0, ...column.map((one) => boxes[one]?.width ?? 0)) + across;
  }
  return { width: x - across, height, at };
}

/**
 * A plain layout for very many boxes: groups in rows, each group in columns by depth. Takes some
 * milliseconds for thousands.
 */
export function placeInRows(boxes: readonly Sized[], ties: readonly Tie[], across: number): Places {
  const index = new Map(boxes.map((box, i) => [box.id, i]));
  const links: Links = { before: boxes.map(() => []), behind: boxes.map(() => []) };
  const pairs: [number, number][] = [];
  for (const tie of ties) {
    const from = index.get(tie.from);
    const to = index.get(tie.to);
    if (from === undefined || to === undefined || from === to) continue;
    pairs.push([from, to]);
    links.before[to]!.push(from);
    links.behind[from]!.push(to);
  }
  const blocks = componentsOf(boxes.length, pairs).map((group) =>
    blockOf(group, boxes, links, across),
  );
  const area = blocks.reduce((sum, one) => sum + (one.width + APART) * (one.height + APART), 0);
  const row = Math.max(Math.sqrt(area * 1.6), ...blocks.map((one) => one.width));
  const places: Places = new Map();
  let [x, y, tallest] = [0, 0, 0];
  for (const block of blocks) {
    if (x > 0 && x + block.width > row) [x, y, tallest] = [0, y + tallest + APART, 0];
    for (const [one, dx, dy] of block.at) {
      places.set(boxes[one]?.id ?? '', { x: x + dx, y: y + dy });
    }
    x += block.width + APART * 2;
    tallest = Math.max(tallest, block.height);
  }
  return places;
}
