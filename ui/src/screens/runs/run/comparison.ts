import type { Node } from './tree';

/** The same place in two runs. */
export interface Pair {
  key: string;
  name: string;
  depth: number;
  left: Node | undefined;
  right: Node | undefined;
  /** Ended differently, or in one of them only. */
  differs: boolean;
  leftMs: number | null;
  /** How much longer the right one took, in milliseconds; null unless both are over. */
  slower: number | null;
}

const took = (node: Node | undefined): number | null =>
  node?.end === null || node === undefined ? null : node.end - node.start;

/** Places of either run, in the order of the left one; what only the right has comes behind. */
export function compareTrees(left: readonly Node[], right: readonly Node[]): Pair[] {
  const pairs: Pair[] = [];
  const walk = (ours: readonly Node[], theirs: readonly Node[]) => {
    const byKey = new Map(theirs.map((node) => [node.key, node]));
    const add = (a: Node | undefined, b: Node | undefined) => {
      const node = (a ?? b)!;
      const leftMs = took(a);
      const rightMs = took(b);
      pairs.push({
        key: node.key,
        name: node.name,
        depth: node.depth,
        left: a,
        right: b,
        differs: a?.status !== b?.status,
        leftMs,
        slower: leftMs === null || rightMs === null ? null : rightMs - leftMs,
      });
      walk(a?.children ?? [], b?.children ?? []);
    };
    for (const node of ours) {
      add(node, byKey.get(node.key));
      byKey.delete(node.key);
    }
    byKey.forEach((node) => add(undefined, node));
  };
  walk(left, right);
  return pairs;
}
