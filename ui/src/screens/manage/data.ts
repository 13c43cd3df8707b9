import { client, take } from '@/api/client';
import { at, F, type Factory } from '@/api/factory';
import { errorOf } from '@/api/errors';
import { allPages, type Listed } from '@/api/resources';
import { atV1, V1, V1_VERSION } from '@/api/slices';
import type { Call } from '@/actions/calls';
import { API_VERSION } from '@/api/client';

type Loose = Record<string, unknown>;
const record = (value: unknown): Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : {};
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const figure = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** A resource as a list shows it. */
export interface Resource {
  name: string;
  type: string;
  description: string;
  annotations: string[];
  properties: Loose;
}

function readResource(given: Listed): Resource {
  const properties = record(given.properties);
  return {
    name: given.name ?? '',
    type: text(properties.type),
    description: text(properties.description),
    annotations: Array.isArray(properties.annotations) ? properties.annotations.map(String) : [],
    properties,
  };
}

const LISTS = {
  linkedservices: `${F}/linkedservices`,
  datasets: `${F}/datasets`,
  credentials: `${F}/credentials`,
  integrationRuntimes: `${F}/integrationRuntimes`,
} as const;
const V1_LISTS = {
  linkedservices: `${V1}/linkedservices`,
  datasets: `${V1}/datasets`,
  gateways: `${V1}/gateways`,
} as const;
export type ListOf = keyof typeof LISTS | keyof typeof V1_LISTS;

/** A page of a list, where a factory of that version has one. */
async function pageOf(factory: Factory, kind: ListOf, token: object) {
  if (factory.version === 1) {
    const list = V1_LISTS[kind as keyof typeof V1_LISTS];
    return take(client.GET(list, { params: atV1(factory, {}, token) }));
  }
  const list = LISTS[kind as keyof typeof LISTS];
  return take(client.GET(list, { params: at(factory, {}, token) }));
}

/** All resources of a kind, by name. */
export async function listOf(factory: Factory, kind: ListOf): Promise<Resource[]> {
  const rows = await allPages((token) => pageOf(factory, kind, token));
  return rows.map(readResource).sort((a, b) => a.name.localeCompare(b.name));
}

/** The linked service that a dataset is of. */
export const serviceOf = (dataset: Resource): string =>
  text(dataset.properties.linkedServiceName) ||
  text(record(dataset.properties.linkedServiceName).referenceName);
/** The integration runtime, of version 1 the gateway, that a linked service is reached through. */
export const runtimeOf = (service: Resource): string =>
  text(record(service.properties.connectVia).referenceName) ||
  text(record(service.properties.typeProperties).gatewayName);

const PLACES = [
  'host',
  'url',
  'serviceEndpoint',
  'sasUri',
  'server',
  'path',
  'baseUrl',
  'endpoint',
  'domain',
  'serviceUri',
];
/** Where a linked service points, as far as its definition says without a secret. */
export function placeOf(service: Resource): string {
  const properties = record(service.properties.typeProperties);
  for (const name of PLACES) {
    const value = properties[name];
    if (typeof value === 'string') return value;
    if (typeof record(value).value === 'string' && record(value).type === 'Expression') {
      return text(record(value).value);
    }
  }
  const connection = properties.connectionString;
  const words = typeof connection === 'string' ? connection : '';
  return words
    .split(';')
    .filter((part) =>
      /^\s*(server|data source|host|database|initial catalog|accountname)\s*=/i.test(part),
    )
    .map((part) => part.replace(/^[^=]*=/, '').trim())
    .join(' / ');
}

/** A global parameter of the factory. */
export interface GlobalParameter {
  name: string;
  type: string;
  value: unknown;
}

export async function factoryOf(factory: Factory) {
  const [own, kept] = await Promise.all([
    take(client.GET(F, { params: at(factory) })),
    take(client.GET(`${F}/globalParameters`, { params: at(factory) })),
  ]);
  const properties = record((own as { properties?: unknown }).properties);
  const all: Loose = { ...record(properties.globalParameters) };
  for (const one of kept.value as Listed[]) Object.assign(all, record(one.properties));
  const parameters = Object.entries(all).map(([name, value]): GlobalParameter => ({
    name,
    type: text(record(value).type),
    value: record(value).value,
  }));
  return {
    parameters: parameters.sort((a, b) => a.name.localeCompare(b.name)),
    created: text(properties.createTime),
    repo: record(properties.repoConfiguration),
  };
}

export interface Node {
  name: string;
  status: string;
  version: string;
  versionStatus: string;
  registered: string;
  heard: string | null;
  started: string | null;
  draining: boolean;
  trouble: string;
  jobs: number | null;
  jobsMax: number | null;
  cpu: number | null;
  memoryMb: number | null;
  sent: number | null;
  received: number | null;
}
export interface RuntimeState {
  state: string;
  version: string;
  queue: number | null;
  pickupMs: number | null;
  nodes: Node[];
}

