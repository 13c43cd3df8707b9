import { useQuery } from '@tanstack/react-query';
import { ChevronDown, X } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { Link } from 'react-router';
import { HowTo } from '@/actions/HowTo';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { getRun } from '@/api/runs';
import { Segments } from '@/filters/Segments';
import { count, plural } from '@/format/number';
import { clock } from '@/format/time';
import { Button } from '@/kit/Button';
import { ChoiceMenu, Menu, MenuItem } from '@/kit/Menu';
import { Empty } from '@/kit/Panel';
import { useNow } from '@/live/useNow';
import { Problem } from '@/problem/Problem';
import { link, runLink } from '@/shell/links';
import { useTitle } from '@/shell/useTitle';
import { Status } from '@/status/Status';
import { AGES, type Colouring } from './colour';
import { Exports, lineageCall } from './Exports';
import { Find, findThings } from './Find';
import Flow from './Flow';
import type { Level } from './fold';
import type { Found } from './lineage';
import type { Direction } from './part';
import { Side } from './Side';
import { COLUMN_DATASETS_MAX, useDrawing } from './useDrawing';
import { STEPS, useLooks, type Looks } from './useLooks';
import './lineage.css';

const LEVELS: Record<Level, string> = {
  activities: 'Activities',
  pipelines: 'Pipelines',
  stores: 'Stores',
};
const COLOURS: Record<Colouring, string> = {
  failures: 'Last runs',
  freshness: 'Freshness',
  kind: 'Kinds',
};
const SHOWN = [
  { id: 'columns', text: 'Columns', label: 'Columns' },
  { id: 'compute', text: 'Compute', label: 'Compute that activities use' },
  { id: 'calls', text: 'Which pipeline runs which', label: 'Which pipeline runs which' },
  { id: 'minimap', text: 'Small map', label: 'Small map' },
];
type SetLooks = ReturnType<typeof useLooks>['set'];

/** A menu that says what it stands at. */
function Choose<T extends string>({
  title,
  value,
  options,
  onChange,
}: {
  title: string;
  value: string;
  options: Record<T, string>;
  onChange: (value: T) => void;
}) {
  return (
    <Menu
      label={title}
      trigger={
        <Button>
          <span className="muted">{title}</span> {value}{' '}
          <ChevronDown size={13} aria-hidden="true" />
        </Button>
      }
      onAction={(key) => onChange(key as T)}
    >
      {(Object.entries(options) as [T, string][]).map(([id, words]) => (
        <MenuItem key={id} id={id} textValue={words}>
          {words}
        </MenuItem>
      ))}
    </Menu>
  );
}

function Toolbar({
  looks,
  set,
  level,
  things,
  onPick,
}: {
  looks: Looks;
  set: SetLooks;
  level: Level;
  things: ReadonlyMap<string, Found>;
  onPick: (thing: Found) => void;
}) {
  const on = SHOWN.map((one) => one.id).filter((id) => looks[id as keyof Looks] === true);
  return (
    <div className="filters lin-tools">
      <Find things={things} text={looks.find} onText={(q) => set({ q })} onPick={onPick} />
      <Choose
        title="Each"
        value={looks.columns ? 'Column' : LEVELS[level].replace(/ies$/, 'y').replace(/s$/, '')}
        options={{
          auto: 'As fits the size',
          activities: 'Activity',
          pipelines: 'Pipeline',
          stores: 'Store',
        }}
        onChange={(by) =>
          set({
            by: by === 'auto' ? '' : by,
            open: [],
            show: looks.compute ? ['compute'] : [],
            column: '',
          })
        }
      />
      <Choose
        title="Colour"
        value={COLOURS[looks.colour]}
        options={COLOURS}
        onChange={(colour) => set({ colour: colour === 'failures' ? '' : colour })}
      />
      <ChoiceMenu
        label="What is shown"
        trigger={
          <Button>
            Show <ChevronDown size={13} aria-hidden="true" />
          </Button>
        }
        options={SHOWN}
        chosen={on}
        onChange={(chosen) =>
          set({
            show: chosen.filter((id) => id === 'columns' || id === 'compute'),
            hide: ['calls', 'minimap'].filter((id) => !chosen.includes(id)),
            ...(chosen.includes('columns') ? {} : { column: '' }),
          })
        }
      />
    </div>
  );
}

