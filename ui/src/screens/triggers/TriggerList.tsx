import { Pause, Play, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { HowTo } from '@/actions/HowTo';
import { scheduleCall, triggersCall } from '@/actions/triggerCalls';
import { asApiError } from '@/api/errors';
import { useFactory, type Factory } from '@/api/factory';
import type { TriggerRun } from '@/api/runs';
import type { Trigger } from '@/api/triggers';
import { FilterMenu } from '@/filters/FilterMenu';
import { SearchBox } from '@/filters/SearchBox';
import { useFilters } from '@/filters/filters';
import { Segments } from '@/filters/Segments';
import { plural } from '@/format/number';
import { clock, relative } from '@/format/time';
import { Button } from '@/kit/Button';
import { Empty } from '@/kit/Panel';
import { useNow } from '@/live/useNow';
import { Problem } from '@/problem/Problem';
import { useMay } from '@/session/may';
import { link, runLink } from '@/shell/links';
import { useTitle } from '@/shell/useTitle';
import { StatusIcon } from '@/status/Status';
import { VirtualTable, type Column } from '@/table/VirtualTable';
import { Calendar } from './Calendar';
import { useLast, useNewest, useNext, useTriggers } from './data';
import { Started, StartStop } from './parts';
import { typeWords, whenWords } from './words';

const NAMES = ['q', 'type', 'state', 'trigger'];

/** Fires by the clock: what can be foreseen. */
const isTimed = (trigger: Trigger) => /^(Schedule|TumblingWindow)Trigger$/.test(trigger.type);

function LastFire({
  trigger,
  newest,
  now,
}: {
  trigger: Trigger;
  newest: ReadonlyMap<string, TriggerRun> | undefined;
  now: number;
}) {
  const factory = useFactory();
  const known = newest?.get(trigger.name.toLowerCase());
  const asked = useLast(trigger.name, newest !== undefined && known === undefined);
  const run = known ?? asked.data;
  if (run === undefined) return <span className="muted">…</span>;
  if (run === null) return <span className="muted">never</span>;
  const runId = Object.values(run.pipelines)[0];
  const words = relative(run.time, now);
  return (
    <span className="fire" title={`${run.status} ${clock(run.time, now)}`}>
      <StatusIcon status={run.status} />
      {runId ? (
        <Link to={runLink(factory, runId)} tabIndex={-1}>
          {words}
        </Link>
      ) : (
        words
      )}
    </span>
  );
}

function NextFire({ trigger, now }: { trigger: Trigger; now: number }) {
  const timed = isTimed(trigger);
  const next = useNext(trigger.name, 1, trigger.started && timed);
  if (!trigger.started) return <span className="muted">stopped</span>;
  if (!timed) return <span className="muted">on an event</span>;
  if (next.isPending) return <span className="muted">…</span>;
  const first = next.data?.firings[0];
  if (!first) return <span className="muted">not within a year</span>;
  return <span title={clock(first.time, now)}>{relative(first.time, now)}</span>;
}

const columnsOf = (
  factory: Factory,
  newest: ReadonlyMap<string, TriggerRun> | undefined,
  now: number,
): Column<Trigger>[] => [
  {
    id: 'name',
    title: 'Trigger',
    width: 170,
    grow: true,
    cell: (one) => (
      <Link
        className="cell-link"
        to={link(factory, `triggers/${encodeURIComponent(one.name)}`)}
        tabIndex={-1}
        title={one.description}
      >
        {one.name}
      </Link>
    ),
  },
  { id: 'state', title: 'State', width: 104, cell: (one) => <Started started={one.started} /> },
  { id: 'type', title: 'Type', width: 136, cell: (one) => typeWords(one.type) },
  {
    id: 'when',
    title: 'When',
    width: 190,
    grow: true,
    cell: (one) => <span title={whenWords(one)}>{whenWords(one)}</span>,
  },
  {
    id: 'pipelines',
    title: 'Starts',
    width: 150,
    grow: true,
    cell: (one) =>
      one.pipelines.map((name, i) => (
        <span key={name}>
          {i > 0 && ', '}
          <Link to={link(factory, 'runs', { pipeline: [name] })} tabIndex={-1}>
            {name}
          </Link>
        </span>
      )),
  },
  {
    id: 'last',
    title: 'Last fire',
    width: 118,
    cell: (one) => <LastFire trigger={one} newest={newest} now={now} />,
  },
  {
    id: 'next',
    title: 'Next fire',
    width: 118,
    cell: (one) => <NextFire trigger={one} now={now} />,
  },
];

/** The newest fire of each trigger. */
export const newestOf = (rows: readonly TriggerRun[]): Map<string, TriggerRun> => {
  const found = new Map<string, TriggerRun>();
  for (const run of rows) {
    const key = run.triggerName.toLowerCase();
    if (!found.has(key)) found.set(key, run);
  }
  return found;
};

function BulkBar({ triggers, onClear }: { triggers: readonly Trigger[]; onClear: () => void }) {
  const may = useMay();
  const allowed = may('triggers_start') && may('triggers_stop');
  const [act, setAct] = useState<'start' | 'stop' | null>(null);
  const stopped = triggers.filter((one) => !one.started);
  const started = triggers.filter((one) => one.started);
  return (
    <div className="bulk" role="toolbar" aria-label="Chosen triggers">
      <strong className="num">{plural(triggers.length, 'trigger')} chosen</strong>
      <span className="spring" />
      {allowed && (
        <>
          <Button small isDisabled={stopped.length === 0} onPress={() => setAct('start')}>
            <Play size={14} /> Start ({stopped.length})
          </Button>
          <Button
            small
            kind="danger"
            isDisabled={started.length === 0}
            onPress={() => setAct('stop')}
          >
            <Pause size={14} /> Stop ({started.length})
          </Button>
        </>
      )}
      <Button small kind="quiet" aria-label="Choose none" onPress={onClear}>
        <X size={14} />
      </Button>
      {act !== null && (
        <StartStop
          triggers={act === 'start' ? stopped : started}
          start={act === 'start'}
          onClose={() => setAct(null)}
        />
      )}
    </div>
  );
}

export function TriggerList() {
  useTitle('Triggers');
  const factory = useFactory();
  const filters = useFilters();
  const navigate = useNavigate();
  const now = useNow(1000);
  const triggers = useTriggers();
  const newest = useNewest();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const calendar = filters.text('view') === 'calendar';
  const text = filters.text('q').toLowerCase();
  const types = filters.list('type');
  const states = filters.list('state');
  const all = useMemo(() => triggers.data ?? [], [triggers.data]);
  const rows = all.filter(
    (one) =>
      (text === '' ||
        `${one.name} ${one.pipelines.join(' ')} ${one.description}`.toLowerCase().includes(text)) &&
      (types.length === 0 || types.includes(one.type)) &&
      (states.length === 0 || states.includes(one.started ? 'Started' : 'Stopped')),
  );
  const newestByName = useMemo(
    () => (newest.data ? newestOf(newest.data.rows) : undefined),
    [newest.data],
  );
  const columns = columnsOf(factory, newestByName, now);
  const filtered = NAMES.some((name) => filters.text(name) !== '');
  const chosen = rows.filter((one) => selected.has(one.name));
  return (
    <div className="page list-page">
      <div className="page-head">
        <h1>Triggers</h1>
        <span className="muted num" role="status">
          {triggers.isPending
            ? 'Loading …'
            : calendar
              ? ''
              : `${plural(rows.length, 'trigger')}, ${rows.filter((one) => one.started).length} started`}
        </span>
        <span className="spring" />
        <Segments
          label="Show as"
          options={[
            { id: 'list', label: 'List' },
            { id: 'calendar', label: 'Calendar' },
          ]}
          value={calendar ? 'calendar' : 'list'}
          onChange={(view) => filters.set({ view: view === 'list' ? '' : view }, { push: true })}
        />
        <HowTo calls={[triggersCall(factory), scheduleCall(factory, {}, window.location.origin)]} />
      </div>
      {calendar ? (
        <Calendar triggers={all} />
      ) : (
        <>
          <div className="filters">
            <SearchBox
              label="Look in names, pipelines and descriptions"
              hint="Name, pipeline …"
              value={filters.text('q')}
              onChange={(q) => filters.set({ q })}
            />
            <FilterMenu
              title="State"
              options={['Started', 'Stopped'].map((id) => ({
                id,
                text: id,
                label: <Started started={id === 'Started'} />,
              }))}
              chosen={states}
              onChange={(state) => filters.set({ state })}
            />
            <FilterMenu
              title="Type"
              options={[...new Set(all.map((one) => one.type))].map((id) => ({
                id,
                text: typeWords(id),
                label: typeWords(id),
              }))}
              chosen={types}
              onChange={(type) => filters.set({ type })}
            />
            {filtered && (
              <Button kind="quiet" onPress={() => filters.clear(NAMES)}>
                Clear
              </Button>
            )}
          </div>
          {chosen.length > 0 && (
            <BulkBar triggers={chosen} onClear={() => setSelected(new Set())} />
          )}
          {triggers.error && !triggers.data ? (
            <Problem error={asApiError(triggers.error)} retry={() => void triggers.refetch()} />
          ) : (
            <VirtualTable
              label="Triggers"
              columns={columns}
              rows={rows}
              rowKey={(one) => one.name}
              selected={selected}
              onSelect={setSelected}
              onOpen={(one, newTab) => {
                const to = link(factory, `triggers/${encodeURIComponent(one.name)}`);
                if (newTab) window.open(`/ui${to}`, '_blank', 'noopener');
                else void navigate(to);
              }}
              narrow={(one) => (
                <>
                  <Started started={one.started} />
                  <span className="narrow-main">
                    <strong>{one.name}</strong>
                    <span className="row-note">{whenWords(one) || typeWords(one.type)}</span>
                  </span>
                  <span className="narrow-side">
                    <NextFire trigger={one} now={now} />
                    <span className="muted">
                      <LastFire trigger={one} newest={newestByName} now={now} />
                    </span>
                  </span>
                </>
              )}
              foot={
                !triggers.isPending && rows.length === 0 ? (
                  <Empty title={filtered ? 'No trigger matches' : 'There is no trigger yet'}>
                    {filtered ? (
                      <Button small onPress={() => filters.clear(NAMES)}>
                        Clear the filters
                      </Button>
                    ) : (
                      <p>
                        A trigger starts pipelines by the clock, window by window, or on an event.
                      </p>
                    )}
                  </Empty>
                ) : null
              }
            />
          )}
        </>
      )}
    </div>
  );
}
