import { expect, it } from 'vitest';
import type { RunEvent } from '@/api/search';
import { placeOfEvent, withEvents } from './eventRows';

const event = (id: string, more: Partial<RunEvent> = {}): RunEvent => ({
  id,
  time: '2026-01-01T00:00:00Z',
  event: 'ActivityStarted',
  message: '',
  status: '',
  activityName: '',
  path: '',
  childRunId: '',
  ...more,
});
const ids = (rows: RunEvent[]) => rows.map((one) => one.id).join(' ');

it('takes each event once, where it belongs', () => {
  const rows = [event('a'), event('b')];
  expect(ids(withEvents(rows, [event('b'), event('c')], false))).toBe('a b c');
  expect(ids(withEvents(rows, [event('c'), event('a')], true))).toBe('c a b');
});

it('knows the place of an activity', () => {
  expect(placeOfEvent(event('a', { activityName: 'Copy', path: 'Each[3]' }))).toBe('Each[3]/Copy');
  expect(placeOfEvent(event('a', { activityName: 'Copy' }))).toBe('Copy');
  expect(placeOfEvent(event('a'))).toBe('');
});
