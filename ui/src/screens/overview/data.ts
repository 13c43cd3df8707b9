import { client, take } from '@/api/client';
import { at, OWN, type Factory } from '@/api/factory';
import { EVER, NEVER, getWaits, queryRuns } from '@/api/runs';
import type { Bar } from '@/chart/StackedBars';

export const SPANS = ['1h', '6h', '24h', '7d', '30d'] as const;

/** How the span is cut into bars: their number. */
const BARS: Record<string, number> = { '1h': 60, '6h': 72, '24h': 48, '7d': 56, '30d': 60 };

export async function overviewOf(factory: Factory, span: string, ms: number) {
  const to = new Date();
  const from = new Date(to.getTime() - ms);
  const answer = await take(
    client.GET(`${OWN}/overview`, {
      params: at(
        factory,
        {},
        {
          from: from.toISOString(),
          to: to.toISOString(),
          spans: BARS[span] ?? 48,
        },
      ),
    }),
  );
  const bars: Bar[] = answer.spans.map((one, i, all) => ({
    start: Date.parse(one.start),
    end: Date.parse(all[i + 1]?.start ?? answer.to),
    runs: one.runs,
  }));
  const totals: Record<string, number> = {};
  for (const bar of bars) {
    for (const [status, n] of Object.entries(bar.runs)) totals[status] = (totals[status] ?? 0) + n;
  }
  return { ...answer, bars, totals };
}
export type Overview = Awaited<ReturnType<typeof overviewOf>>;

const LONGEST = 6;
const WAITING = 5;

/** What has gone on longest. */
export async function longestOf(factory: Factory) {
  const page = await queryRuns(factory, {
    after: NEVER,
    before: EVER,
    filters: [{ operand: 'Status', operator: 'Equals', values: ['InProgress'] }],
    order: { orderBy: 'RunStart', order: 'ASC' },
  });
  return page.rows.slice(0, LONGEST);
}

/** The runs that have waited longest, and for what. */
export async function waitingOf(factory: Factory) {
  const page = await queryRuns(factory, {
    after: NEVER,
    before: EVER,
    filters: [{ operand: 'Status', operator: 'Equals', values: ['Queued'] }],
    order: { orderBy: 'RunStart', order: 'ASC' },
  });
  return Promise.all(
    page.rows.slice(0, WAITING).map(async (run) => {
      const waits = await getWaits(factory, run.runId).catch(() => null);
      return { run, why: waits?.waits[0]?.message ?? '' };
    }),
  );
}

export async function scheduleOf(factory: Factory) {
  return take(client.GET(`${OWN}/schedule`, { params: at(factory, {}, { limit: 200 }) }));
}

/** Runs that go on for longer than usual. */
export async function lateOf(factory: Factory) {
  return (await take(client.GET(`${OWN}/late`, { params: at(factory) }))).value;
}
export type Late = Awaited<ReturnType<typeof lateOf>>[number];

/** What copies moved in the last `ms`. */
export async function movedOf(factory: Factory, ms: number) {
  const to = new Date();
  const from = new Date(to.getTime() - ms);
  const query = { from: from.toISOString(), to: to.toISOString(), spans: 1 };
  const answer = await take(client.GET(`${OWN}/throughput`, { params: at(factory, {}, query) }));
  const { copies = 0, rows = 0, bytes = 0 } = answer.spans[0] ?? {};
  return { copies, rows, bytes, pipelines: answer.pipelines };
}
export type Moved = Awaited<ReturnType<typeof movedOf>>;

/** The service's health; it answers 503 with the same body when it is not well. */
export async function healthOf() {
  const { data, error } = await client.GET('/healthz');
  return data ?? (error as unknown as NonNullable<typeof data>);
}
