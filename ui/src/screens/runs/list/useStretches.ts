import { keepPreviousData, useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Stretch } from '@/api/search';

/** So many rows fill what can be seen; at the end of them so many more are looked for. */
const ENOUGH = 50;

export interface Stretches<Row> {
  rows: Row[];
  /** How many were looked at, and when the last of them began. */
  looked: number;
  reached: string | undefined;
  /** There is history that was not looked at. */
  more: boolean;
  looking: boolean;
  stopped: boolean;
  setStopped: (stopped: boolean) => void;
  onEnd: () => void;
  pending: boolean;
  /** Why there is nothing at all. */
  error: Error | null;
  refetch: () => void;
}

/**
 * A list that the service finds stretch by stretch. It goes on until there are rows enough to see;
 * with `all` to the end of history, for an order that needs all of it.
 */
export function useStretches<Row>({
  queryKey,
  ask,
  all,
}: {
  queryKey: QueryKey;
  ask: (continuation: string | undefined, signal: AbortSignal) => Promise<Stretch<Row>>;
  all: boolean;
}): Stretches<Row> {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => ask(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.continuation,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  const { fetchNextPage, hasNextPage, isFetching, isFetchingNextPage, isPlaceholderData } = query;
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data]);
  const about = JSON.stringify(queryKey);
  const [wish, setWish] = useState({ about, rows: ENOUGH, stopped: false });
  const { stopped, rows: wanted } = wish.about === about ? wish : { stopped: false, rows: ENOUGH };
  const fresh = query.isError;
  useEffect(() => {
    if (stopped || fresh || !hasNextPage || isFetching || isPlaceholderData) return;
    if (all || rows.length < wanted) void fetchNextPage();
  }, [
    stopped,
    fresh,
    hasNextPage,
    isFetching,
    isPlaceholderData,
    all,
    rows.length,
    wanted,
    fetchNextPage,
  ]);
  const onEnd = useCallback(
    () =>
      setWish((old) => {
        const now = old.about === about ? old : { about, rows: ENOUGH, stopped: false };
        return now.rows > rows.length ? now : { ...now, rows: rows.length + ENOUGH };
      }),
    [about, rows.length],
  );
  const setStopped = useCallback(
    (next: boolean) => setWish({ about, rows: Math.max(wanted, ENOUGH), stopped: next }),
    [about, wanted],
  );
  return {
    rows,
    looked: query.data?.pages.reduce((sum, page) => sum + page.looked, 0) ?? 0,
    reached: query.data?.pages.findLast((page) => page.reached)?.reached,
    more: hasNextPage,
    looking: isFetchingNextPage || (isFetching && isPlaceholderData),
    stopped,
    setStopped,
    onEnd,
    pending: query.isPending,
    error: query.data ? null : query.error,
    refetch: () => void query.refetch(),
  };
}
