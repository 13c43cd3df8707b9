import { BellRing } from 'lucide-react';
import type { Screen } from '../screen';

export const alerts: Screen = {
  path: 'alerts',
  title: 'Alerts',
  icon: BellRing,
  keys: 'g e',
  words: 'rules notices told mail webhook slack teams late failed test',
  load: () => import('./AlertsView'),
};
