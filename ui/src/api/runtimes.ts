import { client, take } from './client';
import { at, F, type Factory } from './factory';

export interface Runtime {
  name: string;
  type: string;
  state: string;
  nodes: { name: string; status: string }[];
}

const RUNTIMES_MAX = 8;

/** Integration runtimes of one's own, with their nodes. */
export async function runtimesOf(factory: Factory): Promise<Runtime[]> {
  const list = await take(client.GET(`${F}/integrationRuntimes`, { params: at(factory) }));
  const own = list.value.filter(
    (one) => (one.properties as { type?: string } | undefined)?.type === 'SelfHosted',
  );
  return Promise.all(
    own.slice(0, RUNTIMES_MAX).map(async (one) => {
      const status = await take(
        client.POST(`${F}/integrationRuntimes/{integrationRuntimeName}/getStatus`, {
          params: at(factory, { integrationRuntimeName: one.name ?? '' }),
        }),
      );
      const about = status.properties as {
        state?: string;
        typeProperties?: { nodes?: { nodeName?: string; status?: string }[] };
      };
      return {
        name: one.name ?? '',
        type: 'SelfHosted',
        state: about.state ?? 'Offline',
        nodes: (about.typeProperties?.nodes ?? []).map((node) => ({
          name: node.nodeName ?? '',
          status: node.status ?? '',
        })),
      };
    }),
  );
}
