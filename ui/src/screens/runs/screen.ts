import { ListTree } from 'lucide-react';
import type { Screen } from '../screen';

export const runs: Screen = {
  path: 'runs',
  title: 'Runs',
  icon: ListTree,
  keys: 'g r',
  words: 'pipeline runs activity runs history monitor failed',
  needs: 'pipeline_runs_query_by_factory',
  load: () => import('./RunsView'),
};
