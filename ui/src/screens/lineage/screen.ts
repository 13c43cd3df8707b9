import { Spline } from 'lucide-react';
import type { Screen } from '../screen';

export const lineage: Screen = {
  path: 'lineage',
  title: 'Lineage',
  icon: Spline,
  keys: 'g l',
  words: 'datasets stores columns upstream downstream freshness graph',
  versions: [1, 2],
  load: () => import('./LineageView'),
};