/** A self-hosted runtime's state: what its status and its figures say, put together by node. */
export function readRuntime(status: unknown, figures: unknown): RuntimeState {
  const properties = record(record(status).properties);
  const details = record(properties.typeProperties);
  const loads = new Map<string, Loose>();
  const list = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
  for (const one of list(record(figures).nodes)) loads.set(text(record(one).nodeName), record(one));
  return {
    state: text(properties.state),
    version: text(details.version),
    queue: figure(details.queueLength),
    pickupMs: figure(details.averageTaskPickupDelayMs),
    nodes: list(details.nodes).map((one): Node => {
      const node = record(one);
      const load = loads.get(text(node.nodeName)) ?? {};
      return {
        name: text(node.nodeName),
        status: text(node.status),
        version: text(node.version),
        versionStatus: text(node.versionStatus),
        registered: text(node.registerTime),
        heard: text(node.lastConnectTime) || null,
        started: text(node.lastStartTime) || null,
        draining: node.draining === true,
        trouble: text(record(node.trouble).message),
        jobs: figure(load.concurrentJobsRunning),
        jobsMax: figure(load.concurrentJobsLimit) ?? figure(load.maxConcurrentJobs),
        cpu: figure(load.cpuUtilization),
        memoryMb: figure(load.availableMemoryInMB),
        sent: figure(load.sentBytes),
        received: figure(load.receivedBytes),
      };
    }),
  };
}

const R = `${F}/integrationRuntimes/{integrationRuntimeName}` as const;

export async function runtimeStateOf(factory: Factory, name: string): Promise<RuntimeState> {
  const params = at(factory, { integrationRuntimeName: name });
  const [status, figures] = await Promise.all([
    take(client.POST(`${R}/getStatus`, { params })),
    take(client.POST(`${R}/monitoringData`, { params })),
  ]);
  return readRuntime(status, figures);
}

export interface Keys {
  authKey1: string;
  authKey2: string;
}
const keysOf = (given: unknown): Keys => ({
  authKey1: text(record(given).authKey1),
  authKey2: text(record(given).authKey2),
});

export async function listKeys(factory: Factory, name: string): Promise<Keys> {
  const params = at(factory, { integrationRuntimeName: name });
  return keysOf(await take(client.POST(`${R}/listAuthKeys`, { params })));
}

export async function newKey(
  factory: Factory,
  name: string,
  keyName: 'authKey1' | 'authKey2',
): Promise<Keys> {
  const params = at(factory, { integrationRuntimeName: name });
  return keysOf(await take(client.POST(`${R}/regenerateAuthKey`, { params, body: { keyName } })));
}

export async function removeNode(factory: Factory, name: string, nodeName: string): Promise<void> {
  const params = at(factory, { integrationRuntimeName: name, nodeName });
  await take(client.DELETE(`${R}/nodes/{nodeName}`, { params }));
}

/** What came of reaching the store behind a linked service. */
export interface Tested {
  succeeded: boolean;
  message: string;
}

const pathOf = (factory: Factory, rest: string): string =>
  `${factory.id}/${rest}?api-version=${factory.version === 1 ? V1_VERSION : API_VERSION}`;

export const testCall = (factory: Factory, name: string): Call => ({
  method: 'POST',
  path: `/weir${pathOf(factory, `linkedservices/${encodeURIComponent(name)}/testConnection`)}`,
  body: {},
});

export async function testConnection(factory: Factory, name: string): Promise<Tested> {
  const answer = await fetch(testCall(factory, name).path, {
    method: 'POST',
    headers: { 'X-Weir-Screen': '1', 'Content-Type': 'application/json' },
    body: '{}',
  });
  const body: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw errorOf(answer, body);
  const error = record(record(body).error);
  return {
    succeeded: record(body).succeeded === true,
    message: text(error.message) || text(record(body).message),
  };
}

export const runtimeCall = (factory: Factory, name: string, act: string, body?: unknown): Call => ({
  method: 'POST',
  path: pathOf(factory, `integrationRuntimes/${encodeURIComponent(name)}/${act}`),
  ...(body === undefined ? {} : { body }),
});

export const removeNodeCall = (factory: Factory, name: string, node: string): Call => ({
  method: 'DELETE',
  path: pathOf(
    factory,
    `integrationRuntimes/${encodeURIComponent(name)}/nodes/${encodeURIComponent(node)}`,
  ),
});

export const listCall = (factory: Factory, kind: string): Call => ({
  method: 'GET',
  path: pathOf(factory, kind),
});
