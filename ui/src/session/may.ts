import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { client, take } from '@/api/client';
import { at, factoriesOf, OWN, useFactories, useFactory, type Factory } from '@/api/factory';
import type { operations } from '@/api/openapi';
import { atV1, V1 } from '@/api/slices';

/** An operation of the service, by its name in /openapi.json. */
export type Operation = keyof operations;

/** What the roles of the session allow in a factory: the service says it, nobody guesses. */
export async function allowedIn(factory: Factory): Promise<ReadonlySet<string>> {
  const { operations } = await take(
    factory.version === 1
      ? client.GET(`/weir${V1}/permissions`, { params: atV1(factory) })
      : client.GET(`${OWN}/permissions`, { params: at(factory) }),
  );
  return new Set(operations);
}

export function usePermissions() {
  const factory = useFactory();
  return useQuery({
    queryKey: ['permissions', factory.id],
    queryFn: () => allowedIn(factory),
    staleTime: 60_000,
  });
}

export type May = (operation: Operation) => boolean;

/** Whether one may do an operation in the factory of the address; no, while that is not known. */
export function useMay(): May {
  const { data } = usePermissions();
  return useCallback((operation) => data?.has(operation) ?? false, [data]);
}

/** Where a factory is made that the screen adds; its name says nothing of roles. */
const [NEW] = factoriesOf([
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/weir/providers/Microsoft.DataFactory/factories/new',
]);

/** Whether one may apply a folder or connect a gateway: to a new factory, or to one that there is. */
export function useMayBegin(): boolean {
  const factories = useFactories();
  const known = (factories.data ?? []).filter((one) => one.version === 2);
  const { data } = useQuery({
    queryKey: ['permissions', 'begin', known.map((one) => one.id)],
    queryFn: async () => {
      for (const one of NEW ? [NEW, ...known] : known) {
        if ((await allowedIn(one)).has('weir_apply')) return true;
      }
      return false;
    },
    enabled: factories.data !== undefined,
    staleTime: 60_000,
    // Who begins adds a factory: what one may do is not forgotten for that.
    placeholderData: keepPreviousData,
  });
  return data ?? false;
}
