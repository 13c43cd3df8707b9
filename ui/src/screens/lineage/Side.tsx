import { Crosshair, FolderOpen, X } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { Link } from 'react-router';
import { CopyButton } from '@/actions/Copyable';
import { useFactory } from '@/api/factory';
import { bytes, count, plural } from '@/format/number';
import { relative } from '@/format/time';
import { Button, IconButton } from '@/kit/Button';
import { useNow } from '@/live/useNow';
import { link, runLink } from '@/shell/links';
import { Status } from '@/status/Status';
import type { Recent } from './data';
import { KIND_ICONS } from './Flow';
import type { Activity, Found, Lineage } from './lineage';
import type { Direction } from './part';
import type { Going } from './useGoing';

const LIST_MAX = 40;

interface Props {
  graph: Lineage;
  thing: Found;
  recent: ReadonlyMap<string, Recent>;
  going: ReadonlyMap<string, Going>;
  open: boolean;
  canOpen: boolean;
  column: string;
  onSelect: (id: string) => void;
  onFocus: (id: string, direction: Direction) => void;
  onOpen: (id: string) => void;
  onColumn: (box: string, column: string) => void;
  onClose: () => void;
}

function List({ title, children, n }: { title: string; children: ReactNode; n: number }) {
  if (n === 0) return null;
  return (
    <section className="lin-list">
      <h3>
        {title} <span className="muted num">{count(n)}</span>
      </h3>
      <ul>{children}</ul>
      {n > LIST_MAX && <p className="muted">and {count(n - LIST_MAX)} more</p>}
    </section>
  );
}

function Things({
  title,
  ids,

  onSelect,
}: {
  title: string;
  ids: readonly { id: string; label: string; note: string }[];
  onSelect: (id: string) => void;
}) {
  return (
    <List title={title} n={ids.length}>
      {ids.slice(0, LIST_MAX).map((one) => (
        <li key={one.id}>
          <button type="button" onClick={() => onSelect(one.id)}>
            {one.label}
          </button>
          <span className="muted">{one.note}</span>
        </li>
      ))}
    </List>
  );
}

const asThing = (one: Activity) => ({ id: one.id, label: one.name, note: one.pipeline });

function LastRun({ pipeline, recent }: { pipeline: string; recent: Recent | undefined }) {
  const factory = useFactory();
  const now = useNow(10_000);
  const windows = factory.version === 1;
  const all = link(factory, windows ? 'windows' : 'runs', { pipeline: [pipeline] });
  return (
    <dl className="lin-facts">
      {recent ? (
        <>
          <dt>{windows ? 'Last window' : 'Last run'}</dt>
          <dd>
            <Link to={windows ? all : runLink(factory, recent.last.runId)}>
              <Status status={recent.last.status} />
            </Link>{' '}
            <span className="muted">{relative(recent.last.runStart, now)}</span>
          </dd>
          <dt>Last success</dt>
          <dd>{recent.fresh ? relative(recent.fresh, now) : 'none among recent runs'}</dd>
          {!windows && (
            <>
              <dt>Its lineage</dt>
              <dd>
                <Link to={link(factory, 'lineage', { run: recent.last.runId })}>
                  what the run read and wrote
                </Link>
              </dd>
            </>
          )}
        </>
      ) : (
        <>
          <dt>{windows ? 'Last window' : 'Last run'}</dt>
          <dd className="muted">none among recent ones</dd>
        </>
      )}
      <dt>{windows ? 'Windows' : 'Runs'}</dt>
      <dd>
        <Link to={all}>
          all {windows ? 'windows' : 'runs'} of {pipeline}
        </Link>
      </dd>
    </dl>
  );
}

