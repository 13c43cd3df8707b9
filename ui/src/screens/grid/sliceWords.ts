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

type State = Pick<Slice, 'state' | 'substate' | 'needed'>;

/** The state for the eye: what nothing waits for is not waiting. */
export const shownState = (slice: State): string =>
  slice.state === 'Waiting' && !slice.needed ? 'None' : slice.state;

/** "Waiting for its inputs", "Failed, timed out". */
export function stateWords(slice: State): string {
  if (shownState(slice) !== slice.state) return 'Not needed yet';
  const state = STATES[slice.state] ?? slice.state;
  if (slice.substate === '') return state;
  if (slice.state === 'Failed' && slice.substate === 'Validation') return 'Failed, not found valid';
  const why = SUBSTATES[slice.substate] ?? slice.substate;
  return why.startsWith('for ') || why.startsWith('to ') ? `${state} ${why}` : `${state}, ${why}`;
}
