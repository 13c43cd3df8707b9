import { useQuery } from '@tanstack/react-query';
import { alertHistoryOf, alertsOf } from '@/api/alerts';
import { useFactory } from '@/api/factory';
import { useResources } from '@/api/resourceList';
import { useAskAgain } from '@/live/useAskAgain';

/** Rules that wait for a time tell with no run at hand. */
const QUIET_MS = 15_000;

export function useAlerts() {
  const factory = useFactory();
  return useQuery({
    queryKey: ['alerts', factory.id],
    queryFn: () => alertsOf(factory),
    staleTime: 15_000,
  });
}

/** What was told; asked again when runs begin or end. */
export function useAlertHistory() {
  const factory = useFactory();
  useAskAgain('runs', ['alert-history']);
  return useQuery({
    queryKey: ['alert-history', factory.id],
    queryFn: () => alertHistoryOf(factory),
    refetchInterval: QUIET_MS,
  });
}

/** Where Git has the factory: then rules are not changed here. */
export function useGitSource() {
  return useResources().data?.source ?? null;
}

export const useEditable = (): boolean => useGitSource() === null;
