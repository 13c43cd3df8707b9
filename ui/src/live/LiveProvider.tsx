import { useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import { useFactory } from '@/api/factory';
import { usePermissions } from '@/session/may';
import { LiveStream, type Batch, type LiveState } from './stream';

type Listener = (batch: Batch) => void;
interface Live {
  state: LiveState;
  listen: (listener: Listener) => () => void;
}
const LiveContext = createContext<Live | null>(null);

/** Follows the factory while it is shown; screens listen with useLive. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const factory = useFactory();
  const queries = useQueryClient();
  const [state, setState] = useState<LiveState>('connecting');
  const listeners = useRef(new Set<Listener>());
  const known = usePermissions();
  const sees = known.data?.has(
    factory.version === 1 ? 'v1_factories_get' : 'pipeline_runs_query_by_factory',
  );
  const open = sees ?? known.isError;
  useEffect(() => {
    if (!open) return;
    const stream = new LiveStream(
      `/weir/events?factory=${encodeURIComponent(factory.id)}`,
      (batch) => {
        if (batch.gap) void queries.invalidateQueries();
        listeners.current.forEach((listener) => listener(batch));
      },
      (now) => {
        setState(now);
        // The session may be over: whoever asks finds out.
        if (now === 'lost') void queries.invalidateQueries({ queryKey: ['session'] });
      },
    );
    return () => stream.close();
  }, [factory.id, queries, open]);
  const live = useMemo<Live>(
    () => ({
      state: sees === false ? 'off' : state,
      listen: (listener) => {
        listeners.current.add(listener);
        return () => listeners.current.delete(listener);
      },
    }),
    [state, sees],
  );
  return <LiveContext.Provider value={live}>{children}</LiveContext.Provider>;
}

function useContextOfLive(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error('outside of LiveProvider');
  return live;
}

export const useLiveState = (): LiveState => useContextOfLive().state;

/** Have `listener` called with each batch; the newest closure is the one that is called. */
export function useLive(listener: Listener): void {
  const { listen } = useContextOfLive();
  const newest = useRef(listener);
  useEffect(() => {
    newest.current = listener;
  });
  useEffect(() => listen((batch) => newest.current(batch)), [listen]);
}
