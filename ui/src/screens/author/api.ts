import { useQuery } from '@tanstack/react-query';
import { API_VERSION, client, take } from '@/api/client';
import { errorOf, asApiError } from '@/api/errors';
import { at, F, OWN, useFactory, type Factory } from '@/api/factory';
import type { components } from '@/api/openapi';
import type { Call } from '@/actions/calls';
import { kindOf, type Kind } from './kinds';
import { objectOf, textOf, type Json, type JsonObject } from './model/json';
import { readSchema } from './schema/schema';

export {
  resourcesKey,
  useResources,
  type Listed,
  type Resources,
  type Source,
} from '@/api/resourceList';

/** A document of the service: what people write, and the etag it has. */
export interface Kept {
  document: JsonObject;
  etag: string;
}

export const resourcePath = (factory: Factory, kind: Kind, name: string): string =>
  `${factory.id}/${kind.collection}/${encodeURIComponent(name)}?api-version=${API_VERSION}`;

/** Any resource by its kind: the contract has the same route for each of them. */
async function ask(
  factory: Factory,
  kind: Kind,
  name: string,
  request: RequestInit,
): Promise<JsonObject> {
  let response: Response;
  try {
    response = await fetch(resourcePath(factory, kind, name), {
      ...request,
      headers: {
        'X-Weir-Screen': '1',
        'Content-Type': 'application/json',
        ...(request.headers as Record<string, string> | undefined),
      },
    });
  } catch (thrown) {
    throw asApiError(thrown);
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw errorOf(response, body);
  return objectOf(body);
}

/** Without what the service adds: its id, etag and state. */
const keptOf = (name: string, body: JsonObject): Kept => {
  const properties = { ...objectOf(body.properties) };
  delete properties.runtimeState;
  return { document: { name: textOf(body.name) || name, properties }, etag: textOf(body.etag) };
};

export const readResource = async (factory: Factory, kind: Kind, name: string): Promise<Kept> =>
  keptOf(name, await ask(factory, kind, name, { method: 'GET' }));

/** Save it if it still is what was read; `etag` null: if there is none of that name. */
export const saveResource = async (
  factory: Factory,
  kind: Kind,
  name: string,
  document: Json,
  etag: string | null,
): Promise<Kept> =>
  keptOf(
    name,
    await ask(factory, kind, name, {
      method: 'PUT',
      headers: etag === null ? { 'If-None-Match': '*' } : { 'If-Match': `"${etag}"` },
      body: JSON.stringify(document),
    }),
  );

export const deleteResource = async (factory: Factory, kind: Kind, name: string): Promise<void> => {
  await ask(factory, kind, name, { method: 'DELETE' });
};

export const saveCall = (factory: Factory, kind: Kind, name: string, document: Json): Call => ({
  method: 'PUT',
  path: resourcePath(factory, kind, name),
  body: document,
});

/** The JSON Schema of a kind; read once. */
export function useSchema(kind: string) {
  const factory = useFactory();
  return useQuery({
    queryKey: ['schema', kind],
    queryFn: async () =>
      readSchema(
        (await take(
          client.GET(`${OWN}/schemas/{kind}`, { params: at(factory, { kind }) }),
        )) as unknown as Json,
      ),
    staleTime: Infinity,
    gcTime: Infinity,
    enabled: kindOf(kind) !== undefined,
  });
}

export interface FunctionSpec {
  name: string;
  args: string;
  returns: string;
  example?: string;
  answer?: string;
}
export interface ActivitySpec {
  type: string;
  control: boolean;
  summary: string;
}

export function useSpecs() {
  const factory = useFactory();
  return useQuery({
    queryKey: ['specs'],
    queryFn: async (): Promise<{ functions: FunctionSpec[]; activities: ActivitySpec[] }> =>
      take(client.GET(`${OWN}/specs`, { params: at(factory) })),
    staleTime: Infinity,
    gcTime: Infinity,
  });
}

export interface Finding {
  severity: 'error' | 'warning' | 'azure' | 'note';
  code: string;
  message: string;
  kind: string;
  name: string;
  /** From 1; of the text that was sent. */
  line?: number;
  /** From 1, in bytes. */
  column?: number;
}

export async function validate(
  factory: Factory,
  given: { kind: string; name: string; text: string; azure: boolean; whole: boolean },
  signal: AbortSignal,
): Promise<Finding[]> {
  return (await take(client.POST(`${OWN}/validate`, { params: at(factory), body: given, signal })))
    .value;
}

export async function createRun(
  factory: Factory,
  pipelineName: string,
  parameters: JsonObject,
): Promise<string> {
  const made = await take(
    client.POST(`${F}/pipelines/{pipelineName}/createRun`, {
      params: at(factory, { pipelineName }),
      body: parameters as Record<string, never>,
    }),
  );
  return made.runId;
}

export interface Tested {
  linkedService: string;
  succeeded: boolean;
  durationMs: number;
  integrationRuntime?: string;
  error?: { code: string; message: string };
}

export async function testConnection(
  factory: Factory,
  linkedServiceName: string,
  body: { properties?: Json; parameters?: JsonObject },
): Promise<Tested> {
  return await take(
    client.POST(`${OWN}/linkedservices/{linkedServiceName}/testConnection`, {
      params: at(factory, { linkedServiceName }),
      body: body as Record<string, never>,
    }),
  );
}

/** Run a pipeline once as `text` says it; nothing of that is kept but the run. */
export async function debugRun(
  factory: Factory,
  pipelineName: string,
  body: { text: string; parameters: JsonObject; breakpoints?: string[] },
): Promise<string> {
  const made = await take(
    client.POST(`${OWN}/pipelines/{pipelineName}/debug`, {
      params: at(factory, { pipelineName }),
      body: body as components['schemas']['WeirDebug'],
    }),
  );
  return made.runId;
}

export type DebugState = components['schemas']['WeirDebugState'];
export type Paused = DebugState['paused'][number];

export const debugState = (factory: Factory, runId: string): Promise<DebugState> =>
  take(client.GET(`${OWN}/pipelineruns/{runId}/debug`, { params: at(factory, { runId }) }));

/** Let a paused run go on: all of it, or one activity; `step`: to the next that would begin. */
export async function continueDebug(
  factory: Factory,
  runId: string,
  how: { step: boolean; work?: number },
): Promise<void> {
  await take(
    client.POST(`${OWN}/pipelineruns/{runId}/debug`, {
      params: at(factory, { runId }),
      body: how,
    }),
  );
}

export type DryReport = components['schemas']['WeirDryReport'];

export const dryRun = (
  factory: Factory,
  pipelineName: string,
  body: { text: string; parameters: JsonObject; fakes: JsonObject },
): Promise<DryReport> =>
  take(
    client.POST(`${OWN}/pipelines/{pipelineName}/dryRun`, {
      params: at(factory, { pipelineName }),
      body: body as components['schemas']['WeirDryRun'],
    }),
  );

export type Previewed = components['schemas']['WeirPreviewed'];

export const previewDataset = (
  factory: Factory,
  datasetName: string,
  body: { text?: string; parameters: JsonObject },
): Promise<Previewed> =>
  take(
    client.POST(`${OWN}/datasets/{datasetName}/preview`, {
      params: at(factory, { datasetName }),
      body: body as components['schemas']['WeirPreview'],
    }),
  );
