import { client, take } from './client';
import { at, OWN, type Factory } from './factory';
import type { components } from './openapi';
import { readActivity, readRun, type Activity, type Run } from './runs';

export type RunSearch = components['schemas']['WeirRunSearch'];
export type ActivitySearch = components['schemas']['WeirActivitySearch'];
export type RunTerm = NonNullable<RunSearch['filters']>[number];
export type ActivityTerm = NonNullable<ActivitySearch['filters']>[number];

/** How many a call gives at most. */
export const FOUND_MAX = 100;

/** What one call found, in the stretch of history that it looked at. */
export interface Stretch<Row> {
  rows: Row[];
  /** Undefined: there are no others. */
  continuation: string | undefined;
  /** At how many it looked; 0 where an index led to them. */
  looked: number;
  /** When the last of them began. */
  reached: string | undefined;
}

/** Runs by what is in them: a stretch of history. */
export async function searchRuns(
  factory: Factory,
  body: RunSearch,
  signal?: AbortSignal,
): Promise<Stretch<Run>> {
  const page = await take(
    client.POST(`${OWN}/searchPipelineRuns`, {
      params: at(factory),
      body,
      ...(signal ? { signal } : {}),
    }),
  );
  return {
    rows: page.value.map(readRun),
    continuation: page.continuationToken,
    looked: page.looked,
    reached: page.reached,
  };
}

/** What ran in the factory's runs, the newest first: a stretch of history. */
export async function searchActivities(
  factory: Factory,
  body: ActivitySearch,
  signal?: AbortSignal,
): Promise<Stretch<Activity>> {
  const page = await take(
    client.POST(`${OWN}/searchActivityRuns`, {
      params: at(factory),
      body,
      ...(signal ? { signal } : {}),
    }),
  );
  return {
    rows: page.value.map(readActivity),
    continuation: page.continuationToken,
    looked: page.looked,
    reached: page.reached,
  };
}

/** Something that happened in a run, in words. */
export interface RunEvent {
  id: string;
  time: string;
  event: string;
  message: string;
  status: string;
  /** Of an activity: its name, and the containers around it. */
  activityName: string;
  path: string;
  /** A run that was started, or ended. */
  childRunId: string;
}

export interface EventQuestion {
  text: string;
  newestFirst: boolean;
  /** Only from then on. */
  from?: string;
}

export const EVENTS_MAX = 500;

/** What a page of events is asked for by. */
export const eventQuery = ({ text, newestFirst, from }: EventQuestion): Record<string, string> => ({
  order: newestFirst ? 'DESC' : 'ASC',
  limit: String(EVENTS_MAX),
  ...(text ? { text } : {}),
  ...(from ? { from } : {}),
});

/** What happened in a run: a page, and how many events there are. */
export async function runEvents(
  factory: Factory,
  runId: string,
  question: EventQuestion,
  continuation?: string,
  signal?: AbortSignal,
): Promise<Stretch<RunEvent>> {
  const query = {
    ...eventQuery(question),
    ...(continuation ? { $skipToken: continuation } : {}),
  };
  const page = await take(
    client.GET(`${OWN}/pipelineruns/{runId}/events`, {
      params: at(factory, { runId }, query as object),
      ...(signal ? { signal } : {}),
    }),
  );
  return {
    rows: page.value.map((one) => ({
      id: one.id,
      time: one.time,
      event: one.event,
      message: one.message,
      status: one.status ?? '',
      activityName: one.activityName ?? '',
      path: one.path ?? '',
      childRunId: one.childRunId ?? '',
    })),
    continuation: page.continuationToken,
    looked: 0,
    reached: undefined,
  };
}
