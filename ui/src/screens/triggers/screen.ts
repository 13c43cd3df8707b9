import { CalendarClock } from 'lucide-react';
import type { Screen } from '../screen';

export const triggers: Screen = {
  path: 'triggers',
  title: 'Triggers',
  icon: CalendarClock,
  keys: 'g s',
  words: 'schedule calendar tumbling windows backfill start stop next fire',
  load: () => import('./TriggersView'),
};
