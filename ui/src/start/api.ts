import type { Call } from '@/actions/calls';
import { quoted } from '@/actions/calls';
import { API_VERSION, client, take } from '@/api/client';
import { at, F, factoriesOf, OWN, type Factory } from '@/api/factory';
import type { components } from '@/api/openapi';
import type { Applied } from './folder';

export type Changes = components['schemas']['WeirApplied'];

const GROUP = 'weir';
const SUBSCRIPTION = '00000000-0000-0000-0000-000000000000';

/** A factory that is, or is to be, by its name. */
export async function factoryNamed(name: string, known: readonly Factory[]): Promise<Factory> {
  const found = known.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (found) return found;
  const { value } = await take(client.GET('/subscriptions'));
  const subscription = value[0]?.subscriptionId ?? SUBSCRIPTION;
  const id = `/subscriptions/${subscription}/resourceGroups/${GROUP}/providers/Microsoft.DataFactory/factories/${name}`;
  const made = factoriesOf([id])[0];
  if (!made) throw new Error(`“${name}” is no name of a factory`);
  return made;
}

/** Have the factory hold exactly these; or only say what would change. */
export async function apply(
  factory: Factory,
  resources: readonly Applied[],
  plan: boolean,
): Promise<Changes> {
  return take(
    client.POST(`${OWN}/apply`, {
      params: at(factory, {}, plan ? { plan: true } : {}),
      body: { resources: resources as never },
    }),
  );
}

export const applyCall = (factory: Factory, folder: string, origin: string): Call => ({
  method: 'POST',
  path: `/weir${factory.id}/apply?api-version=${API_VERSION}`,
  body: { resources: ['…'] },
  command: `weir apply ${quoted(folder)} --server ${origin} --factory ${quoted(factory.name)}`,
});

export async function startRun(
  factory: Factory,
  pipelineName: string,
  parameters: object = {},
): Promise<string> {
  const made = await take(
    client.POST(`${F}/pipelines/{pipelineName}/createRun`, {
      params: at(factory, { pipelineName }),
      body: parameters as never,
    }),
  );
  return made.runId;
}

const R = `${F}/integrationRuntimes/{integrationRuntimeName}` as const;

/** A factory if there is none, a self-hosted runtime in it, and its first key. */
export async function gatewayKey(factory: Factory, isNew: boolean, name: string): Promise<string> {
  if (isNew) {
    await take(
      client.PUT(F, { params: at(factory), body: { location: 'here', properties: {} } as never }),
    );
  }
  const params = at(factory, { integrationRuntimeName: name });
  await take(client.PUT(R, { params, body: { properties: { type: 'SelfHosted' } } as never }));
  const keys = await take(client.POST(`${R}/listAuthKeys`, { params }));
  return (keys as { authKey1?: string }).authKey1 ?? '';
}

/** The nodes of a runtime that are there. */
export async function nodesOf(factory: Factory, name: string): Promise<string[]> {
  const params = at(factory, { integrationRuntimeName: name });
  const status = await take(client.POST(`${R}/getStatus`, { params }));
  const details = (status.properties as { typeProperties?: { nodes?: unknown } }).typeProperties;
  const nodes = (details?.nodes ?? []) as { nodeName?: string; status?: string }[];
  return nodes.filter((one) => one.status === 'Online').map((one) => one.nodeName ?? '');
}
