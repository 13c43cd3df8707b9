import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { client, take } from '@/api/client';
import { at, OWN, useFactory, type Factory } from '@/api/factory';
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

/** Whether one may do an operation in the factory of the address; no, while that is not known. */
export function useMay(): (operation: Operation) => boolean {
  const { data } = usePermissions();
  return useCallback((operation) => data?.has(operation) ?? false, [data]);
}
