import type { Activity } from '@/api/runs';

/** An activity of a run in its place, or an iteration of a loop. */
export interface Node {
  /** `ForEach1[3]/Copy`; of an iteration `ForEach1[3]`. */
  key: string;
  name: string;
  kind: 'activity' | 'iteration';
  depth: number;
  status: string;
  start: number;
  /** Null while it is not over. */
  end: number | null;
  /** Attempts, oldest first; the last is the one that counts. Empty for iterations. */
  attempts: Activity[];
  children: Node[];
  /** How many iterations or activities below have which status. */
  counts: Record<string, number>;
}

const ITERATION = /^(.*)\[(\d+)\]$/;

/** The activity that counts; undefined for iterations. */
export const lastOf = (node: Node): Activity | undefined => node.attempts.at(-1);

export const keyOf = (activity: Activity): string =>
  activity.path ? `${activity.path}/${activity.activityName}` : activity.activityName;

/** The keys of what is around it, the outermost first. */
export function keysAround(key: string): string[] {
  const keys: string[] = [];
  let rest = key;
  for (;;) {
    const iteration = ITERATION.exec(rest);
    if (iteration?.[1] !== undefined && rest !== key) {
      keys.unshift(rest);
      rest = iteration[1];
      keys.unshift(rest);
    } else if (rest !== key) {
      keys.unshift(rest);
    }
    const slash = rest.lastIndexOf('/');
    if (slash < 0) {
      if (ITERATION.test(rest) && rest === key) keys.unshift(ITERATION.exec(rest)?.[1] ?? '');
      return keys.filter((one) => one !== '');
    }
    rest = rest.slice(0, slash);
  }
}

/** Failed before running before waiting: what a whole is like for its parts. */
const WORST = [
  'Failed',
  'TimedOut',
  'InProgress',
  'Queued',
  'Canceling',
  'Cancelled',
  'Succeeded',
  'Skipped',
  'Inactive',
];

function worst(children: readonly Node[]): string {
  let best = WORST.length;
  for (const child of children) {
    const at = WORST.indexOf(child.status);
    if (at >= 0 && at < best) best = at;
  }
  return WORST[best] ?? 'Succeeded';
}

function countsOf(children: readonly Node[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const child of children) counts[child.status] = (counts[child.status] ?? 0) + 1;
  return counts;
}

/** The activities of a run as a tree, in the order they started. Cost: O(n log n). */
export function treeOf(activities: readonly Activity[]): Node[] {
  const byPath = new Map<string, Map<string, Activity[]>>();
  for (const one of activities) {
    let names = byPath.get(one.path);
    if (!names) byPath.set(one.path, (names = new Map<string, Activity[]>()));
    const attempts = names.get(one.activityName);
    if (attempts) attempts.push(one);
    else names.set(one.activityName, [one]);
  }
  const iterations = new Map<string, { path: string; index: number }[]>();
  for (const path of byPath.keys()) {
    const match = ITERATION.exec(path);
    const container = match?.[1];
    if (container === undefined) continue;
    const list = iterations.get(container) ?? [];
    list.push({ path, index: Number(match?.[2]) });
    iterations.set(container, list);
  }

  const below = (path: string, depth: number): Node[] => {
    const nodes: Node[] = [];
    for (const [name, attempts] of byPath.get(path) ?? []) {
      attempts.sort((a, b) => a.attempt - b.attempt || (a.start < b.start ? -1 : 1));
      const last = attempts.at(-1)!;
      const key = keyOf(last);
      const loops = (iterations.get(key) ?? []).sort((a, b) => a.index - b.index);
      const children = [
        ...loops.map(({ path: at, index }) => iterationOf(at, index, depth + 1)),
        ...below(key, depth + 1),
      ];
      nodes.push({
        key,
        name,
        kind: 'activity',
        depth,
        status: last.status,
        start: Date.parse(attempts[0]?.start ?? last.start),
        end: last.end ? Date.parse(last.end) : null,
        attempts,
        children,
        counts: countsOf(children),
      });
    }
    return nodes.sort(
      (a, b) => a.start - b.start || compare(a.attempts[0]?.start, b.attempts[0]?.start),
    );
  };
  const iterationOf = (path: string, index: number, depth: number): Node => {
    const children = below(path, depth + 1);
    let start = Infinity;
    let end: number | null = 0;
    for (const child of children) {
      start = Math.min(start, child.start);
      end = end === null || child.end === null ? null : Math.max(end, child.end);
    }
    return {
      key: path,
      name: `[${index}]`,
      kind: 'iteration',
      depth,
      status: worst(children),
      start,
      end,
      attempts: [],
      children,
      counts: countsOf(children),
    };
  };
  return below('', 0);
}

/** Times are told to a ten-millionth of a second: as texts they differ where numbers do not. */
const compare = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0);

/** Every node by its key. */
export function indexOf(tree: readonly Node[], found = new Map<string, Node>()): Map<string, Node> {
  for (const node of tree) {
    found.set(node.key, node);
    indexOf(node.children, found);
  }
  return found;
}

/** The nodes that are seen when those of `open` are open, in order. */
export function flatten(
  tree: readonly Node[],
  open: ReadonlySet<string>,
  out: Node[] = [],
): Node[] {
  for (const node of tree) {
    out.push(node);
    if (node.children.length > 0 && open.has(node.key)) flatten(node.children, open, out);
  }
  return out;
}

/** The failed node that nothing failed in, of those the one that failed first; null if none failed. */
export function failedLeaf(tree: readonly Node[]): Node | null {
  let first: Node | null = null;
  const visit = (node: Node) => {
    if (node.status !== 'Failed') return;
    const inner = node.children.filter((child) => child.status === 'Failed');
    if (inner.length > 0) return inner.forEach(visit);
    if (node.kind === 'iteration') return;
    if (!first || (node.end ?? Infinity) < (first.end ?? Infinity)) first = node;
  };
  tree.forEach(visit);
  return first;
}

/** The run that an Execute Pipeline activity started; null for others. */
export function childRunOf(activity: Activity | undefined): string | null {
  if (activity?.activityType !== 'ExecutePipeline') return null;
  const output = activity.output as { pipelineRunId?: unknown } | null;
  return typeof output?.pipelineRunId === 'string' ? output.pipelineRunId : null;
}

/**
 * The keys of the activities that decided how long it took: from the one that ended last back to
 * the one it waited for, and so on; inside of a container that is on the path, in the same way.
 * `dependsOn` says what an activity waits for.
 */
export function criticalPath(
  tree: readonly Node[],
  dependsOn: (key: string) => readonly string[],
): Set<string> {
  const path = new Set<string>();
  const walk = (nodes: readonly Node[]) => {
    const byName = new Map(nodes.map((node) => [node.name, node]));
    let at: Node | undefined = latest(nodes);
    while (at && !path.has(at.key)) {
      path.add(at.key);
      walk(at.children);
      at = latest(dependsOn(at.key).flatMap((name) => byName.get(name) ?? []));
    }
  };
  walk(tree);
  return path;
}

function latest(nodes: readonly Node[]): Node | undefined {
  let found: Node | undefined;
  for (const node of nodes) {
    if (node.status === 'Skipped') continue;
    if (!found || (node.end ?? Infinity) > (found.end ?? Infinity)) found = node;
  }
  return found;
}
