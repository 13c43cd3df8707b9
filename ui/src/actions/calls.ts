import { API_VERSION } from '@/api/client';
import type { Factory } from '@/api/factory';
import { queryBody, rerunQuery, type Rerun, type RunQuestion } from '@/api/runs';

/** A request of the API, and the command that does the same. */
export interface Call {
  method: 'GET' | 'POST' | 'DELETE' | 'PUT';
  path: string;
  body?: unknown;
  command?: string;
}

/** A word of a command line, quoted if it must be. */
export const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

export function curlOf(call: Call, origin: string): string {
  const lines = [
    `curl -X ${call.method} ${quoted(origin + call.path)}`,
    `  -H "Authorization: Bearer $WEIR_TOKEN"`,
  ];
  if (call.body !== undefined) {
    lines.push(
      `  -H 'Content-Type: application/json'`,
      `  -d ${quoted(JSON.stringify(call.body))}`,
    );
  }
  return lines.join(' \\\n');
}

/** The address of a route of a factory. */
export const pathOf = (
  factory: Factory,
  rest: string,
  query: Record<string, string> = {},
): string =>
  `${factory.id}/${rest}?${new URLSearchParams({ 'api-version': API_VERSION, ...query }).toString()}`;
/** What a command takes to find the factory. */
export const server = (factory: Factory, origin: string) =>
  `--server ${origin} --factory ${quoted(factory.name)}`;

export const queryCall = (factory: Factory, question: RunQuestion): Call => ({
  method: 'POST',
  path: pathOf(factory, 'queryPipelineRuns'),
  body: queryBody(question),
});

/** A request of a route of our own. */
export const ownCall = (
  factory: Factory,
  method: Call['method'],
  rest: string,
  body?: unknown,
  query?: Record<string, string>,
): Call => ({
  method,
  path: `/weir${pathOf(factory, rest, query)}`,
  ...(body === undefined ? {} : { body }),
});

export const runCall = (factory: Factory, runId: string): Call => ({
  method: 'GET',
  path: pathOf(factory, `pipelineruns/${runId}`),
});

export const activitiesCall = (factory: Factory, runId: string): Call => ({
  method: 'POST',
  path: pathOf(factory, `pipelineruns/${runId}/queryActivityruns`),
  body: { lastUpdatedAfter: '1970-01-01T00:00:00Z', lastUpdatedBefore: '2200-01-01T00:00:00Z' },
});

export const cancelCall = (
  factory: Factory,
  runId: string,
  recursive: boolean,
  origin: string,
): Call => ({
  method: 'POST',
  path: pathOf(factory, `pipelineruns/${runId}/cancel`, recursive ? { isRecursive: 'true' } : {}),
  command: `weir cancel ${runId} ${recursive ? '--recursive ' : ''}${server(factory, origin)}`,
});

export function rerunCall(factory: Factory, wish: Rerun, origin: string): Call {
  const from =
    wish.from.kind === 'failure'
      ? '--from-failure '
      : wish.from.kind === 'activity'
        ? `--from ${quoted(wish.from.name)} `
        : '';
  const params = Object.entries(wish.parameters ?? {})
    .map(([name, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return `--param ${quoted(`${name}=${text}`)} `;
    })
    .join('');
  return {
    method: 'POST',
    path: pathOf(
      factory,
      `pipelines/${encodeURIComponent(wish.pipelineName)}/createRun`,
      rerunQuery(wish),
    ),
    ...(wish.parameters ? { body: wish.parameters } : {}),
    command: `weir rerun ${wish.runId} ${from}${params}${server(factory, origin)}`,
  };
}
