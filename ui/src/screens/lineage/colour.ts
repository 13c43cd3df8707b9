import type { Tone } from '@/status/status';
import { statusWords, toneOf } from '@/status/status';
import type { Recent } from './data';
import type { Box } from './fold';
import type { Lineage } from './lineage';

export type Colouring = 'kind' | 'failures' | 'freshness';

/** What a box shows of runs: a colour and the words for it. */
export interface Shade {
  tone: Tone | 'kind';
  words: string;
  /** The one status behind it. */
  status?: string;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How old data is called what. */
export const AGES: { below: number; tone: Tone; words: string }[] = [
  { below: HOUR, tone: 'good', words: 'under an hour' },
  { below: DAY, tone: 'run', words: 'under a day' },
  { below: 7 * DAY, tone: 'wait', words: 'under a week' },
  { below: Infinity, tone: 'bad', words: 'older' },
];
export const ageOf = (ms: number) => AGES.find((one) => ms < one.below) ?? AGES[AGES.length - 1]!;

/** By severity: what a box that stands for many shows. */
const WORST: Tone[] = ['bad', 'stop', 'wait', 'run', 'good', 'skip'];

/** Pipelines that write a dataset, by its index. */
export function writersOf(graph: Lineage): Map<number, Set<string>> {
  const writers = new Map<number, Set<string>>();
  for (const one of graph.activities) {
    for (const at of one.outputs) {
      const set = writers.get(at);
      if (set) set.add(one.pipeline);
      else writers.set(at, new Set([one.pipeline]));
    }
  }
  return writers;
}

function pipelinesOf(box: Box, graph: Lineage, writers: Map<number, Set<string>>): Set<string> {
  if (box.kind === 'dataset' || box.kind === 'store') {
    return new Set(box.datasets.flatMap((at) => [...(writers.get(at) ?? [])]));
  }
  return new Set(box.activities.map((at) => graph.activities[at]?.pipeline ?? ''));
}

function failures(names: Set<string>, recent: ReadonlyMap<string, Recent>): Shade {
  const known = [...names].flatMap((name) => recent.get(name)?.last.status ?? []);
  if (known.length === 0) return { tone: 'skip', words: names.size > 0 ? 'no run' : 'not written' };
  const failed = known.filter((status) => toneOf(status) === 'bad').length;
  const tone = WORST.find((one) => known.some((status) => toneOf(status) === one)) ?? 'skip';
  const status = known.length === 1 ? known[0] : undefined;
  if (status) return { tone, words: statusWords(status), status };
  const words = failed > 0 ? `${failed} of ${known.length} failed` : `${known.length} pipelines`;
  return { tone, words };
}

function freshness(names: Set<string>, recent: ReadonlyMap<string, Recent>, now: number): Shade {
  const ends = [...names].flatMap((name) => {
    const fresh = recent.get(name)?.fresh;
    return fresh ? Date.parse(fresh) : [];
  });
  if (ends.length === 0) {
    return { tone: 'skip', words: names.size > 0 ? 'no success' : 'not written' };
  }
  const age = ageOf(now - Math.max(...ends));
  return { tone: age.tone, words: age.words };
}

/** The colour of a box: of what writes it, if it holds data, else of what it is. */
export function shadeOf(
  box: Box,
  colouring: Colouring,
  graph: Lineage,
  writers: Map<number, Set<string>>,
  recent: ReadonlyMap<string, Recent>,
  now: number,
): Shade {
  if (box.kind === 'activity') {
    const run = graph.activities[box.activities[0] ?? -1]?.run;
    if (run)
      return { tone: toneOf(run.status), words: statusWords(run.status), status: run.status };
  }
  if (colouring === 'kind' || box.kind === 'compute') return { tone: 'kind', words: '' };
  const names = pipelinesOf(box, graph, writers);
  return colouring === 'failures' ? failures(names, recent) : freshness(names, recent, now);
}
