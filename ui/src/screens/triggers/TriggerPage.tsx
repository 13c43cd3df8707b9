import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { CalendarDays, History, Pause, Play, RotateCcw, X } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { BackfillDialog } from '@/actions/BackfillDialog';
import { BulkDialog } from '@/actions/BulkDialog';
import { HowTo } from '@/actions/HowTo';
import { rerunWindowCall, scheduleCall, triggerCall } from '@/actions/triggerCalls';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { isOver, type TriggerRun } from '@/api/runs';
import { getTrigger, rerunWindow, type Trigger } from '@/api/triggers';
import { useFilters } from '@/filters/filters';
import { plural } from '@/format/number';
import { clock, relative } from '@/format/time';
import { JsonView } from '@/json/JsonView';
import { Button } from '@/kit/Button';
import { Empty, Panel } from '@/kit/Panel';
import { useNow } from '@/live/useNow';
import { Problem } from '@/problem/Problem';
import { useMay } from '@/session/may';
import { link, runLink } from '@/shell/links';
import { useTitle } from '@/shell/useTitle';
import { statusWords } from '@/status/status';
import { Status, StatusIcon } from '@/status/Status';
import { VirtualTable, type Column } from '@/table/VirtualTable';
import { firesOf, useNext } from './data';
import { Started, StartStop } from './parts';
import { isTumbling, typeWords, whenWords, zoneClock, zoneOf } from './words';

const NEXT = 10;
const DAY_MS = 86_400_000;

