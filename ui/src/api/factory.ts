import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { API_VERSION, client, take } from './client';

/** Where the routes of a factory begin, as OpenAPI names them. */
export const F =
  '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}' as const;
/** Those of our own beside them. */
export const OWN = `/weir${F}` as const;

/** A factory of the service. */
export interface Factory {
  id: string;
  name: string;
  /** In addresses: the name, or with what tells it from others of that name. */
  slug: string;
  /** Of which version of Data Factory. Most screens are about version 2. */
  version: 1 | 2;
  path: { subscriptionId: string; resourceGroupName: string; factoryName: string };
}

const ID =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/[^/]+\/(data)?factories\/([^/]+)$/i;

/** Factories by their resource ids; what is no such id is left out. */
export function factoriesOf(ids: readonly string[]): Factory[] {
  const found = ids.flatMap((id): Omit<Factory, 'slug'>[] => {
    const match = ID.exec(id);
    if (!match) return [];
    const [, subscriptionId = '', resourceGroupName = '', v1, factoryName = ''] = match;
    const version = v1 ? 1 : 2;
    return [
      { id, name: factoryName, version, path: { subscriptionId, resourceGroupName, factoryName } },
    ];
  });
  const taken = new Map<string, number>();
  for (const one of found) {
    const key = one.name.toLowerCase();
    taken.set(key, (taken.get(key) ?? 0) + 1);
  }
  return found.map((one) => ({
    ...one,
    slug:
      taken.get(one.name.toLowerCase()) === 1
        ? one.name
        : [
            one.name,
            one.path.resourceGroupName,
            one.path.subscriptionId,
            ...(one.version === 1 ? ['version-1'] : []),
          ].join('~'),
  }));
}

async function listFactories(): Promise<Factory[]> {
  const subscriptions = await take(client.GET('/subscriptions'));
  const ids: string[] = [];
  for (const { subscriptionId } of subscriptions.value) {
    const page = await take(
      client.GET('/subscriptions/{subscriptionId}/providers/Microsoft.DataFactory/factories', {
        params: { path: { subscriptionId }, query: { 'api-version': API_VERSION } },
      }),
    );
    const older = await take(
      client.GET('/subscriptions/{subscriptionId}/providers/Microsoft.DataFactory/datafactories', {
        params: { path: { subscriptionId }, query: { 'api-version': '2015-10-01' } },
      }),
    );
    for (const factory of [...page.value, ...older.value]) if (factory.id) ids.push(factory.id);
  }
  return factoriesOf(ids).sort((a, b) => a.name.localeCompare(b.name));
}

/** The factories that the caller may see. */
export function useFactories() {
  return useQuery({ queryKey: ['factories'], queryFn: listFactories, staleTime: 30_000 });
}

const FactoryContext = createContext<Factory | null>(null);
export const FactoryProvider = FactoryContext.Provider;

/** The factory of the address. */
export function useFactory(): Factory {
  const factory = useContext(FactoryContext);
  if (!factory) throw new Error('outside of a factory');
  return factory;
}

/** The parameters that every route of a factory takes. */
export function at<P extends object = object, Q extends object = object>(
  factory: Factory,
  path?: P,
  query?: Q,
) {
  return {
    path: { ...factory.path, ...path! },
    query: { 'api-version': API_VERSION, ...query! } as {
      'api-version': typeof API_VERSION;
    } & Q,
  };
}
