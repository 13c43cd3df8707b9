import {
  readActivity,
  readProgress,
  readRun,
  type Activity,
  type Progress,
  type Run,
} from '@/api/runs';

/** `off`: one may not see runs. */
export type LiveState = 'connecting' | 'live' | 'lost' | 'off';

/** What came since the last time; the last state of each. */
export interface Batch {
  runs: Map<string, Run>;
  activities: Map<string, Activity>;
  /** How far activities are that run, by activityRunId. */
  progress: Map<string, Progress>;
  triggerRuns: number;
  /** Something was missed: ask again for what is shown. */
  gap: boolean;
}

const FLUSH_MS = 400;
const AGAIN_MS = 2000;

/** Follows /weir/events of one factory, and hands on what came in batches. */
export class LiveStream {
  private source: EventSource | null = null;
  private batch: Batch = LiveStream.emptyBatch();
  private waiting = false;
  private again: ReturnType<typeof setTimeout> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private wasLost = false;
  private closed = false;

  constructor(
    private readonly url: string,
    private readonly onBatch: (batch: Batch) => void,
    private readonly onState: (state: LiveState) => void,
    private readonly open: (url: string) => EventSource = (at) => new EventSource(at),
  ) {
    this.connect();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.again);
    clearTimeout(this.timer);
    this.source?.close();
  }

  private static emptyBatch(): Batch {
    return {
      runs: new Map(),
      activities: new Map(),
      progress: new Map(),
      triggerRuns: 0,
      gap: false,
    };
  }

  private connect(): void {
    this.onState(this.wasLost ? 'lost' : 'connecting');
    const source = this.open(this.url);
    this.source = source;
    source.onopen = () => {
      // What happened meanwhile was not told: the browser sends no id on a connection of its own.
      if (this.wasLost) this.add((batch) => (batch.gap = true));
      this.wasLost = false;
      this.onState('live');
    };
    source.onerror = () => {
      this.wasLost = true;
      this.onState('lost');
      // The browser tries again by itself unless the answer was no stream.
      if (source.readyState !== EventSource.CLOSED || this.closed) return;
      this.again = setTimeout(() => this.connect(), AGAIN_MS);
    };
    const listen = (kind: string, take: (batch: Batch, data: unknown) => void) =>
      source.addEventListener(kind, (event) => {
        const data: unknown = JSON.parse((event as MessageEvent<string>).data);
        this.add((batch) => take(batch, data));
      });
    listen('run', (batch, data) => {
      const run = readRun(data);
      batch.runs.set(run.runId, run);
    });
    listen('activity', (batch, data) => {
      const activity = readActivity(data);
      batch.activities.set(activity.activityRunId, activity);
    });
    listen('progress', (batch, data) => {
      const progress = readProgress(data);
      batch.progress.set(progress.activityRunId, progress);
    });
    listen('triggerRun', (batch) => (batch.triggerRuns += 1));
    listen('gap', (batch) => (batch.gap = true));
    listen('dropped', (batch) => (batch.gap = true));
  }

  private add(change: (batch: Batch) => void): void {
    change(this.batch);
    if (this.waiting) return;
    this.waiting = true;
    this.timer = setTimeout(() => {
      const full = this.batch;
      this.batch = LiveStream.emptyBatch();
      this.waiting = false;
      this.onBatch(full);
    }, FLUSH_MS);
  }
}
