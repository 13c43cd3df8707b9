import type { Slice } from '@/api/slices';

const SUBSTATES: Record<string, string> = {
  ScheduledTime: 'not due yet',
  DatasetDependencies: 'for its inputs',
  ComputeResources: 'for compute',
  ConcurrencyLimit: 'for a free place',
  ActivityResume: 'the pipeline is paused',
  Retry: 'to be tried again',
  Validation: 'to be looked at',
  ValidationRetry: 'to be looked at again',
  Validating: 'being looked at',
  TimedOut: 'timed out',
  Canceled: 'cancelled',
};
const STATES: Record<string, string> = { InProgress: 'In progress' };

/** "Waiting for its inputs", "Failed, timed out". */
export function stateWords(slice: Pick<Slice, 'state' | 'substate'>): string {
  const state = STATES[slice.state] ?? slice.state;
  if (slice.substate === '') return state;
  if (slice.state === 'Failed' && slice.substate === 'Validation') return 'Failed, not found valid';
  const why = SUBSTATES[slice.substate] ?? slice.substate;
  return why.startsWith('for ') || why.startsWith('to ') ? `${state} ${why}` : `${state}, ${why}`;
}
