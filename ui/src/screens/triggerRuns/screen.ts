import { AlarmClock } from 'lucide-react';
import type { Screen } from '../screen';

export const triggerRuns: Screen = {
  path: 'trigger-runs',
  title: 'Trigger runs',
  icon: AlarmClock,
  keys: 'g t',
  words: 'schedule firings windows',
  needs: 'trigger_runs_query_by_factory',
  load: () => import('./TriggerRunsView'),
};
