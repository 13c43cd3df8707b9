import { ListChecks } from 'lucide-react';
import type { Screen } from '../screen';

export const windows: Screen = {
  path: 'windows',
  title: 'Windows',
  icon: ListChecks,
  keys: 'g r',
  words: 'activity windows runs slices attempts failed',
  versions: [1],
  load: () => import('./WindowsView'),
};
