import { client, take } from '@/api/client';
import { at, F, OWN, type Factory } from '@/api/factory';
import { errorOf } from '@/api/errors';
import { EVER, NEVER, queryRuns, type Run } from '@/api/runs';
import { atV1, pipelinesOf, V1 } from '@/api/slices';
import { queryWindows } from '@/api/windows';
import { activityKey, readLineage, type Lineage } from './lineage';

/** The lineage by the definitions; of one run if its id is given. */
export async function lineageOf(
  factory: Factory,
  runId: string,
  columns: boolean,
): Promise<Lineage> {
  const query = columns ? { columns: true } : {};
  if (factory.version === 1) {
    return readLineage(await take(client.GET(`/weir${V1}/lineage`, { params: atV1(factory) })));
  }
  const asked = runId
    ? client.GET(`${OWN}/pipelineruns/{runId}/lineage`, { params: at(factory, { runId }, query) })
    : client.GET(`${OWN}/lineage`, { params: at(factory, {}, query) });
  return readLineage(await take(asked));
}

/** Another form of it, as the service prints it. */
export async function printedLineage(path: string): Promise<Blob> {
  const answer = await fetch(path, { headers: { 'X-Weir-Screen': '1' } });
  if (!answer.ok) throw errorOf(answer, await answer.json().catch(() => null));
  return answer.blob();
}

/** How a pipeline did lately. */
export interface Recent {
  last: Pick<Run, 'runId' | 'status' | 'runStart'>;
  /** The end of the newest run that succeeded. */
  fresh: string | null;
}
export interface RecentRuns {
  byPipeline: Map<string, Recent>;
  /** How many runs were looked at, and whether there are older ones. */
  runs: number;
  more: boolean;
}

const PAGES_MAX = 10;
const NAMES_MAX = 60;

/** Take a newer state of a run in; true if something changed that is shown. */
export function noteRun(recent: Map<string, Recent>, run: Run): boolean {
  const name = run.pipelineName;
  const known = recent.get(name);
  const fresh = run.status === 'Succeeded' ? run.runEnd : null;
  const newest =
    fresh && (!known?.fresh || Date.parse(fresh) > Date.parse(known.fresh)) ? fresh : known?.fresh;
  const isLast =
    !known ||
    known.last.runId === run.runId ||
    Date.parse(run.runStart) > Date.parse(known.last.runStart);
  if (!isLast && newest === known?.fresh) return false;
  recent.set(name, { last: isLast ? run : known.last, fresh: newest ?? null });
  return true;
}

const WINDOWS_MAX = 1000;
const NOT_BEGUN = new Set(['Waiting', 'None']);

/** The newest activity windows of a factory of version 1, as runs of their pipelines. */
async function recentWindows(factory: Factory): Promise<RecentRuns> {
  const byPipeline = new Map<string, Recent>();
  const got = await queryWindows(factory, { orderBy: 'windowStart desc', top: WINDOWS_MAX });
  for (const { pipeline, state, runId, runStart, runEnd } of got.rows) {
    if (NOT_BEGUN.has(state)) continue;
    const known = byPipeline.get(pipeline);
    const fresh = known?.fresh ?? (state === 'Ready' ? runEnd : null);
    byPipeline.set(pipeline, { last: known?.last ?? { runId, status: state, runStart }, fresh });
  }
  return { byPipeline, runs: got.rows.length, more: got.rows.length === WINDOWS_MAX };
}

/** The newest runs of the factory; of these pipelines, if they are few, each one's. */
export async function recentRuns(
  factory: Factory,
  pipelines: readonly string[],
): Promise<RecentRuns> {
  if (factory.version === 1) return recentWindows(factory);
  const byPipeline = new Map<string, Recent>();
  let runs = 0;
  let continuation: string | undefined;
  const few = pipelines.length <= NAMES_MAX;
  for (let page = 0; page < PAGES_MAX; page++) {
    const got = await queryRuns(factory, {
      after: NEVER,
      before: EVER,
      filters: few ? [{ operand: 'PipelineName', operator: 'In', values: [...pipelines] }] : [],
      order: { orderBy: 'RunStart', order: 'DESC' },
      continuation,
    });
    runs += got.rows.length;
    for (const run of got.rows) noteRun(byPipeline, run);
    continuation = got.continuation;
    if (!continuation || pipelines.every((one) => byPipeline.get(one)?.fresh)) break;
  }
  return { byPipeline, runs, more: continuation !== undefined };
}

interface Loose {
  name?: unknown;
  type?: unknown;
  linkedServiceName?: { referenceName?: unknown };
  typeProperties?: Record<string, unknown>;
}

const INNER = ['activities', 'ifTrueActivities', 'ifFalseActivities', 'defaultActivities'];

/** Which linked service carries out which activity, of the activities of one pipeline. */
export function computesIn(
  pipeline: string,
  activities: unknown,
  path: string,
  found: Map<string, string>,
): void {
  if (!Array.isArray(activities)) return;
  for (const one of activities as Loose[]) {
    const name = typeof one.name === 'string' ? one.name : '';
    const service = one.linkedServiceName?.referenceName;
    if (typeof service === 'string') found.set(activityKey(pipeline, path, name), service);
    const inside = path ? `${path}/${name}` : name;
    for (const key of INNER) computesIn(pipeline, one.typeProperties?.[key], inside, found);
    const cases = one.typeProperties?.cases;
    if (!Array.isArray(cases)) continue;
    for (const branch of cases as { activities?: unknown }[]) {
      computesIn(pipeline, branch.activities, inside, found);
    }
  }
}

const LIST_PAGES_MAX = 200;

/** … of all pipelines of the factory. */
export async function computesOf(factory: Factory): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  if (factory.version === 1) {
    for (const { name, activities } of await pipelinesOf(factory)) {
      for (const one of activities) {
        if (one.compute) found.set(activityKey(name, '', one.name), one.compute);
      }
    }
    return found;
  }
  let token: object = {};
  for (let i = 0; i < LIST_PAGES_MAX; i++) {
    const page = await take(client.GET(`${F}/pipelines`, { params: at(factory, {}, token) }));
    for (const one of page.value) {
      const properties = one.properties as { activities?: unknown } | undefined;
      computesIn(one.name ?? '', properties?.activities, '', found);
    }
    const skip =
      page.nextLink && new URL(page.nextLink, window.location.href).searchParams.get('$skipToken');
    if (!skip) break;
    token = { $skipToken: skip };
  }
  return found;
}
