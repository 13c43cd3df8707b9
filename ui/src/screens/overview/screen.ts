import { Gauge } from 'lucide-react';
import type { Screen } from '../screen';

export const overview: Screen = {
  path: 'overview',
  title: 'Overview',
  icon: Gauge,
  keys: 'g o',
  words: 'health home dashboard',
  needs: 'weir_overview',
  load: () => import('./OverviewView'),
};