function Legend({ colour, live }: { colour: Colouring; live: number }) {
  const rows =
    colour === 'freshness'
      ? [...AGES.map((one) => [one.tone, one.words]), ['skip', 'not written lately']]
      : [
          ['good', 'succeeded'],
          ['bad', 'failed'],
          ['run', 'in progress'],
          ['wait', 'queued'],
          ['skip', 'no recent run'],
        ];
  return (
    <div className="lin-legend">
      {colour !== 'kind' &&
        rows.map(([tone, words]) => (
          <span key={words} className={`lin-key tone-${tone}`}>
            <i /> {words}
          </span>
        ))}
      {live > 0 && (
        <span className="lin-live">
          <i /> {plural(live, 'activity', 'activities')} in progress
        </span>
      )}
    </div>
  );
}

function FocusBar({ looks, set, name }: { looks: Looks; set: SetLooks; name: string }) {
  return (
    <div className="lin-bar">
      <span className="chip">
        around <strong>{name}</strong>
        <button
          type="button"
          aria-label="The whole graph"
          onClick={() => set({ focus: '', direction: '', steps: '' }, { push: true })}
        >
          <X size={12} />
        </button>
      </span>
      <Segments
        label="Which side"
        options={[
          { id: 'both', label: 'Both' },
          { id: 'up', label: 'Upstream' },
          { id: 'down', label: 'Downstream' },
        ]}
        value={looks.direction}
        onChange={(next) => set({ direction: next === 'both' ? '' : next })}
      />
      <Segments
        label="How many steps"
        options={STEPS.map((id) => ({ id, label: id === 'all' ? 'All steps' : id }))}
        value={looks.steps === Infinity ? 'all' : String(looks.steps)}
        onChange={(next) => set({ steps: next === 'all' ? '' : next })}
      />
    </div>
  );
}

function RunBar({ looks, set }: { looks: Looks; set: SetLooks }) {
  const factory = useFactory();
  const now = useNow(10_000);
  const run = useQuery({
    queryKey: ['run', factory.id, looks.run],
    queryFn: () => getRun(factory, looks.run),
  });
  return (
    <div className="lin-bar">
      <span className="chip">
        what one run read and wrote
        <button
          type="button"
          aria-label="The factory’s lineage"
          onClick={() => set({ run: '', focus: '', node: '' }, { push: true })}
        >
          <X size={12} />
        </button>
      </span>
      {run.data && (
        <span className="lin-run">
          <Status status={run.data.status} />
          <Link to={runLink(factory, looks.run)}>{run.data.pipelineName}</Link>
          <span className="muted">{clock(run.data.runStart, now)}</span>
        </span>
      )}
    </div>
  );
}

/** What the words of the search find, as boxes; null if nothing is searched. */
function useFound(looks: Looks, drawing: ReturnType<typeof useDrawing>) {
  const { graph, folded, things } = drawing;
  return useMemo(() => {
    if (looks.find.trim() === '') return null;
    const hits = new Set(findThings(things.values(), looks.find).map((one) => one.id));
    const found = new Set<string>();
    for (const box of folded.boxes) {
      const inside =
        hits.has(box.id) ||
        box.datasets.some((i) => hits.has(graph.datasets[i]?.id ?? '')) ||
        box.activities.some((i) => hits.has(graph.activities[i]?.id ?? ''));
      if (inside) found.add(box.id);
    }
    return found;
  }, [looks.find, graph, folded, things]);
}

