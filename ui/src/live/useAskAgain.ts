import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useFactory } from '@/api/factory';
import { useLive } from './LiveProvider';

const AGAIN_MS = 2000;

/**
 * Ask again for what changes with runs, or firings of triggers: at the first change of a burst, at
 * most every two seconds while it goes on, and behind it, so that its last change shows too. `keys`: how the queries of the factory begin.
 */
export function useAskAgain(changed: 'runs' | 'triggerRuns', keys: readonly string[]): void {
  const factory = useFactory();
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const more = useRef(false);
  useEffect(() => () => clearTimeout(timer.current), []);
  useLive((batch) => {
    const any = changed === 'runs' ? batch.runs.size > 0 : batch.triggerRuns > 0;
    if (!any) return;
    more.current = true;
    if (timer.current !== undefined) return;
    const ask = () => {
      for (const key of keys) void queries.invalidateQueries({ queryKey: [key, factory.id] });
      timer.current = more.current ? setTimeout(ask, AGAIN_MS) : undefined;
      more.current = false;
    };
    ask();
  });
}
