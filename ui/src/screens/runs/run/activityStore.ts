import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Factory } from '@/api/factory';
import { NEVER, queryActivities, type Activity } from '@/api/runs';
import { asApiError, type ApiError } from '@/api/errors';
import { useLive } from '@/live/LiveProvider';

export interface Activities {
  all: readonly Activity[];
  /** All pages have come. */
  complete: boolean;
  error: ApiError | null;
}

const NOTHING: Activities = { all: [], complete: false, error: null };
/** What changed live is asked for with its input and output so long after. */
const AGAIN_MS = 700;
/** The service's clock may be behind ours. */
const SLACK_MS = 10_000;
const TELL_MS = 150;

/** The activities of a run: all pages as they come, then what changes. */
export class ActivityStore {
  private known = new Map<string, Activity>();
  private state = NOTHING;
  private listeners = new Set<() => void>();
  private closed = false;
  private asking = false;
  private again: ReturnType<typeof setTimeout> | undefined;
  private telling: ReturnType<typeof setTimeout> | undefined;
  private asked = NEVER;

  constructor(
    private readonly page: (
      after: string,
      continuation?: string,
    ) => ReturnType<typeof queryActivities>,
  ) {
    void this.load();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  snapshot = (): Activities => this.state;

  close(): void {
    this.closed = true;
    clearTimeout(this.again);
    clearTimeout(this.telling);
  }

  /** From the live stream: without input and output, which are asked for soon. */
  patch(changed: Iterable<Activity>): void {
    let any = false;
    for (const one of changed) {
      any = true;
      const old = this.known.get(one.activityRunId);
      this.known.set(one.activityRunId, {
        ...one,
        input: old?.input ?? null,
        output: old?.output ?? null,
        error: old?.error ?? one.error,
      });
    }
    if (!any) return;
    this.tell();
    this.refreshSoon();
  }

  refreshSoon(): void {
    clearTimeout(this.again);
    this.again = setTimeout(() => void this.load(), AGAIN_MS);
  }

  private async load(): Promise<void> {
    if (this.asking) return this.refreshSoon();
    this.asking = true;
    const began = new Date(Date.now() - SLACK_MS).toISOString();
    let error: ApiError | null = null;
    try {
      let continuation: string | undefined;
      do {
        const got = await this.page(this.asked, continuation);
        if (this.closed) return;
        for (const one of got.rows) this.known.set(one.activityRunId, one);
        continuation = got.continuation;
        if (continuation) this.tell();
      } while (continuation);
      this.asked = began;
    } catch (thrown) {
      error = asApiError(thrown);
    } finally {
      this.asking = false;
    }
    clearTimeout(this.telling);
    this.telling = undefined;
    this.state = { all: [...this.known.values()], complete: error === null, error };
    this.listeners.forEach((listener) => listener());
  }

  private tell(): void {
    if (this.telling !== undefined) return;
    this.telling = setTimeout(() => {
      this.telling = undefined;
      this.state = { ...this.state, all: [...this.known.values()] };
      this.listeners.forEach((listener) => listener());
    }, TELL_MS);
  }
}

const EMPTY = { subscribe: () => () => undefined, snapshot: () => NOTHING };

/** The activities of a run, kept up to date. */
export function useActivities(factory: Factory, runId: string): Activities {
  const [store, setStore] = useState<ActivityStore | null>(null);
  useEffect(() => {
    const made = new ActivityStore((after, token) => queryActivities(factory, runId, after, token));
    setStore(made);
    return () => made.close();
  }, [factory, runId]);
  useLive((batch) => {
    const own = [...batch.activities.values()].filter((one) => one.pipelineRunId === runId);
    store?.patch(own);
    if (batch.gap || batch.runs.has(runId)) store?.refreshSoon();
  });
  const from = store ?? EMPTY;
  return useSyncExternalStore(from.subscribe, from.snapshot);
}
