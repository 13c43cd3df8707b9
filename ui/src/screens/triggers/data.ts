import { useQuery } from '@tanstack/react-query';
import { useFactory, type Factory } from '@/api/factory';
import { EVER, NEVER, queryTriggerRuns, type RunFilter, type TriggerRun } from '@/api/runs';
import { scheduleOf, triggersOf, type Firing } from '@/api/triggers';
import type { Fire } from './calendar';

const PAGES_MAX = 10;
const FAILED_PAGES_MAX = 3;
const COMING_MAX = 1000;
/** With no more triggers, each may be asked for by itself. */
const ASKED_ALONE_MAX = 40;
/** What is asked for of all of them together, and at least of each. */
const COMING_ALL_MAX = 8000;
const COMING_EACH_MIN = 120;
const AT_ONCE = 4;

/** Far enough to find the next fire of what fires once a year. */
const LOOK_AHEAD_MS = 370 * 86_400_000;

export function useTriggers() {
  const factory = useFactory();
  return useQuery({
    queryKey: ['triggers', factory.id],
    queryFn: () => triggersOf(factory),
    staleTime: 15_000,
  });
}

/** The next fires of a trigger. */
export function useNext(trigger: string, limit: number, enabled = true) {
  const factory = useFactory();
  return useQuery({
    queryKey: ['next-fires', factory.id, trigger, limit],
    queryFn: () =>
      scheduleOf(factory, {
        trigger,
        limit,
        to: new Date(Date.now() + LOOK_AHEAD_MS).toISOString(),
      }),
    staleTime: 20_000,
    // Asked again once the first of them has passed.
    refetchInterval: (query) => {
      const first = query.state.data?.firings[0]?.time;
      return first ? Math.max(5000, Date.parse(first) - Date.now() + 1500) : 60_000;
    },
    enabled,
  });
}

const byName = (name: string): RunFilter => ({
  operand: 'TriggerName',
  operator: 'Equals',
  values: [name],
});

/** The newest fires of all triggers, in one answer: enough for most rows of a list. */
export function useNewest() {
  const factory = useFactory();
  return useQuery({
    queryKey: ['newest-fires', factory.id],
    queryFn: () => queryTriggerRuns(factory, { after: NEVER, before: EVER, filters: [] }),
    staleTime: 5000,
  });
}

/** The last fire of a trigger that is not among the newest of all. */
export function useLast(trigger: string, enabled: boolean) {
  const factory = useFactory();
  return useQuery({
    queryKey: ['last-fire', factory.id, trigger],
    queryFn: async () => {
      const page = await queryTriggerRuns(factory, {
        after: NEVER,
        before: EVER,
        filters: [byName(trigger)],
      });
      return page.rows[0] ?? null;
    },
    staleTime: 60_000,
    enabled,
  });
}

const fireOf = (run: TriggerRun): Fire => {
  const runs = Object.values(run.pipelines);
  return {
    at: Date.parse(run.time),
    trigger: run.triggerName,
    status: run.status,
    ...(runs.length === 1 && runs[0] ? { runId: runs[0] } : {}),
  };
};

async function pastPages(
  factory: Factory,
  from: number,
  to: number,
  filters: RunFilter[],
  pages: number,
) {
  const rows: TriggerRun[] = [];
  let continuation: string | undefined;
  for (let i = 0; i < pages; i++) {
    const page = await queryTriggerRuns(factory, {
      after: new Date(from).toISOString(),
      before: new Date(to).toISOString(),
      filters,
      continuation,
    });
    rows.push(...page.rows);
    continuation = page.continuation;
    if (!continuation) break;
  }
  return { rows, more: continuation !== undefined };
}

export interface Past {
  fires: Fire[];
  /** There are more than are read: those before this moment are not all here; else null. */
  since: number | null;
}

/** What has fired in [from, to); of very many the newest, and all that failed. */
export async function pastOf(
  factory: Factory,
  from: number,
  to: number,
  triggers: readonly string[],
): Promise<Past> {
  const filters: RunFilter[] =
    triggers.length > 0 ? [{ operand: 'TriggerName', operator: 'In', values: [...triggers] }] : [];
  const all = await pastPages(factory, from, to, filters, PAGES_MAX);
  if (!all.more) return { fires: all.rows.map(fireOf), since: null };
  const failed = await pastPages(
    factory,
    from,
    to,
    [...filters, { operand: 'Status', operator: 'Equals', values: ['Failed'] }],
    FAILED_PAGES_MAX,
  );
  const seen = new Map([...all.rows, ...failed.rows].map((run) => [run.triggerRunId, run]));
  return {
    fires: [...seen.values()].map(fireOf),
    since: Date.parse(all.rows.at(-1)?.time ?? '') || from,
  };
}

export interface Coming {
  fires: Fire[];
  /** Triggers of which only the first fires are here, and until when. */
  cut: { trigger: string; until: number }[];
}

const comingFire = (firing: Firing): Fire => ({
  at: Date.parse(firing.time),
  trigger: firing.trigger,
  status: null,
});

/** What will fire in [from, to). Of triggers that fire very often only the first are asked for. */
export async function comingOf(
  factory: Factory,
  from: number,
  to: number,
  triggers: readonly string[],
): Promise<Coming> {
  if (to <= from) return { fires: [], cut: [] };
  const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  const wanted = new Set(triggers.map((one) => one.toLowerCase()));
  const belongs = (firing: Firing) =>
    wanted.size > 0 ? wanted.has(firing.trigger.toLowerCase()) : firing.started;
  if (triggers.length === 0) {
    const all = await scheduleOf(factory, { ...range, limit: COMING_MAX });
    const fires = all.firings.filter(belongs).map(comingFire);
    if (!all.more) return { fires, cut: [] };
    const names = (await triggersOf(factory))
      .filter((one) => one.started && /^(Schedule|TumblingWindow)Trigger$/.test(one.type))
      .map((one) => one.name);
    if (names.length > ASKED_ALONE_MAX) {
      return { fires, cut: [{ trigger: '', until: fires.at(-1)?.at ?? from }] };
    }
    return comingEach(factory, range, names);
  }
  return comingEach(factory, range, triggers);
}

async function comingEach(
  factory: Factory,
  range: { from: string; to: string },
  triggers: readonly string[],
): Promise<Coming> {
  const found: Coming = { fires: [], cut: [] };
  const left = [...triggers].slice(0, ASKED_ALONE_MAX);
  const limit = Math.max(COMING_EACH_MIN, Math.floor(COMING_ALL_MAX / left.length / 4));
  const worker = async () => {
    for (let trigger = left.shift(); trigger !== undefined; trigger = left.shift()) {
      const one = await scheduleOf(factory, { ...range, trigger, limit });
      const fires = one.firings.map(comingFire);
      found.fires.push(...fires);
      if (one.more) found.cut.push({ trigger, until: fires.at(-1)?.at ?? 0 });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return found;
}

/** The fires of one trigger, a page at a time. */
export const firesOf = (factory: Factory, trigger: string, continuation?: string) =>
  queryTriggerRuns(factory, {
    after: NEVER,
    before: EVER,
    filters: [byName(trigger)],
    continuation,
  });
