import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, type ReactNode } from 'react';
import { onSignedOut } from '@/api/client';
import { asApiError } from '@/api/errors';
import { Problem } from '@/problem/Problem';
import { currentSession, type Session } from './session';
import { SignIn } from './SignIn';

const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('outside of a session');
  return session;
}

/** What is inside is shown to those who are signed in; others are asked for a token. */
export function SessionGate({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const session = useQuery({
    queryKey: ['session'],
    queryFn: currentSession,
    retry: (failures, error) => asApiError(error).unreachable && failures < 30,
    retryDelay: 2000,
    staleTime: Infinity,
  });
  useEffect(
    () =>
      onSignedOut(() => {
        if (queries.getQueryData(['session'])) void queries.resetQueries({ queryKey: ['session'] });
      }),
    [queries],
  );
  if (session.data) {
    return <SessionContext.Provider value={session.data}>{children}</SessionContext.Provider>;
  }
  if (session.isPending) return <div className="boot" aria-busy="true" />;
  const error = asApiError(session.error);
  if (error.status === 401) {
    return <SignIn onSignedIn={(given) => queries.setQueryData(['session'], given)} />;
  }
  return (
    <main className="boot">
      <Problem error={error} retry={() => void session.refetch()} />
    </main>
  );
}
