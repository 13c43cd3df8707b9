import { useQuery } from '@tanstack/react-query';
import { client, take } from './client';
import { at, OWN, useFactory, type Factory } from './factory';
import type { components } from './openapi';

/** A resource of the factory by its name, and what it names. */
export interface Listed {
  kind: string;
  name: string;
  type?: string;
  folder?: string;
  state?: string;
  /** Below the folder that it was applied from. */
  file?: string;
  uses: { kind: string; name: string }[];
}

/** The Git repository that a factory was applied from: the screen does not change it then. */
export type Source = components['schemas']['WeirSource'];
export interface Resources {
  all: readonly Listed[];
  source: Source | null;
}

export const resourcesKey = (factory: Factory) => ['author-resources', factory.id];

/** All resources of the factory but its alerts. */
export function useResources(enabled = true) {
  const factory = useFactory();
  return useQuery({
    queryKey: resourcesKey(factory),
    queryFn: async (): Promise<Resources> => {
      const { value, source } = await take(client.GET(`${OWN}/resources`, { params: at(factory) }));
      return { all: value, source: source ?? null };
    },
    staleTime: 30_000,
    enabled: enabled && factory.version === 2,
  });
}
