import { placeOf, type Defined } from '../definition';
import type { Node } from '../tree';

/** What the graph shows at once: the activities of the pipeline, or of one iteration or branch. */
export interface Scope {
  activities: Defined[];
  /** The key of an activity of it. */
  keyOf: (name: string) => string;
  /** The iterations beside it; empty if it is none. */
  iterations: readonly Node[];
}

const undefinedYet = (node: Node): Defined => ({
  name: node.name,
  type: node.attempts.at(-1)?.activityType ?? '',
  dependsOn: [],
  document: null,
  inner: [],
});

/** The activities inside of the container at a place; of the pipeline for an empty one. */
function definedAt(definition: readonly Defined[], place: string): Defined[] {
  let activities: Defined[] = [...definition];
  if (place === '') return activities;
  for (const name of place.split('/')) {
    const one = activities.find((defined) => defined.name === name);
    if (!one) return [];
    activities = one.inner.flatMap((branch) => branch.activities);
  }
  return activities;
}

/** The scope of a key: "" for the pipeline, `Each[3]` for an iteration, `If` for a branch. */
export function scopeOf(
  definition: readonly Defined[],
  tree: readonly Node[],
  nodes: ReadonlyMap<string, Node>,
  key: string,
): Scope {
  const defined = definedAt(definition, placeOf(key));
  const ran = key === '' ? tree : (nodes.get(key)?.children ?? []);
  // What ran and is not defined any more is shown all the same.
  const known = new Set(defined.map((one) => one.name));
  const more = ran
    .filter((node) => node.kind === 'activity' && !known.has(node.name))
    .map(undefinedYet);
  const loop = /^(.*)\[\d+\]$/.exec(key)?.[1];
  const iterations =
    loop === undefined
      ? []
      : (nodes.get(loop)?.children ?? []).filter((node) => node.kind === 'iteration');
  return {
    activities: [...defined, ...more],
    keyOf: (name) => (key === '' ? name : `${key}/${name}`),
    iterations,
  };
}