export default function LineageView() {
  useTitle('Lineage');
  const factory = useFactory();
  const { looks, set } = useLooks();
  const drawing = useDrawing(looks);
  const { query, graph, things, folded, level, columns, recent, going, drawn } = drawing;
  const found = useFound(looks, drawing);
  const [failed, setFailed] = useState<string | null>(null);

  const select = useCallback((id: string | null) => set({ node: id ?? '', column: '' }), [set]);
  const focusOn = useCallback(
    (id: string, direction: Direction = 'both') =>
      set(
        { focus: id, node: id, q: '', open: [], direction: direction === 'both' ? '' : direction },
        { push: true },
      ),
    [set],
  );
  const onColumn = useCallback(
    (node: string, column: string) => set({ node, column, show: ['columns'] }),
    [set],
  );
  const boxIds = useMemo(() => new Set(folded.boxes.map((box) => box.id)), [folded]);
  const pick = (thing: Found) => {
    if (boxIds.has(thing.id)) set({ node: thing.id, q: '' });
    else focusOn(thing.id);
  };
  const openings = new Set(looks.open);
  const toggle = (id: string) =>
    set({ open: openings.has(id) ? looks.open.filter((one) => one !== id) : [...looks.open, id] });
  const chosen: Found | undefined =
    things.get(looks.node) ??
    (looks.node.startsWith('c:')
      ? { id: looks.node, kind: 'compute', label: looks.node.slice(2), note: '' }
      : undefined);
  const canOpen =
    !columns &&
    ((chosen?.kind === 'store' && level === 'stores') ||
      (chosen?.kind === 'pipeline' && level !== 'activities'));
  const empty = query.data && graph.datasets.length + graph.activities.length === 0;
  return (
    <div className="page lin-page">
      <div className="page-head">
        <h1>Lineage</h1>
        <span className="muted num lin-count" role="status">
          {query.isPending
            ? 'Loading …'
            : `${plural(graph.datasets.length, 'dataset')}, ${plural(graph.activities.length, 'activity', 'activities')}${
                level === 'stores' ? `, in ${plural(folded.boxes.length, 'box', 'boxes')}` : ''
              }`}
        </span>
        <span className="spring" />
        <Exports drawn={drawn} looks={looks} things={things} onFailed={setFailed} />
        <HowTo calls={[lineageCall(factory, looks, things, window.location.origin)]} />
      </div>
      <Toolbar looks={looks} set={set} level={level} things={things} onPick={pick} />
      {looks.run && <RunBar looks={looks} set={set} />}
      {looks.focus && (
        <FocusBar looks={looks} set={set} name={things.get(looks.focus)?.label ?? looks.focus} />
      )}
      {failed && (
        <p className="said-bad" role="alert">
          {failed}
        </p>
      )}
      {looks.columns && !columns && query.data && (
        <p className="lin-hint">
          Columns are shown around one dataset, or where there are at most {COLUMN_DATASETS_MAX}:
          here are {count(graph.datasets.length)}. Choose one, then “Only around it”.
        </p>
      )}
      {query.error && !query.data ? (
        <Problem error={asApiError(query.error)} retry={() => void query.refetch()} />
      ) : empty ? (
        <div className="panel">
          <Empty
            title={
              looks.run
                ? 'The run has read and written nothing'
                : 'No activity reads or writes a dataset'
            }
          >
            <p>
              {looks.run ? (
                <Link to={link(factory, 'lineage')}>The factory’s lineage</Link>
              ) : (
                'Lineage follows from the definitions: it is here as soon as a pipeline copies, looks up or transforms data.'
              )}
            </p>
          </Empty>
        </div>
      ) : (
        <div className={`lin-stage panel ${chosen ? 'with-side' : ''}`}>
          <div className="lin-main">
            {drawn ? (
              <Flow
                drawn={drawn}
                selected={looks.node || null}
                found={found}
                minimap={looks.minimap}
                onSelect={select}
                onFocus={focusOn}
                onColumn={onColumn}
              />
            ) : (
              <div className="lin-wait" aria-busy="true">
                {query.isPending ? 'Reading the definitions …' : 'Placing …'}
              </div>
            )}
            <Legend colour={looks.colour} live={looks.run ? 0 : going.size} />
          </div>
          {chosen && (
            <Side
              key={chosen.id}
              graph={graph.datasets.length > 0 ? graph : drawing.whole}
              thing={chosen}
              recent={recent.byPipeline}
              going={going}
              open={openings.has(chosen.id)}
              canOpen={canOpen}
              column={looks.column}
              onSelect={(id) => set({ node: id, column: '' }, { push: true })}
              onFocus={focusOn}
              onOpen={toggle}
              onColumn={onColumn}
              onClose={() => select(null)}
            />
          )}
        </div>
      )}
    </div>
  );
}
