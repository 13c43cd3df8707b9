import { useQuery } from '@tanstack/react-query';
import { useFactory } from '@/api/factory';
import { datasetsOf, pipelinesOf } from '@/api/slices';
import { nextMidnight } from './axis';

/** The datasets and pipelines of a factory of version 1, and where its newest slices end. */
export function useVersion1(now: number) {
  const factory = useFactory();
  const datasets = useQuery({
    queryKey: ['v1-datasets', factory.id],
    queryFn: () => datasetsOf(factory),
    staleTime: 60_000,
  });
  const pipelines = useQuery({
    queryKey: ['v1-pipelines', factory.id],
    queryFn: () => pipelinesOf(factory),
    staleTime: 60_000,
  });
  const ends = (pipelines.data ?? []).map((one) => Date.parse(one.end)).filter((at) => at > 0);
  const last = ends.length > 0 ? Math.max(...ends) : now;
  return { datasets, pipelines, newest: nextMidnight(Math.min(now, last)) };
}
