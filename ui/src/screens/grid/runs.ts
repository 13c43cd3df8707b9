import type { QueryClient } from '@tanstack/react-query';
import { client, take } from '@/api/client';
import { at, F, type Factory } from '@/api/factory';
import { EVER, isOver, NEVER, queryRuns, readActivity, type Activity, type Run } from '@/api/runs';
import { clock, duration } from '@/format/time';
import { statusWords } from '@/status/status';
import { worst, type Item } from './area';

/** A cell of runs of a pipeline. */
export interface RunItem extends Item {
  runs: readonly Run[];
}

export interface Known {
  /** The newest first. */
  runs: readonly Run[];
  /** There are older ones that are not here. */
  more: boolean;
}

const PAGES_MAX = 5;
/** Runs of which the activities are asked for. */
export const OPENED_MAX = 30;
const AT_ONCE = 6;

/** The axis: the newest runs one by one, or a time in buckets. */
export type Axis =
  { by: 'run'; columns: number } | { by: 'time'; from: number; to: number; step: number };

/** The runs of a pipeline that an axis has room for. */
export async function runsOf(factory: Factory, pipeline: string, axis: Axis): Promise<Known> {
  const runs: Run[] = [];
  let continuation: string | undefined;
  for (let i = 0; i < (axis.by === 'run' ? 1 : PAGES_MAX); i++) {
    const page = await queryRuns(factory, {
      after: axis.by === 'run' ? NEVER : new Date(axis.from).toISOString(),
      before: EVER,
      filters: [{ operand: 'PipelineName', operator: 'Equals', values: [pipeline] }],
      order: { orderBy: 'RunStart', order: 'DESC' },
      continuation,
    });
    runs.push(...page.rows);
    continuation = page.continuation;
    const last = page.rows.at(-1);
    if (!continuation || (axis.by === 'time' && last && Date.parse(last.runStart) < axis.from))
      break;
  }
  return { runs, more: continuation !== undefined };
}

const runLabel = (run: Run, status: string): string => {
  const ms = run.durationInMs;
  return `${run.pipelineName}, ${clock(run.runStart, Date.now())}: ${statusWords(status)}${ms === null ? '' : `, ${duration(ms)}`}`;
};

/** Items of runs on an axis; `statusOf` says what a run shows, null if it shows nothing. */
export function itemsOf(
  runs: readonly Run[],
  axis: Axis,
  name: string,
  statusOf: (run: Run) => string | null = (run) => run.status,
): RunItem[] {
  const shown = runs.flatMap((run, i) => {
    const status = statusOf(run);
    return status === null ? [] : [{ run, status, i }];
  });
  if (axis.by === 'run') {
    return shown
      .filter(({ i }) => i < axis.columns)
      .map(({ run, status, i }) => ({
        key: run.runId,
        start: axis.columns - 1 - i,
        end: axis.columns - i,
        state: status,
        label: runLabel({ ...run, pipelineName: name }, status),
        runs: [run],
      }))
      .reverse();
  }
  const buckets = new Map<number, { run: Run; status: string }[]>();
  for (const one of shown) {
    const start = Date.parse(one.run.runStart);
    if (start < axis.from || start >= axis.to) continue;
    const bucket = axis.from + Math.floor((start - axis.from) / axis.step) * axis.step;
    buckets.set(bucket, [...(buckets.get(bucket) ?? []), one]);
  }
  return [...buckets]
    .sort(([a], [b]) => a - b)
    .map(([start, ones]) => {
      const state = worst(ones.map((one) => one.status));
      const first = ones.at(-1)?.run;
      const when = clock(first?.runStart, Date.now());
      return {
        key: String(start),
        start,
        end: start + axis.step,
        state,
        n: ones.length,
        label:
          ones.length === 1 && first
            ? runLabel({ ...first, pipelineName: name }, state)
            : `${name}, ${ones.length} runs from ${when}: ${statusWords(state)}`,
        runs: ones.map((one) => one.run),
      };
    });
}

/** Runs with what changed: a run shows its new state, one that is new comes first. */
export function withRuns(known: Known, changed: readonly Run[], add: boolean): Known {
  const left = new Map(changed.map((run) => [run.runId, run]));
  const runs = known.runs.map((run) => {
    const now = left.get(run.runId);
    left.delete(run.runId);
    return now && now.lastUpdated >= run.lastUpdated ? { ...now, parameters: run.parameters } : run;
  });
  if (!add || left.size === 0) return { ...known, runs };
  const fresh = [...left.values()].sort((a, b) => (a.runStart < b.runStart ? 1 : -1));
  return { ...known, runs: [...fresh, ...runs] };
}

/** The activities of a pipeline that are in none other, in the order of its document. */
export async function activityNames(factory: Factory, pipeline: string): Promise<string[]> {
  const whole = await take(
    client.GET(`${F}/pipelines/{pipelineName}`, {
      params: at(factory, { pipelineName: pipeline }),
    }),
  );
  const { activities } = (whole.properties ?? {}) as { activities?: { name?: string }[] };
  return (activities ?? []).flatMap((one) => (one.name ? [one.name] : []));
}

/** How the activities of a run are, by name. */
async function statusesOf(factory: Factory, runId: string, names: string[]) {
  const page = await take(
    client.POST(`${F}/pipelineruns/{runId}/queryActivityruns`, {
      params: at(factory, { runId }),
      body: {
        lastUpdatedAfter: NEVER,
        lastUpdatedBefore: EVER,
        filters: [{ operand: 'ActivityName', operator: 'In', values: names }],
        orderBy: [{ orderBy: 'ActivityRunStart', order: 'ASC' }],
      },
    }),
  );
  const found: Record<string, string> = {};
  // A later attempt comes in place of one before.
  for (const one of page.value.map((row): Activity => readActivity(row))) {
    if (one.path === '') found[one.activityName] = one.status;
  }
  return found;
}

/** The same of the newest of these runs: by run, then by activity. */
export async function statusesOfRuns(
  factory: Factory,
  queries: QueryClient,
  runs: readonly Run[],
  names: string[],
): Promise<Map<string, Record<string, string>>> {
  const left = runs.slice(0, OPENED_MAX);
  const found = new Map<string, Record<string, string>>();
  if (names.length === 0) return found;
  const worker = async () => {
    for (let run = left.shift(); run !== undefined; run = left.shift()) {
      const { runId, status } = run;
      const statuses = await queries.fetchQuery({
        queryKey: ['grid-activities', factory.id, runId, status, names],
        queryFn: () => statusesOf(factory, runId, names),
        staleTime: isOver(status) ? Infinity : 2000,
      });
      found.set(runId, statuses);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return found;
}
