import type { Lineage } from './lineage';

export type Direction = 'both' | 'up' | 'down';

/** The part of a graph around something. */
export interface Around {
  focus: string;
  direction: Direction;
  /** How many activities away; Infinity for all. */
  steps: number;
}

interface Index {
  writers: number[][];
  readers: number[][];
}

function indexOf(graph: Lineage): Index {
  const writers: number[][] = graph.datasets.map(() => []);
  const readers: number[][] = graph.datasets.map(() => []);
  graph.activities.forEach((activity, i) => {
    for (const at of activity.inputs) readers[at]?.push(i);
    for (const at of activity.outputs) writers[at]?.push(i);
  });
  return { writers, readers };
}

/** Datasets and activities that are the focus. */
function beginOf(graph: Lineage, focus: string): { datasets: number[]; activities: number[] } {
  const datasets: number[] = [];
  const activities: number[] = [];
  graph.datasets.forEach((one, i) => {
    if (one.id === focus || `s:${one.store}` === focus) datasets.push(i);
  });
  graph.activities.forEach((one, i) => {
    if (one.id === focus || `p:${one.pipeline}` === focus) activities.push(i);
  });
  return { datasets, activities };
}

/** Walk one way: from datasets to activities to their datasets, so many activities far. */
function walk(
  graph: Lineage,
  index: Index,
  begin: { datasets: number[]; activities: number[] },
  up: boolean,
  steps: number,
  keep: { datasets: Set<number>; activities: Set<number> },
): void {
  const next = up ? index.writers : index.readers;
  const seen = new Set(begin.datasets);
  const done = new Set<number>();
  let datasets = begin.datasets;
  let activities = begin.activities;
  for (let step = 0; activities.length > 0 || datasets.length > 0; step++) {
    // The focus, if it is an activity, costs no step.
    if (step > 0 || activities.length === 0) {
      if (step >= steps + (begin.activities.length > 0 ? 1 : 0)) break;
      activities = [...new Set(datasets.flatMap((at) => next[at] ?? []))];
    }
    activities = activities.filter((at) => !done.has(at));
    datasets = [];
    for (const at of activities) {
      done.add(at);
      keep.activities.add(at);
      const activity = graph.activities[at];
      for (const dataset of (up ? activity?.inputs : activity?.outputs) ?? []) {
        keep.datasets.add(dataset);
        if (seen.has(dataset)) continue;
        seen.add(dataset);
        datasets.push(dataset);
      }
    }
  }
}

/** Keep these datasets and activities; what the activities name beside them is left out. */
function pick(graph: Lineage, datasets: Set<number>, activities: Set<number>): Lineage {
  const at = new Map<number, number>();
  const kept = graph.datasets.filter((_, i) => {
    if (!datasets.has(i)) return false;
    at.set(i, at.size);
    return true;
  });
  const moved = (list: readonly number[]) => list.flatMap((i) => at.get(i) ?? []);
  const pipelines = new Set<string>();
  const steps = graph.activities.flatMap((one, i) => {
    if (!activities.has(i)) return [];
    pipelines.add(one.pipeline);
    return [
      {
        ...one,
        inputs: moved(one.inputs),
        outputs: moved(one.outputs),
        columns: one.columns.flatMap((link) => {
          const input = at.get(link.input);
          const output = at.get(link.output);
          return input === undefined || output === undefined ? [] : [{ ...link, input, output }];
        }),
      },
    ];
  });
  return {
    datasets: kept,
    activities: steps,
    calls: graph.calls.filter((call) => pipelines.has(call.pipeline)),
  };
}

/** What is before and behind the focus, so many activities far. All of it if there is no such. */
export function partOf(graph: Lineage, around: Around): Lineage {
  const begin = beginOf(graph, around.focus);
  if (begin.datasets.length + begin.activities.length === 0) return graph;
  const index = indexOf(graph);
  const keep = {
    datasets: new Set(begin.datasets),
    activities: new Set(begin.activities),
  };
  if (around.direction !== 'down') walk(graph, index, begin, true, around.steps, keep);
  if (around.direction !== 'up') walk(graph, index, begin, false, around.steps, keep);
  // An activity in focus shows both of its sides.
  for (const at of begin.activities) {
    const one = graph.activities[at];
    for (const side of [...(one?.inputs ?? []), ...(one?.outputs ?? [])]) keep.datasets.add(side);
  }
  return pick(graph, keep.datasets, keep.activities);
}

/** Columns that a column is made of, or that are made of it: `dataset index` + column. */
export function columnTrace(graph: Lineage, dataset: string, column: string): Set<string> {
  const at = graph.datasets.findIndex((one) => one.id === dataset);
  const traced = new Set<string>();
  if (at < 0 || column === '') return traced;
  const key = (i: number, name: string) => `${i} ${name.toLowerCase()}`;
  const links = graph.activities.flatMap((one) => one.columns);
  for (const up of [true, false]) {
    const side = new Map<string, string[]>();
    for (const link of links) {
      const here = up ? key(link.output, link.to) : key(link.input, link.from);
      const there = up ? key(link.input, link.from) : key(link.output, link.to);
      side.set(here, [...(side.get(here) ?? []), there]);
    }
    const seen = new Set([key(at, column)]);
    // A set that grows is walked to its new end.
    for (const one of seen) for (const next of side.get(one) ?? []) seen.add(next);
    seen.forEach((one) => traced.add(one));
  }
  return traced;
}
export const columnKey = (index: number, name: string): string => `${index} ${name.toLowerCase()}`;
