import { API_VERSION, client, take } from './client';
import { at, F, OWN, type Factory } from './factory';
import type { components } from './openapi';

/** A pipeline run as the screen uses it. */
export interface Run {
  runId: string;
  runGroupId: string;
  isLatest: boolean;
  pipelineName: string;
  parameters: Record<string, string>;
  invokedBy: { name: string; type: string; pipelineName?: string; pipelineRunId?: string };
  lastUpdated: string;
  runStart: string;
  runEnd: string | null;
  durationInMs: number | null;
  status: string;
  message: string;
  annotations: string[];
  returnValue?: unknown;
}

/** An attempt of an activity. */
export interface Activity {
  activityRunId: string;
  activityName: string;
  activityType: string;
  pipelineName: string;
  pipelineRunId: string;
  status: string;
  start: string;
  end: string | null;
  durationInMs: number | null;
  attempt: number;
  /** Containers around it: `ForEach1[3]/If1`; empty at the top. */
  path: string;
  input: unknown;
  output: unknown;
  error: RunError | null;
  recovered: boolean;
}

/** How far an activity is that runs. */
export interface Progress {
  activityRunId: string;
  pipelineRunId: string;
  pipelineName: string;
  activityName: string;
  path: string;
  rowsRead: number;
  rowsWritten: number;
  bytesRead: number;
  bytesWritten: number;
}

export interface RunError {
  errorCode: string;
  message: string;
  failureType: string;
  target: string;
  details?: unknown;
}

export interface TriggerRun {
  triggerRunId: string;
  triggerName: string;
  triggerType: string;
  status: string;
  message: string;
  time: string;
  properties: Record<string, string>;
  pipelines: Record<string, string>;
}

type Loose = Record<string, unknown>;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const textOrNull = (value: unknown): string | null =>
  typeof value === 'string' && value ? value : null;
const record = (value: unknown): Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : {};

/** A run of an answer or of an event; what an event leaves out is empty. */
export function readRun(given: unknown): Run {
  const run = record(given);
  const by = record(run.invokedBy);
  return {
    runId: text(run.runId),
    runGroupId: text(run.runGroupId),
    isLatest: run.isLatest === true,
    pipelineName: text(run.pipelineName),
    parameters: record(run.parameters) as Record<string, string>,
    invokedBy: {
      name: text(by.name),
      type: text(by.invokedByType),
      ...(by.pipelineName ? { pipelineName: text(by.pipelineName) } : {}),
      ...(by.pipelineRunId ? { pipelineRunId: text(by.pipelineRunId) } : {}),
    },
    lastUpdated: text(run.lastUpdated),
    runStart: text(run.runStart),
    runEnd: textOrNull(run.runEnd),
    durationInMs: typeof run.durationInMs === 'number' ? run.durationInMs : null,
    status: text(run.status),
    message: text(run.message),
    annotations: Array.isArray(run.annotations) ? run.annotations.map(String) : [],
    returnValue: run.pipelineReturnValue ?? undefined,
  };
}

export function readActivity(given: unknown): Activity {
  const one = record(given);
  const error = record(one.error);
  const start = text(one.activityRunStart);
  const end = textOrNull(one.activityRunEnd);
  const attempt = typeof one.retryAttempt === 'number' ? one.retryAttempt : one.attempt;
  return {
    activityRunId: text(one.activityRunId),
    activityName: text(one.activityName),
    activityType: text(one.activityType),
    pipelineName: text(one.pipelineName),
    pipelineRunId: text(one.pipelineRunId),
    status: text(one.status),
    start,
    end,
    durationInMs:
      typeof one.durationInMs === 'number'
        ? one.durationInMs
        : end
          ? Date.parse(end) - Date.parse(start)
          : null,
    attempt: typeof attempt === 'number' ? attempt : 0,
    path: text(one.path),
    input: one.input ?? null,
    output: one.output ?? null,
    error:
      error.errorCode || error.message
        ? {
            errorCode: text(error.errorCode),
            message: text(error.message),
            failureType: text(error.failureType),
            target: text(error.target),
            details: error.details,
          }
        : null,
    recovered: one.recoveryStatus === 'Skipped',
  };
}

const figure = (value: unknown): number => (typeof value === 'number' ? value : 0);

export function readProgress(given: unknown): Progress {
  const one = record(given);
  return {
    activityRunId: text(one.activityRunId),
    pipelineRunId: text(one.pipelineRunId),
    pipelineName: text(one.pipelineName),
    activityName: text(one.activityName),
    path: text(one.path),
    rowsRead: figure(one.rowsRead),
    rowsWritten: figure(one.rowsWritten),
    bytesRead: figure(one.bytesRead),
    bytesWritten: figure(one.bytesWritten),
  };
}

function readTriggerRun(given: unknown): TriggerRun {
  const run = record(given);
  return {
    triggerRunId: text(run.triggerRunId),
    triggerName: text(run.triggerName),
    triggerType: text(run.triggerType),
    status: text(run.status),
    message: text(run.message),
    time: text(run.triggerRunTimestamp),
    properties: record(run.properties) as Record<string, string>,
    pipelines: record(run.triggeredPipelines) as Record<string, string>,
  };
}

export type Operand = 'PipelineName' | 'Status' | 'RunGroupId' | 'LatestOnly' | 'TriggerName';
export interface RunFilter {
  operand: Operand;
  operator: 'Equals' | 'NotEquals' | 'In' | 'NotIn';
  values: string[];
}
export interface RunQuestion {
  after: string;
  before: string;
  filters: RunFilter[];
  order?: { orderBy: 'RunStart' | 'RunEnd' | 'PipelineName' | 'Status'; order: 'ASC' | 'DESC' };
  continuation?: string | undefined;
}

