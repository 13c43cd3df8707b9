import { Grid3x3 } from 'lucide-react';
import type { Screen } from '../screen';

export const grid: Screen = {
  path: 'grid',
  title: 'Grid',
  icon: Grid3x3,
  keys: 'g g',
  words: 'pipelines time windows slices datasets backfill blocked',
  versions: [1, 2],
  needs: 'pipeline_runs_query_by_factory',
  load: () => import('./GridView'),
};
