import { ListTree } from 'lucide-react';
import type { Screen } from '../screen';

export const runs: Screen = {
  path: 'runs',
  title: 'Runs',
  icon: ListTree,
  keys: 'g r',
  words: 'pipeline runs activity runs history monitor failed',
  load: () => import('./RunsView'),
};
