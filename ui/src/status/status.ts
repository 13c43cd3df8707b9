/** What a status means for the eye: its colour, and whether it is over. */
export type Tone = 'good' | 'bad' | 'run' | 'wait' | 'stop' | 'skip';

const TONES: Record<string, Tone> = {
  Succeeded: 'good',
  Ready: 'good',
  Failed: 'bad',
  TimedOut: 'bad',
  InProgress: 'run',
  Running: 'run',
  Queued: 'wait',
  Waiting: 'wait',
  WaitingOnDependency: 'wait',
  Canceling: 'stop',
  Cancelled: 'stop',
  Skipped: 'skip',
  Inactive: 'skip',
  Online: 'good',
  Offline: 'bad',
  NeedRegistration: 'wait',
};

export const toneOf = (status: string): Tone => TONES[status] ?? 'skip';

/** In words, as the product says them. */
const WORDS: Record<string, string> = {
  InProgress: 'In progress',
  WaitingOnDependency: 'Waiting on dependency',
  TimedOut: 'Timed out',
  NeedRegistration: 'Not registered yet',
};
export const statusWords = (status: string): string => WORDS[status] ?? status;

/** Statuses of pipeline runs, in the order in which lists and charts have them. */
export const RUN_STATUSES = [
  'Failed',
  'InProgress',
  'Queued',
  'Canceling',
  'Cancelled',
  'Succeeded',
] as const;
export const TRIGGER_RUN_STATUSES = [
  'Failed',
  'Running',
  'Waiting',
  'Cancelled',
  'Succeeded',
] as const;