function NextFires({ trigger, now }: { trigger: Trigger; now: number }) {
  const next = useNext(trigger.name, NEXT);
  const firings = next.data?.firings ?? [];
  const other = next.data?.otherTriggers[0];
  const zone = firings[0]?.timeZone ?? zoneOf(trigger);
  return (
    <Panel title={`Next ${NEXT} fires`} aside={firings.length > 0 && <span>{zone}</span>}>
      {next.error && <Problem error={asApiError(next.error)} />}
      {next.isPending && <p className="quiet-line">Looking …</p>}
      {next.data && firings.length === 0 && (
        <p className="quiet-line">
          {other ? 'It fires on an event, not by the clock.' : 'It fires no more within a year.'}
        </p>
      )}
      {firings.length > 0 && (
        <>
          {!trigger.started && (
            <p className="quiet-line">It is stopped. Started, it would fire at:</p>
          )}
          <ol className="next-fires">
            {firings.map((one) => (
              <li key={one.time}>
                <span className="num">{zoneClock(one.localTime ?? one.time)}</span>
                {one.window && (
                  <span className="muted num" title="Its window, in UTC">
                    {one.window.start.slice(11, 16)} – {one.window.end.slice(11, 16)}
                  </span>
                )}
                <span className="muted num" title={`${clock(one.time, now)} on your clock`}>
                  {relative(one.time, now)}
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
    </Panel>
  );
}

function Waiting({ trigger }: { trigger: Trigger }) {
  const next = useNext(trigger.name, NEXT);
  const waiting = (next.data?.waiting ?? []).filter(
    (one) => one.trigger.toLowerCase() === trigger.name.toLowerCase(),
  );
  if (waiting.length === 0) return null;
  return (
    <Panel title="Windows that wait" aside={<span>oldest first</span>}>
      <ul className="waiting-windows">
        {waiting.map((one) => (
          <li key={one.windowStartTime}>
            <StatusIcon status={one.status} size={14} />
            <span className="num">{one.windowStartTime.slice(0, 16).replace('T', ' ')}</span>
            <span className="muted">{one.reason || statusWords(one.status)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const windowWords = (run: TriggerRun): string => {
  const { windowStartTime = '', windowEndTime = '' } = run.properties;
  return `${windowStartTime.slice(0, 16).replace('T', ' ')} – ${windowEndTime.slice(11, 16)}`;
};

function Fires({ trigger, now }: { trigger: Trigger; now: number }) {
  const factory = useFactory();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const allowed = useMay()('trigger_runs_rerun');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState(false);
  const tumbling = isTumbling(trigger);
  const query = useInfiniteQuery({
    queryKey: ['trigger-fires', factory.id, trigger.name],
    queryFn: ({ pageParam }) => firesOf(factory, trigger.name, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.continuation,
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data]);
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const columns: Column<TriggerRun>[] = [
    { id: 'status', title: 'Status', width: 130, cell: (run) => <Status status={run.status} /> },
    ...(tumbling
      ? [
          {
            id: 'window',
            title: 'Window (UTC)',
            width: 212,
            cell: (run: TriggerRun) => <span className="num">{windowWords(run)}</span>,
          },
        ]
      : []),
    {
      id: 'time',
      title: 'Fired',
      width: 132,
      cell: (run) => <span title={relative(run.time, now)}>{clock(run.time, now)}</span>,
    },
    {
      id: 'runs',
      title: 'Started',
      width: 130,
      grow: true,
      cell: (run) =>
        Object.entries(run.pipelines).map(([name, id], i) => (
          <span key={id}>
            {i > 0 && ', '}
            <Link to={runLink(factory, id)} tabIndex={-1}>
              {name}
            </Link>
          </span>
        )),
    },
    {
      id: 'message',
      title: 'Message',
      width: 130,
      grow: true,
      cell: (run) => <span title={run.message}>{run.message}</span>,
    },
  ];
  const over = rows.filter((run) => selected.has(run.triggerRunId) && isOver(run.status));
  return (
    <div className="trigger-fires">
      {selected.size > 0 && (
        <div className="bulk" role="toolbar" aria-label="Chosen windows">
          <strong className="num">{plural(selected.size, 'window')} chosen</strong>
          <span className="spring" />
          {allowed && (
            <Button small isDisabled={over.length === 0} onPress={() => setAsking(true)}>
              <RotateCcw size={14} /> Rerun ({over.length})
            </Button>
          )}
          <Button
            small
            kind="quiet"
            aria-label="Choose none"
            onPress={() => setSelected(new Set())}
          >
            <X size={14} />
          </Button>
        </div>
      )}
      <VirtualTable
        label="Past fires"
        columns={columns}
        rows={rows}
        rowKey={(run) => run.triggerRunId}
        {...(tumbling ? { selected, onSelect: setSelected } : {})}
        onOpen={(run) => {
          const id = Object.values(run.pipelines)[0];
          if (id) void navigate(runLink(factory, id));
        }}
        onEnd={onEnd}
        narrow={(run) => (
          <>
            <StatusIcon status={run.status} />
            <span className="narrow-main">
              <strong>{tumbling ? windowWords(run) : Object.keys(run.pipelines).join(', ')}</strong>
              <span className="row-note">{run.message || statusWords(run.status)}</span>
            </span>
            <span className="narrow-side">{relative(run.time, now)}</span>
          </>
        )}
        foot={
          query.error ? (
            <Problem error={asApiError(query.error)} retry={() => void query.refetch()} />
          ) : !query.isPending && rows.length === 0 ? (
            <Empty title="It has not fired yet">
              <p>
                {trigger.started ? 'Its next fires are beside.' : 'It fires once it is started.'}
              </p>
            </Empty>
          ) : null
        }
      />
      {asking && (
        <BulkDialog
          title="Rerun"
          noun="window"
          words={`${plural(over.length, 'window')} of ${trigger.name} run again, with the trigger and its pipeline as they are now.`}
          items={over}
          keyOf={windowWords}
          act={(run) => rerunWindow(factory, trigger.name, run.triggerRunId)}
          callOf={(run) => rerunWindowCall(factory, trigger.name, run.triggerRunId)}
          onClose={() => setAsking(false)}
          onDone={() => {
            setSelected(new Set());
            void queries.invalidateQueries({ queryKey: ['trigger-fires', factory.id] });
          }}
        />
      )}
    </div>
  );
}

/** The day that has passed, to the hour. */
const lastDay = () => {
  const to = Math.ceil(Date.now() / 3_600_000) * 3_600_000;
  return { from: new Date(to - DAY_MS).toISOString(), to: new Date(to).toISOString() };
};

export function TriggerPage() {
  const { name = '' } = useParams();
  useTitle(name);
  const factory = useFactory();
  const filters = useFilters();
  const now = useNow(1000);
  const may = useMay();
  const [asking, setAsking] = useState<'start' | 'stop' | null>(null);
  const trigger = useQuery({
    queryKey: ['trigger', factory.id, name],
    queryFn: () => getTrigger(factory, name),
    staleTime: 10_000,
  });
  const [period] = useState(lastDay);
  const one = trigger.data;
  return (
    <div className="page list-page trigger-page">
      <div className="page-head">
        <h1>
          <Link to={link(factory, 'triggers')} className="crumb">
            Triggers
          </Link>
          {name}
        </h1>
        {one && <Started started={one.started} />}
        <span className="spring" />
        {one && (
          <>
            {isTumbling(one) && may('weir_backfill') && (
              <Button onPress={() => filters.set({ do: 'backfill' })}>
                <History size={14} /> Backfill
              </Button>
            )}
            {may(one.started ? 'triggers_stop' : 'triggers_start') && (
              <Button
                kind={one.started ? 'danger' : 'primary'}
                onPress={() => setAsking(one.started ? 'stop' : 'start')}
              >
                {one.started ? <Pause size={14} /> : <Play size={14} />}
                {one.started ? 'Stop' : 'Start'}
              </Button>
            )}
          </>
        )}
        <HowTo
          calls={[
            triggerCall(factory, name),
            scheduleCall(factory, { trigger: name, limit: NEXT }, window.location.origin),
          ]}
        />
      </div>
      {trigger.error && !one && (
        <Problem error={asApiError(trigger.error)} retry={() => void trigger.refetch()} />
      )}
      {one && (
        <>
          <p className="trigger-about">
            <strong>{typeWords(one.type)}</strong>
            {whenWords(one) && <span>{whenWords(one)}</span>}
            <span>
              starts{' '}
              {one.pipelines.map((pipeline, i) => (
                <span key={pipeline}>
                  {i > 0 && ', '}
                  <Link to={link(factory, 'runs', { pipeline: [pipeline] })}>{pipeline}</Link>
                </span>
              ))}
              {one.pipelines.length === 0 && 'nothing'}
            </span>
            <Link to={link(factory, 'triggers', { view: 'calendar', trigger: [one.name] })}>
              <CalendarDays size={14} aria-hidden="true" /> on the calendar
            </Link>
            {one.description && <span className="muted">{one.description}</span>}
          </p>
          <div className="trigger-columns">
            <Fires trigger={one} now={now} />
            <div className="trigger-side">
              <NextFires trigger={one} now={now} />
              <Waiting trigger={one} />
              <Panel title="Definition" className="trigger-definition">
                <div className="trigger-json">
                  <JsonView value={one.properties} label={`The trigger ${one.name}`} />
                </div>
              </Panel>
            </div>
          </div>
          {asking !== null && (
            <StartStop
              triggers={[one]}
              start={asking === 'start'}
              onClose={() => setAsking(null)}
            />
          )}
          {filters.text('do') === 'backfill' && isTumbling(one) && (
            <BackfillDialog
              trigger={one.name}
              {...period}
              onClose={() => filters.set({ do: '' })}
            />
          )}
        </>
      )}
    </div>
  );
}
