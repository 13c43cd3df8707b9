/** A dataset of the graph: several of the factory may point at the same place. */
export interface Dataset {
  id: string;
  label: string;
  namespace: string;
  name: string;
  type: string;
  /** Its linked service; the namespace if that is not known. */
  store: string;
  /** The factory's own names of it. */
  names: string[];
  columns: { name: string; type: string }[];
}

/** What a run of an activity did. */
export interface Measured {
  status: string;
  start: string;
  end: string | null;
  rowsRead: number | null;
  rowsWritten: number | null;
  bytesRead: number | null;
  bytesWritten: number | null;
  error: string;
}

export interface ColumnLink {
  input: number;
  from: string;
  output: number;
  to: string;
  converted: boolean;
}

/** An activity between datasets, which it names by their index. */
export interface Activity {
  id: string;
  /** Without the numbers of iterations: what events of its runs are known by. */
  key: string;
  pipeline: string;
  name: string;
  type: string;
  path: string;
  inputs: number[];
  outputs: number[];
  removes: boolean;
  note: string;
  columns: ColumnLink[];
  run: Measured | null;
}

export interface Call {
  pipeline: string;
  activity: string;
  child: string;
}

export interface Lineage {
  datasets: Dataset[];
  activities: Activity[];
  calls: Call[];
}

type Loose = Record<string, unknown>;
const record = (value: unknown): Loose =>
  typeof value === 'object' && value !== null ? (value as Loose) : {};
const list = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const figure = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const indices = (value: unknown): number[] => list(value).filter((i) => typeof i === 'number');

/** How events and definitions both know an activity. */
export const activityKey = (pipeline: string, path: string, name: string): string =>
  `${pipeline}/${path ? `${path.replace(/\[\d+\]/g, '')}/` : ''}${name}`.toLowerCase();

/** The last part of a long name: of a path its file, of a table the table. */
function shortName(name: string): string {
  const parts = name.split('/').filter(Boolean);
  return parts.at(-1) ?? name;
}

/** Ids that stay the same as long as what they name does. */
class Ids {
  private readonly taken = new Set<string>();
  of(wanted: string, more: string): string {
    let id = wanted;
    if (this.taken.has(id)) id = `${wanted} ${more}`;
    for (let i = 2; this.taken.has(id); i++) id = `${wanted} ${more} ${i}`;
    this.taken.add(id);
    return id;
  }
}

function readMeasured(given: unknown): Measured | null {
  if (given === undefined || given === null) return null;
  const run = record(given);
  return {
    status: text(run.status),
    start: text(run.start),
    end: text(run.end) || null,
    rowsRead: figure(run.rowsRead),
    rowsWritten: figure(run.rowsWritten),
    bytesRead: figure(run.bytesRead),
    bytesWritten: figure(run.bytesWritten),
    error: text(run.error),
  };
}

function readLink(given: unknown): ColumnLink {
  const link = record(given);
  return {
    input: figure(link.input) ?? -1,
    from: text(link.from),
    output: figure(link.output) ?? -1,
    to: text(link.to),
    converted: link.converted === true,
  };
}

/** The graph of an answer. */
export function readLineage(given: unknown): Lineage {
  const answer = record(given);
  const ids = new Ids();
  const datasets = list(answer.datasets).map((one): Dataset => {
    const given = record(one);
    const names = list(given.datasets).map(String);
    const namespace = text(given.namespace);
    const name = text(given.name);
    const label = names[0] ?? shortName(name);
    return {
      id: ids.of(`d:${label}`, name),
      label,
      namespace,
      name,
      type: text(given.type),
      store: text(given.linkedService) || namespace || 'No store',
      names,
      columns: list(given.columns).map((column) => ({
        name: text(record(column).name),
        type: text(record(column).type),
      })),
    };
  });
  const activities = list(answer.activities).map((one): Activity => {
    const given = record(one);
    const pipeline = text(given.pipeline);
    const name = text(given.activity);
    const path = text(given.path);
    return {
      id: ids.of(`a:${pipeline}/${path ? `${path}/` : ''}${name}`, 'again'),
      key: activityKey(pipeline, path, name),
      pipeline,
      name,
      type: text(given.type),
      path,
      inputs: indices(given.inputs),
      outputs: indices(given.outputs),
      removes: given.removes === true,
      note: text(given.note),
      columns: list(given.columns).map(readLink),
      run: readMeasured(given.run),
    };
  });
  return {
    datasets,
    activities,
    calls: list(answer.calls).map((one) => ({
      pipeline: text(record(one).pipeline),
      activity: text(record(one).activity),
      child: text(record(one).runs),
    })),
  };
}

/** What may be found, focused and chosen, by id. */
export interface Found {
  id: string;
  kind: Kind;
  label: string;
  note: string;
}
export type Kind = 'dataset' | 'activity' | 'pipeline' | 'store' | 'compute';

/** All things of the graph, once each. */
export function thingsOf(graph: Lineage): Map<string, Found> {
  const things = new Map<string, Found>();
  const add = (id: string, kind: Kind, label: string, note: string) => {
    if (!things.has(id)) things.set(id, { id, kind, label, note });
  };
  for (const one of graph.datasets) {
    add(`s:${one.store}`, 'store', one.store, 'store');
    add(one.id, 'dataset', one.label, one.store);
  }
  for (const one of graph.activities) {
    add(`p:${one.pipeline}`, 'pipeline', one.pipeline, 'pipeline');
    add(one.id, 'activity', one.name, one.pipeline);
  }
  return things;
}
