import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { useCallback, useMemo, useReducer, useState, type ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import { BackfillDialog } from '@/actions/BackfillDialog';
import { HowTo } from '@/actions/HowTo';
import { backfillCall } from '@/actions/triggerCalls';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { backfill, scheduleOf, triggersOf, type Window } from '@/api/triggers';
import { useFilters } from '@/filters/filters';
import { plural } from '@/format/number';
import { Button } from '@/kit/Button';
import { Empty } from '@/kit/Panel';
import { useAskAgain } from '@/live/useAskAgain';
import { useNow } from '@/live/useNow';
import { Problem } from '@/problem/Problem';
import { useMay } from '@/session/may';
import { link } from '@/shell/links';
import { StatusIcon } from '@/status/Status';
import { statusWords } from '@/status/status';
import { areaList, readArea, type Item } from './area';
import { nextMidnight, readEnd, spanMs, timeTicks, rangeWords } from './axis';
import { Matrix, markedOf, type Line, type LineItems } from './Matrix';
import { Legend, NameFilter, RangeFilter, Side, Tally } from './parts';

const REFRESH_MS = 30_000;
const STATES = ['Succeeded', 'Running', 'Waiting', 'Failed', 'Cancelled'];
const NONE: readonly Item[] = [];

const itemsOf = (trigger: string, windows: readonly Window[]): Item[] =>
  windows.map((one) => {
    const start = Date.parse(one.windowStartTime);
    const end = Date.parse(one.windowEndTime);
    return {
      key: one.windowStartTime,
      start,
      end,
      state: one.status,
      label: `${trigger}, ${rangeWords(start, end)}: ${statusWords(one.status)}`,
    };
  });

interface Marked {
  line: string;
  items: Item[];
}

/** Why a window waits, as the service says it. */
function Reason({ trigger, item }: { trigger: string; item: Item }) {
  const factory = useFactory();
  const schedule = useQuery({
    queryKey: ['waiting-windows', factory.id, trigger],
    queryFn: () => scheduleOf(factory, { trigger, limit: 1 }),
    enabled: item.state.startsWith('Waiting'),
  });
  const one = schedule.data?.waiting.find((window) => window.windowStartTime === item.key);
  if (!one?.reason) return null;
  return (
    <section className="mx-path">
      <h3>What blocks it</h3>
      <p>{one.reason}</p>
    </section>
  );
}

function WindowSide({ marked, onClose }: { marked: readonly Marked[]; onClose: () => void }) {
  const factory = useFactory();
  const allowed = useMay()('weir_backfill');
  const [trigger, setTrigger] = useState<string | null>(null);
  const all = marked.flatMap((one) => one.items);
  const only = all.length === 1 ? all[0] : undefined;
  const first = marked[0];
  const asking = marked.find((one) => one.line === trigger);
  return (
    <>
      <Side
        title={only && first ? first.line : `${plural(all.length, 'window')} marked`}
        note={only ? rangeWords(only.start, only.end) : marked.map((one) => one.line).join(', ')}
        onClose={onClose}
      >
        {only && first ? (
          <>
            <p className="mx-state">
              <StatusIcon status={only.state} size={17} />
              <strong>{statusWords(only.state)}</strong>
            </p>
            <Reason trigger={first.line} item={only} />
          </>
        ) : (
          <Tally states={all.map((one) => one.state)} />
        )}
        <div className="mx-acts">
          {allowed &&
            marked.map(({ line }) => (
              <Button key={line} small onPress={() => setTrigger(line)}>
                <History size={14} /> {marked.length > 1 ? `Backfill ${line}` : 'Backfill'} …
              </Button>
            ))}
        </div>
        {marked.map(({ line }) => (
          <p key={line} className="mx-links">
            <Link to={link(factory, `triggers/${encodeURIComponent(line)}`)}>
              {line}: its fires and windows
            </Link>
          </p>
        ))}
      </Side>
      {asking && (
        <BackfillDialog
          trigger={asking.line}
          from={new Date(asking.items[0]?.start ?? 0).toISOString()}
          to={new Date(asking.items.at(-1)?.end ?? 0).toISOString()}
          onClose={() => setTrigger(null)}
        />
      )}
    </>
  );
}

/** Tumbling window triggers and their windows. */
export function WindowGrid({ choice }: { choice: ReactNode }) {
  const factory = useFactory();
  const filters = useFilters();
  const queries = useQueryClient();
  const [, onKnown] = useReducer((n: number) => n + 1, 0);
  const navigate = useNavigate();
  const now = useNow(15_000);
  const triggers = useQuery({
    queryKey: ['triggers', factory.id],
    queryFn: () => triggersOf(factory),
    staleTime: 15_000,
  });
  useAskAgain('triggerRuns', ['windows']);
  const newest = nextMidnight(now);
  const span = filters.text('span', '7d');
  const to = readEnd(filters.text('to'), newest);
  const from = to - spanMs(span);
  const text = filters.text('q').toLowerCase();
  const tumbling = (triggers.data ?? []).filter((one) => one.type === 'TumblingWindowTrigger');
  const lines: Line[] = tumbling
    .filter((one) => one.name.toLowerCase().includes(text))
    .map((one) => ({ key: one.name, title: one.name, note: one.started ? '' : 'stopped' }));
  const wishOf = useCallback(
    (trigger: string) => ({
      trigger,
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      failed: false,
    }),
    [from, to],
  );
  const useItems = useCallback(
    function useItems(trigger: string): LineItems {
      const query = useQuery({
        queryKey: ['windows', factory.id, trigger, from, to],
        queryFn: async () =>
          itemsOf(trigger, (await backfill(factory, wishOf(trigger), true)).windows),
        refetchInterval: REFRESH_MS,
        placeholderData: keepPreviousData,
      });
      return {
        items: query.data ?? NONE,
        pending: query.isPending,
        error: query.error ? asApiError(query.error).message : undefined,
      };
    },
    [factory, from, to, wishOf],
  );
  const peek = useCallback(
    (trigger: string) =>
      queries.getQueryData<Item[]>(['windows', factory.id, trigger, from, to]) ?? NONE,
    [queries, factory.id, from, to],
  );
  const ticks = useMemo(() => timeTicks(from, to, 1000), [from, to]);
  const area = readArea(filters.list('area'));
  const marked = area
    ? markedOf(
        lines.map((one) => one.key),
        area,
        peek,
      )
    : [];
  return (
    <div className="page list-page">
      <div className="page-head">
        <h1>Grid</h1>
        {choice}
        <span className="muted num" role="status">
          {triggers.isPending ? 'Loading …' : plural(lines.length, 'trigger')}
        </span>
        <span className="spring" />
        <Legend states={STATES} />
        <HowTo
          calls={[
            backfillCall(
              factory,
              wishOf(marked[0]?.line ?? lines[0]?.key ?? 'TRIGGER'),
              window.location.origin,
            ),
          ]}
        />
      </div>
      <div className="filters">
        <NameFilter filters={filters} what="a trigger" />
        <span className="spring" />
        <span className="muted mx-range num">{rangeWords(from, to)}</span>
        <RangeFilter filters={filters} span={span} to={to} newest={newest} />
      </div>
      {triggers.error && !triggers.data ? (
        <Problem error={asApiError(triggers.error)} retry={() => void triggers.refetch()} />
      ) : (
        <div className={`mx-page ${marked.length > 0 ? 'with-side' : ''}`}>
          <Matrix
            label="Windows of triggers"
            lines={lines}
            from={from}
            to={to}
            ticks={ticks}
            now={now}
            useItems={useItems}
            peek={peek}
            onKnown={onKnown}
            area={area}
            onArea={(next) => filters.set({ area: next ? areaList(next) : [] })}
            onOpen={(line) => void navigate(link(factory, `triggers/${encodeURIComponent(line)}`))}
            foot={
              triggers.data && lines.length === 0 ? (
                <Empty title={text ? 'No trigger by that name' : 'There are no windows'}>
                  <p>Windows are what tumbling window triggers fire for.</p>
                </Empty>
              ) : null
            }
          />
          {marked.length > 0 && (
            <WindowSide marked={marked} onClose={() => filters.set({ area: '' })} />
          )}
        </div>
      )}
    </div>
  );
}
