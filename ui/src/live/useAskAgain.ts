import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useFactory } from '@/api/factory';
import { useLive } from './LiveProvider';

const AGAIN_MS = 2000;

/**
 * Ask again for what changes with runs, or firings of triggers: at the first change of a burst, and
 * behind it, so that its last change shows too. `keys`: how the queries of the factory begin.
 */
export function useAskAgain(changed: 'runs' | 'triggerRuns', keys: readonly string[]): void {
  const factory = useFactory();
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useLive((batch) => {
    const any = changed === 'runs' ? batch.runs.size > 0 : batch.triggerRuns > 0;
    if (!any || timer.current !== undefined) return;
    const ask = () => {
      for (const key of keys) void queries.invalidateQueries({ queryKey: [key, factory.id] });
    };
    ask();
    timer.current = setTimeout(() => {
      timer.current = undefined;
      ask();
    }, AGAIN_MS);
  });
}
