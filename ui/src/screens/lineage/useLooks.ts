import { useMemo } from 'react';
import { useFilters } from '@/filters/filters';
import type { Colouring } from './colour';
import type { Level } from './fold';
import type { Direction } from './part';

/** Everything that says what is shown; all of it is in the address. */
export interface Looks {
  run: string;
  level: Level | 'auto';
  open: string[];
  colour: Colouring;
  columns: boolean;
  compute: boolean;
  calls: boolean;
  minimap: boolean;
  focus: string;
  direction: Direction;
  steps: number;
  node: string;
  column: string;
  find: string;
}

const oneOf = <T extends string>(text: string, known: readonly T[], otherwise: T): T =>
  (known as readonly string[]).includes(text) ? (text as T) : otherwise;

export const STEPS = ['1', '2', '3', '5', 'all'] as const;

export function useLooks() {
  const filters = useFilters();
  const looks = useMemo<Looks>(() => {
    const steps = Number(filters.text('steps'));
    const show = filters.list('show');
    const hide = filters.list('hide');
    return {
      run: filters.text('run'),
      level: oneOf(filters.text('by'), ['activities', 'pipelines', 'stores'], 'auto' as const),
      open: filters.list('open'),
      colour: oneOf(filters.text('colour'), ['kind', 'freshness', 'failures'], 'failures'),
      columns: show.includes('columns'),
      compute: show.includes('compute'),
      calls: !hide.includes('calls'),
      minimap: !hide.includes('minimap'),
      focus: filters.text('focus'),
      direction: oneOf(filters.text('direction'), ['up', 'down'], 'both' as const),
      steps: steps > 0 ? steps : Infinity,
      node: filters.text('node'),
      column: filters.text('column'),
      find: filters.text('q'),
    };
  }, [filters]);
  return { looks, set: filters.set };
}
