import type { Factory } from '@/api/factory';
import { EVER, queryRuns, type Run } from '@/api/runs';

/** What a pipeline did in a span of time. */
export interface Used {
  pipeline: string;
  runs: number;
  failed: number;
  cancelled: number;
  active: number;
  /** Of runs that are over: all together, and the longest. */
  totalMs: number;
  longestMs: number;
  /** The end of the newest. */
  last: string;
}
export interface Usage {
  rows: Used[];
  runs: number;
  /** There were more runs than were asked for; the oldest that was. */
  cutAt: string | null;
}

const PAGES_MAX = 40;

/** Count runs by pipeline. */
export function usedBy(runs: Iterable<Run>): Used[] {
  const by = new Map<string, Used>();
  for (const run of runs) {
    let used = by.get(run.pipelineName);
    if (!used) {
      used = {
        pipeline: run.pipelineName,
        runs: 0,
        failed: 0,
        cancelled: 0,
        active: 0,
        totalMs: 0,
        longestMs: 0,
        last: '',
      };
      by.set(run.pipelineName, used);
    }
    used.runs += 1;
    if (run.status === 'Failed') used.failed += 1;
    if (run.status === 'Cancelled') used.cancelled += 1;
    if (run.runEnd === null) used.active += 1;
    const ms = run.runEnd ? (run.durationInMs ?? 0) : 0;
    used.totalMs += ms;
    used.longestMs = Math.max(used.longestMs, ms);
    if (run.runStart > used.last) used.last = run.runStart;
  }
  return [...by.values()].sort((a, b) => b.totalMs - a.totalMs || b.runs - a.runs);
}

/** The runs that changed in the last `ms`, by pipeline: the newest of them, up to a limit. */
export async function usageOf(factory: Factory, ms: number): Promise<Usage> {
  const runs: Run[] = [];
  let continuation: string | undefined;
  const after = new Date(Date.now() - ms).toISOString();
  for (let page = 0; page < PAGES_MAX; page++) {
    const got = await queryRuns(factory, {
      after,
      before: EVER,
      filters: [],
      order: { orderBy: 'RunStart', order: 'DESC' },
      continuation,
    });
    runs.push(...got.rows);
    continuation = got.continuation;
    if (!continuation) break;
  }
  return {
    rows: usedBy(runs),
    runs: runs.length,
    cutAt: continuation ? (runs.at(-1)?.runStart ?? null) : null,
  };
}
