// Slices of factories of version 1.
import { client, take } from './client';
import type { Factory } from './factory';
import { allPages } from './resources';

/** Where the routes of a factory of version 1 begin. */
export const V1 =
  '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}' as const;
export const V1_VERSION = '2015-10-01';

/** A slice of a dataset, and what it waits for. */
export interface Slice {
  dataset: string;
  start: string;
  end: string;
  state: string;
  substate: string;
  attempts: number;
  runs: number;
  runId: string;
  message: string;
  note: string;
  /** It is tried again then. */
  until: string;
  /** False: it is outside of the factory, and nothing has needed it yet. */
  needed: boolean;
  /** What it waits for, down to what is to blame. */
  because: Slice[];
}

export interface Dataset {
  name: string;
  external: boolean;
  /** "6 Hour" */
  every: string;
}

/** What makes which dataset of which. */
export interface V1Pipeline {
  name: string;
  start: string;
  end: string;
  paused: boolean;
  /** `compute`: the linked service that carries it out, if it is not its datasets'. */
  activities: { name: string; compute: string; inputs: string[]; outputs: string[] }[];
}

type Loose = Record<string, unknown>;
const record = (value: unknown): Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : {};
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** The parameters that every such route takes. */
export function atV1<P extends object = object, Q extends object = object>(
  factory: Factory,
  path?: P,
  query?: Q,
) {
  const { factoryName, ...rest } = factory.path;
  return {
    path: { ...rest, dataFactoryName: factoryName, ...path! },
    query: { 'api-version': V1_VERSION, ...query! } as { 'api-version': typeof V1_VERSION } & Q,
  };
}

export function readSlice(given: unknown): Slice {
  const slice = record(given);
  return {
    dataset: text(slice.dataset),
    start: text(slice.start),
    end: text(slice.end),
    state: text(slice.state) || 'None',
    substate: text(slice.substate),
    attempts: number(slice.attempts),
    runs: number(slice.runs),
    runId: text(slice.runId),
    message: text(slice.message),
    note: text(slice.note),
    until: text(slice.until),
    needed: slice.needed !== false,
    because: list(slice.because).map(readSlice),
  };
}

export async function datasetsOf(factory: Factory): Promise<Dataset[]> {
  const listed = await allPages((token) =>
    take(client.GET(`${V1}/datasets`, { params: atV1(factory, {}, token) })),
  );
  return listed.map((one) => {
    const properties = record(one.properties);
    const availability = record(properties.availability);
    return {
      name: one.name ?? '',
      external: properties.external === true,
      every: `${number(availability.interval) || 1} ${text(availability.frequency)}`,
    };
  });
}

const NAMED_MAX = 200;
const AT_ONCE = 6;

/** The pipelines with what their activities read and fill; beyond 200 the rest is left out. */
export async function pipelinesOf(factory: Factory): Promise<V1Pipeline[]> {
  const listed = await allPages((token) =>
    take(client.GET(`${V1}/datapipelines`, { params: atV1(factory, {}, token) })),
  );
  const left = listed.slice(0, NAMED_MAX);
  const found: V1Pipeline[] = [];
  const worker = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) {
      const whole = await take(
        client.GET(`${V1}/datapipelines/{datapipelineName}`, {
          params: atV1(factory, { datapipelineName: one.name ?? '' }),
        }),
      );
      found.push(readPipeline(whole));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return found;
}

function readPipeline(given: unknown): V1Pipeline {
  const properties = record(record(given).properties);
  const names = (value: unknown) => list(value).map((one) => text(record(one).name));
  return {
    name: text(record(given).name),
    start: text(properties.start),
    end: text(properties.end),
    paused: properties.isPaused === true,
    activities: list(properties.activities).map((one) => {
      const activity = record(one);
      return {
        name: text(activity.name),
        compute: text(activity.linkedServiceName),
        inputs: names(activity.inputs),
        outputs: names(activity.outputs),
      };
    }),
  };
}

/** The slices of a dataset that overlap [start, end), and why those that wait do. */
export async function slicesOf(
  factory: Factory,
  dataset: string,
  range: { start: string; end: string },
): Promise<Slice[]> {
  const answer = await take(
    client.GET(`/weir${V1}/datasets/{datasetName}/slices`, {
      params: atV1(factory, { datasetName: dataset }, range),
    }),
  );
  return list(record(answer).slices).map(readSlice);
}

export type SliceState = 'Waiting' | 'Skipped' | 'Ready';
export interface SliceWish {
  dataset: string;
  /** All slices in [start, end). */
  start: string;
  end: string;
  state: SliceState;
  /** Also the slices that its pipeline makes them from. */
  upstream: boolean;
}

export const statusBody = (wish: SliceWish) => ({
  SliceState: wish.state,
  UpdateType: wish.upstream ? ('UpstreamInPipeline' as const) : ('Individual' as const),
});

export async function setSlices(factory: Factory, wish: SliceWish): Promise<void> {
  const { dataset, start, end } = wish;
  await take(
    client.PUT(`${V1}/datasets/{datasetName}/slices/setstatus`, {
      params: atV1(factory, { datasetName: dataset }, { start, end }),
      body: statusBody(wish) as never,
    }),
  );
}

export async function cancelSliceRun(factory: Factory, runId: string): Promise<void> {
  await take(client.POST(`/weir${V1}/runs/{runId}/cancel`, { params: atV1(factory, { runId }) }));
}

/** Where the log of a run can be read for a while, as the service's own address has it. */
export async function logOf(factory: Factory, runId: string): Promise<string> {
  const said: unknown = await take(
    client.GET(`${V1}/runs/{runId}/logInfo`, { params: atV1(factory, { runId }) }),
  );
  const address = text(said);
  const at = address.indexOf('/weir/');
  return at < 0 ? address : address.slice(at);
}
