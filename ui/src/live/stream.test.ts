import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LiveStream, type Batch, type LiveState } from './stream';

class FakeSource {
  static all: FakeSource[] = [];
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  readyState = 0;
  private listeners = new Map<string, (event: { data: string }) => void>();
  constructor() {
    FakeSource.all.push(this);
  }
  addEventListener(kind: string, listener: (event: { data: string }) => void) {
    this.listeners.set(kind, listener);
  }
  close() {
    this.readyState = 2;
  }
  send(kind: string, data: object) {
    this.listeners.get(kind)?.({ data: JSON.stringify(data) });
  }
}

let batches: Batch[];
let states: LiveState[];
let stream: LiveStream;
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', { CLOSED: 2 });
  FakeSource.all = [];
  batches = [];
  states = [];
  stream = new LiveStream(
    '/weir/events',
    (batch) => batches.push(batch),
    (state) => states.push(state),
    () => new FakeSource() as unknown as EventSource,
  );
});
afterEach(() => {
  stream.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('hands on the last state of each run, once for many', () => {
  const source = FakeSource.all[0]!;
  source.onopen?.();
  for (let i = 0; i < 500; i++) source.send('run', { runId: `r${i % 5}`, status: 'InProgress' });
  source.send('run', { runId: 'r1', status: 'Succeeded' });
  expect(batches).toHaveLength(0);
  vi.advanceTimersByTime(500);
  expect(batches).toHaveLength(1);
  expect(batches[0]?.runs.size).toBe(5);
  expect(batches[0]?.runs.get('r1')?.status).toBe('Succeeded');
});

it('comes back after the service was gone, and says that something was missed', () => {
  const first = FakeSource.all[0]!;
  first.onopen?.();
  first.readyState = 2;
  first.onerror?.();
  expect(states.at(-1)).toBe('lost');
  vi.advanceTimersByTime(2100);
  expect(FakeSource.all).toHaveLength(2);
  FakeSource.all[1]?.onopen?.();
  vi.advanceTimersByTime(500);
  expect(states.at(-1)).toBe('live');
  expect(batches.at(-1)?.gap).toBe(true);
});

it('does not come back once it is closed', () => {
  stream.close();
  FakeSource.all[0]?.onerror?.();
  vi.advanceTimersByTime(10_000);
  expect(FakeSource.all).toHaveLength(1);
});