function DatasetFacts({ graph, thing, recent, column, onSelect, onColumn }: Props) {
  const now = useNow(10_000);
  const at = graph.datasets.findIndex((one) => one.id === thing.id);
  const dataset = graph.datasets[at];
  const made = graph.activities.filter((one) => one.outputs.includes(at));
  const read = graph.activities.filter((one) => one.inputs.includes(at));
  if (!dataset) return null;
  const fresh = made
    .flatMap((one) => recent.get(one.pipeline)?.fresh ?? [])
    .sort()
    .at(-1);
  return (
    <>
      <dl className="lin-facts">
        <dt>Place</dt>
        <dd className="mono">
          {dataset.namespace} {dataset.name}{' '}
          <CopyButton text={dataset.name} label="Copy its name" />
        </dd>
        <dt>Type</dt>
        <dd>{dataset.type || 'unknown'}</dd>
        <dt>Store</dt>
        <dd>
          <button type="button" onClick={() => onSelect(`s:${dataset.store}`)}>
            {dataset.store}
          </button>
        </dd>
        {dataset.names.length > 1 && (
          <>
            <dt>Datasets</dt>
            <dd>{dataset.names.join(', ')}</dd>
          </>
        )}
        <dt>Written</dt>
        <dd>
          {fresh
            ? `${relative(fresh, now)}, by the newest run that succeeded`
            : made.length > 0
              ? 'by no recent run'
              : 'by nothing in this factory'}
        </dd>
      </dl>
      <Things title="Made by" ids={made.map(asThing)} onSelect={onSelect} />
      <Things title="Read by" ids={read.map(asThing)} onSelect={onSelect} />
      <List title="Columns" n={dataset.columns.length}>
        {dataset.columns.slice(0, LIST_MAX).map((one) => (
          <li key={one.name}>
            <button
              type="button"
              aria-pressed={one.name === column}
              onClick={() => onColumn(dataset.id, one.name === column ? '' : one.name)}
            >
              {one.name}
            </button>
            <span className="muted">{one.type}</span>
          </li>
        ))}
      </List>
    </>
  );
}

function ActivityFacts({ graph, thing, recent, going, onSelect }: Props) {
  const one = graph.activities.find((activity) => activity.id === thing.id);
  if (!one) return null;
  const live = going.get(one.key);
  const sides = (list: readonly number[]) => list.flatMap((i) => graph.datasets[i] ?? []);
  const as = (list: readonly number[]) =>
    sides(list).map(({ id, label, store }) => ({ id, label, note: store }));
  const rows = (n: number | null, size: number | null) =>
    `${n === null ? '–' : `${count(n)} rows`}, ${bytes(size)}`;
  return (
    <>
      <dl className="lin-facts">
        <dt>Type</dt>
        <dd>{one.type}</dd>
        <dt>Pipeline</dt>
        <dd>
          <button type="button" onClick={() => onSelect(`p:${one.pipeline}`)}>
            {one.pipeline}
          </button>
          {one.path && <span className="muted"> in {one.path}</span>}
        </dd>
        {live && (
          <>
            <dt>Going on</dt>
            <dd className="num">
              {rows(live.rowsRead, live.bytesRead)} read,{' '}
              {rows(live.rowsWritten, live.bytesWritten)} written
            </dd>
          </>
        )}
        {one.run && (
          <>
            <dt>In the run</dt>
            <dd>
              <Status status={one.run.status} />
            </dd>
            <dt>Read</dt>
            <dd className="num">{rows(one.run.rowsRead, one.run.bytesRead)}</dd>
            <dt>Wrote</dt>
            <dd className="num">{rows(one.run.rowsWritten, one.run.bytesWritten)}</dd>
            {one.run.error && (
              <>
                <dt>Error</dt>
                <dd className="said-bad">{one.run.error}</dd>
              </>
            )}
          </>
        )}
        {one.note && (
          <>
            <dt>Note</dt>
            <dd>{one.note}</dd>
          </>
        )}
      </dl>
      <Things title="Reads" ids={as(one.inputs)} onSelect={onSelect} />
      <Things
        title={one.removes ? 'Removes' : 'Writes'}
        ids={as(one.outputs)}
        onSelect={onSelect}
      />
      {!one.run && <LastRun pipeline={one.pipeline} recent={recent.get(one.pipeline)} />}
    </>
  );
}