export interface Page<T> {
  rows: T[];
  continuation?: string | undefined;
}

/** The body of a query of runs, as the contract has it. */
export function queryBody(question: RunQuestion): components['schemas']['RunFilterParameters'] {
  return {
    lastUpdatedAfter: question.after,
    lastUpdatedBefore: question.before,
    filters: question.filters,
    ...(question.order ? { orderBy: [question.order] } : {}),
    ...(question.continuation ? { continuationToken: question.continuation } : {}),
  };
}

export async function queryRuns(factory: Factory, question: RunQuestion): Promise<Page<Run>> {
  const page = await take(
    client.POST(`${F}/queryPipelineRuns`, { params: at(factory), body: queryBody(question) }),
  );
  return { rows: page.value.map(readRun), continuation: page.continuationToken ?? undefined };
}

export async function queryTriggerRuns(
  factory: Factory,
  question: Omit<RunQuestion, 'order'>,
): Promise<Page<TriggerRun>> {
  const page = await take(
    client.POST(`${F}/queryTriggerRuns`, { params: at(factory), body: queryBody(question) }),
  );
  return {
    rows: page.value.map(readTriggerRun),
    continuation: page.continuationToken ?? undefined,
  };
}

export async function getRun(factory: Factory, runId: string): Promise<Run> {
  return readRun(
    await take(client.GET(`${F}/pipelineruns/{runId}`, { params: at(factory, { runId }) })),
  );
}

/** A page of what ran in a run, what started first first. */
export async function queryActivities(
  factory: Factory,
  runId: string,
  after: string,
  continuation?: string,
): Promise<Page<Activity>> {
  const body = {
    ...queryBody({ after, before: EVER, filters: [], continuation }),
    orderBy: [{ orderBy: 'ActivityRunStart', order: 'ASC' }],
  };
  const page = await take(
    client.POST(`${F}/pipelineruns/{runId}/queryActivityruns`, {
      params: at(factory, { runId }),
      body,
    }),
  );
  return { rows: page.value.map(readActivity), continuation: page.continuationToken ?? undefined };
}

export async function cancelRun(
  factory: Factory,
  runId: string,
  recursive: boolean,
): Promise<void> {
  await take(
    client.POST(`${F}/pipelineruns/{runId}/cancel`, {
      params: at(factory, { runId }, { isRecursive: recursive }),
    }),
  );
}

export interface Rerun {
  pipelineName: string;
  runId: string;
  /** Only what did not succeed; from an activity on; all of it. */
  from: { kind: 'failure' } | { kind: 'activity'; name: string } | { kind: 'start' };
  /** In place of the old ones; then the run is one of its own. */
  parameters?: Record<string, unknown> | undefined;
}

/** The query of createRun that asks for it. */
export function rerunQuery(rerun: Rerun): Record<string, string> {
  return {
    referencePipelineRunId: rerun.runId,
    ...(rerun.parameters ? { useBodyParameters: 'true' } : { isRecovery: 'true' }),
    ...(rerun.from.kind === 'failure' ? { startFromFailure: 'true' } : {}),
    ...(rerun.from.kind === 'activity' ? { startActivityName: rerun.from.name } : {}),
  };
}

/** Start it; the id of the new run. */
export async function rerun(factory: Factory, wish: Rerun): Promise<string> {
  const created = await take(
    client.POST(`${F}/pipelines/{pipelineName}/createRun`, {
      params: at(factory, { pipelineName: wish.pipelineName }, rerunQuery(wish) as object),
      body: (wish.parameters ?? {}) as never,
    }),
  );
  return created.runId;
}

export async function getWaits(factory: Factory, runId: string) {
  return take(client.GET(`${OWN}/pipelineruns/{runId}/waits`, { params: at(factory, { runId }) }));
}

export type Evaluated = components['schemas']['WeirEvaluated'];

/** What an expression gives in a run that is kept: at an activity, in one run of it. */
export const evaluateInRun = (
  factory: Factory,
  runId: string,
  body: components['schemas']['WeirEvaluate'],
  signal: AbortSignal,
): Promise<Evaluated> =>
  take(
    client.POST(`${OWN}/pipelineruns/{runId}/evaluate`, {
      params: at(factory, { runId }),
      body,
      signal,
    }),
  );

const LOG = `${OWN}/pipelineruns/{runId}/activityruns/{activityRunId}/log` as const;

/** The end of what an activity's job said, in whole lines. */
export const logOf = (
  factory: Factory,
  runId: string,
  activityRunId: string,
  tail: number,
): Promise<string> =>
  take(
    client.GET(LOG, {
      params: at(factory, { runId, activityRunId }, { tail }),
      parseAs: 'text',
    }),
  );

/** Where a browser finds all of it. */
export const logAddress = (factory: Factory, runId: string, activityRunId: string): string =>
  `/weir${factory.id}/pipelineruns/${runId}/activityruns/${activityRunId}/log?api-version=${API_VERSION}`;

/** Before and after every run. */
export const NEVER = '1970-01-01T00:00:00Z';
export const EVER = '2200-01-01T00:00:00Z';

export const isOver = (status: string): boolean =>
  status !== 'Queued' &&
  status !== 'InProgress' &&
  status !== 'Canceling' &&
  status !== 'Running' &&
  status !== 'Waiting';
