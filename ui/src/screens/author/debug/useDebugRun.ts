import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useFactory } from '@/api/factory';
import { cancelRun, isOver } from '@/api/runs';
import { useLive } from '@/live/LiveProvider';
import { continueDebug, debugState } from '../api';

const ASK_MS = 1000;

/** Follows a run that is debugged, and lets it go on. */
export function useDebugRun(runId: string) {
  const factory = useFactory();
  const queries = useQueryClient();
  const key = ['author-debug', factory.id, runId];
  const state = useQuery({
    queryKey: key,
    queryFn: () => debugState(factory, runId),
    enabled: runId !== '',
    // Events tell what began and ended, but nothing tells that it pauses.
    refetchInterval: (query) => {
      const now = query.state.data;
      if (now && (isOver(now.status) || now.paused.length > 0)) return false;
      return query.state.error ? false : ASK_MS;
    },
  });
  const again = () => queries.invalidateQueries({ queryKey: key });
  useLive((batch) => {
    if (batch.runs.has(runId)) void again();
  });
  const goOn = useMutation({
    mutationFn: (how: { step: boolean; work?: number }) => continueDebug(factory, runId, how),
    onSettled: again,
  });
  const stop = useMutation({
    mutationFn: () => cancelRun(factory, runId, true),
    onSettled: again,
  });
  return { state, goOn, stop };
}
