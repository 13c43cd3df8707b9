// Activity windows of factories of version 1: what each activity made of each slice of its output.
import { client, take } from './client';
import type { Factory } from './factory';
import { atV1, V1 } from './slices';

export interface ActivityWindow {
  pipeline: string;
  activity: string;
  type: string;
  inputs: string[];
  /** The first output: whose slice it is. */
  dataset: string;
  start: string;
  end: string;
  state: string;
  substate: string;
  attempts: number;
  runId: string;
  runStart: string;
  runEnd: string;
  message: string;
}

/** Which windows; all that overlap [start, end) and are of the named. */
export interface WindowQuery {
  start?: string;
  end?: string;
  states?: readonly string[];
  pipelines?: readonly string[];
  datasets?: readonly string[];
  /** "windowStart desc" */
  orderBy: string;
  top?: number;
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
const anyOf = (terms: readonly string[]) => (terms.length > 0 ? [`(${terms.join(' or ')})`] : []);
const is = (field: string, values: readonly string[] = []) =>
  anyOf(values.map((one) => `${field} eq ${quoted(one)}`));

/** The body that asks for them. */
export function windowsBody(query: WindowQuery) {
  const filter = [
    ...is('windowState', query.states),
    ...is('pipelineName', query.pipelines),
    ...anyOf((query.datasets ?? []).map((one) => `outputDatasets/any(d: d eq ${quoted(one)})`)),
  ].join(' and ');
  return {
    orderBy: query.orderBy,
    ...(query.start ? { windowStart: query.start } : {}),
    ...(query.end ? { windowEnd: query.end } : {}),
    ...(filter ? { filter } : {}),
    ...(query.top ? { top: query.top } : {}),
  };
}

type Loose = Record<string, unknown>;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(text) : []);

function readWindow(given: Loose): ActivityWindow {
  return {
    pipeline: text(given.pipelineName),
    activity: text(given.activityName),
    type: text(given.activityType),
    inputs: texts(given.inputDatasets),
    dataset: texts(given.outputDatasets)[0] ?? '',
    start: text(given.windowStart),
    end: text(given.windowEnd),
    state: text(given.windowState) || 'None',
    substate: text(given.windowSubstate),
    attempts: typeof given.runAttempts === 'number' ? given.runAttempts : 0,
    runId: text(given.runId),
    runStart: text(given.runStart),
    runEnd: text(given.runEnd),
    message: text(given.message),
  };
}

/** A page of them; `next` asks for the one behind it. */
export async function queryWindows(
  factory: Factory,
  query: WindowQuery,
  next?: string,
): Promise<{ rows: ActivityWindow[]; next: string | undefined }> {
  const answer = await take(
    client.POST(`${V1}/activitywindows`, {
      params: atV1(factory, {}, next ? { $skipToken: next } : {}),
      body: windowsBody(query),
    }),
  );
  const link = answer.nextLink;
  return {
    rows: (answer.value?.activityWindows ?? []).map((one) => readWindow(one as Loose)),
    next: link
      ? (new URL(link, window.location.href).searchParams.get('$skipToken') ?? undefined)
      : undefined,
  };
}
