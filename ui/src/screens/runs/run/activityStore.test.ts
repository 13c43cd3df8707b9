import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readActivity, type Activity, type Page } from '@/api/runs';
import { ActivityStore } from './activityStore';

const activity = (id: string, more: object = {}) =>
  readActivity({
    activityRunId: id,
    activityName: id,
    status: 'InProgress',
    activityRunStart: '2026-01-01T00:00:00Z',
    ...more,
  });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('takes all pages, then what changed, and keeps outputs until new ones come', async () => {
  const asked: string[] = [];
  const answers: Page<Activity>[] = [
    { rows: [activity('a', { output: { n: 1 } })], continuation: 'next' },
    { rows: [activity('b')] },
    { rows: [activity('b', { status: 'Succeeded', output: { n: 2 } })] },
  ];
  const store = new ActivityStore((after, token) => {
    asked.push(`${after.slice(0, 4)} ${token ?? ''}`);
    return Promise.resolve(answers[asked.length - 1]!);
  });
  await vi.runAllTimersAsync();
  expect(store.snapshot()).toMatchObject({ complete: true, error: null });
  expect(store.snapshot().all.map((one) => one.activityRunId)).toEqual(['a', 'b']);

  store.patch([activity('b', { status: 'Succeeded' }), activity('a', { status: 'Failed' })]);
  await vi.advanceTimersByTimeAsync(200);
  expect(store.snapshot().all[0]).toMatchObject({ status: 'Failed', output: { n: 1 } });
  await vi.advanceTimersByTimeAsync(1000);
  expect(store.snapshot().all[1]).toMatchObject({ status: 'Succeeded', output: { n: 2 } });
  expect(asked.slice(0, 2)).toEqual(['1970 ', '1970 next']);
  expect(asked[2]).not.toContain('1970');
  store.close();
});

it('says what went wrong and keeps what it has', async () => {
  const store = new ActivityStore(() => Promise.reject(new TypeError('Failed to fetch')));
  await vi.runAllTimersAsync();
  expect(store.snapshot().error?.unreachable).toBe(true);
  expect(store.snapshot().complete).toBe(false);
});