function PipelineFacts({ graph, thing, recent, onSelect }: Props) {
  const name = thing.label;
  const own = graph.activities.filter((one) => one.pipeline === name);
  const runs = graph.calls.filter((call) => call.pipeline === name);
  const by = graph.calls.filter((call) => call.child === name);
  const as = (pipeline: string, activity: string) => ({
    id: `p:${pipeline}`,
    label: pipeline,
    note: activity,
  });
  return (
    <>
      <LastRun pipeline={name} recent={recent.get(name)} />
      <Things
        title="Activities that move data"
        ids={own.map((one) => ({ id: one.id, label: one.name, note: one.type }))}
        onSelect={onSelect}
      />
      <Things title="Runs" ids={runs.map((c) => as(c.child, c.activity))} onSelect={onSelect} />
      <Things title="Run by" ids={by.map((c) => as(c.pipeline, c.activity))} onSelect={onSelect} />
    </>
  );
}

function StoreFacts({ graph, thing, onSelect }: Props) {
  const own = graph.datasets.flatMap((one, i) => (one.store === thing.label ? [i] : []));
  const inside = new Set(own);
  const pipelines = (side: 'inputs' | 'outputs') =>
    [
      ...new Set(
        graph.activities
          .filter((one) => one[side].some((at) => inside.has(at)))
          .map((one) => one.pipeline),
      ),
    ].map((name) => ({ id: `p:${name}`, label: name, note: '' }));
  const namespaces = [...new Set(own.map((i) => graph.datasets[i]?.namespace ?? ''))];
  return (
    <>
      <dl className="lin-facts">
        <dt>Place</dt>
        <dd className="mono">{namespaces.slice(0, 4).join(', ')}</dd>
      </dl>
      <Things
        title="Datasets"
        ids={own.flatMap((i) => {
          const one = graph.datasets[i];
          return one ? [{ id: one.id, label: one.label, note: one.type }] : [];
        })}
        onSelect={onSelect}
      />
      <Things title="Written by" ids={pipelines('outputs')} onSelect={onSelect} />
      <Things title="Read by" ids={pipelines('inputs')} onSelect={onSelect} />
    </>
  );
}

function ComputeFacts({ thing }: Props) {
  return (
    <dl className="lin-facts">
      <dt>Linked service</dt>
      <dd>{thing.label}</dd>
      <dt>What it is</dt>
      <dd>carries out activities that name it</dd>
    </dl>
  );
}

const FACTS = {
  dataset: DatasetFacts,
  activity: ActivityFacts,
  pipeline: PipelineFacts,
  store: StoreFacts,
  compute: ComputeFacts,
};
const KIND_WORDS = {
  dataset: 'Dataset',
  activity: 'Activity',
  pipeline: 'Pipeline',
  store: 'Store',
  compute: 'Compute',
};

/** What is known of the chosen box. */
export function Side(props: Props) {
  const { thing, open, canOpen, graph } = props;
  const Icon = KIND_ICONS[thing.kind];
  const Facts = FACTS[thing.kind];
  const inside = useMemo(
    () =>
      thing.kind === 'store'
        ? plural(graph.datasets.filter((one) => one.store === thing.label).length, 'dataset')
        : 'its activities',
    [graph, thing],
  );
  return (
    <aside className="lin-panel" aria-label={`${KIND_WORDS[thing.kind]} ${thing.label}`}>
      <header>
        <Icon size={16} aria-hidden="true" />
        <div>
          <h2>{thing.label}</h2>
          <span className="muted">{KIND_WORDS[thing.kind]}</span>
        </div>
        <IconButton label="Close" onPress={props.onClose}>
          <X size={16} />
        </IconButton>
      </header>
      {thing.kind !== 'compute' && (
        <div className="lin-acts">
          <Button small onPress={() => props.onFocus(thing.id, 'both')}>
            <Crosshair size={13} aria-hidden="true" /> Only around it
          </Button>
          <Button small onPress={() => props.onFocus(thing.id, 'up')}>
            Upstream
          </Button>
          <Button small onPress={() => props.onFocus(thing.id, 'down')}>
            Downstream
          </Button>
          {canOpen && (
            <Button small onPress={() => props.onOpen(thing.id)}>
              <FolderOpen size={13} aria-hidden="true" />{' '}
              {open ? 'Fold it again' : `Show ${inside}`}
            </Button>
          )}
        </div>
      )}
      <div className="lin-body">
        <Facts {...props} />
      </div>
    </aside>
  );
}
