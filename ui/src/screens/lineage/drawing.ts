import { bytes, count, plural } from '@/format/number';
import { columnKey } from './part';
import type { Shade } from './colour';
import type { Arrow, Box, Folded } from './fold';
import type { Activity, Kind, Lineage } from './lineage';
import type { Places } from './rows';
import type { Going } from './useGoing';

export interface DrawnColumn {
  name: string;
  type: string;
  traced: boolean;
}
export interface DrawnBox {
  id: string;
  kind: Kind;
  label: string;
  note: string;
  /** Words beside the note; or a status, as its sign. */
  side: string;
  status: string;
  title: string;
  shade: Shade;
  going: boolean;
  columns: DrawnColumn[];
  at: { x: number; y: number };
  width: number;
  height: number;
}
export interface DrawnArrow {
  id: string;
  from: string;
  to: string;
  kind: Arrow['kind'];
  label: string;
  going: boolean;
  /** Of a column that is traced. */
  strong: boolean;
  fromColumn?: string;
  toColumn?: string;
}
export interface Drawn {
  /** Changes when boxes come or go, not when they change. */
  shape: string;
  boxes: DrawnBox[];
  arrows: DrawnArrow[];
}

const WIDTHS: Record<Kind, number> = {
  dataset: 208,
  activity: 196,
  pipeline: 208,
  store: 224,
  compute: 190,
};
const HEIGHT = 48;
const COLUMN = 22;
const COLUMNS_PAD = 8;
export const COLUMNS_MAX = 40;

export interface Frame {
  id: string;
  width: number;
  height: number;
}

/** How large each box is. */
export function framesOf(folded: Folded, graph: Lineage, columns: boolean): Frame[] {
  return folded.boxes.map((box) => {
    const shown = columns
      ? Math.min(COLUMNS_MAX, graph.datasets[box.datasets[0] ?? -1]?.columns.length ?? 0)
      : 0;
    return {
      id: box.id,
      width: WIDTHS[box.kind] + (columns ? 32 : 0),
      height: HEIGHT + (shown > 0 ? shown * COLUMN + COLUMNS_PAD : 0),
    };
  });
}

const KIND_WORDS: Record<Kind, string> = {
  dataset: 'Dataset',
  activity: 'Activity',
  pipeline: 'Pipeline',
  store: 'Store',
  compute: 'Compute',
};

function noteOf(box: Box, graph: Lineage): string {
  if (box.kind === 'store') return plural(box.datasets.length, 'dataset');
  if (box.kind === 'pipeline') {
    const n = box.activities.length;
    return n === 0 ? 'runs others' : plural(n, 'activity', 'activities');
  }
  if (box.kind === 'activity') {
    const one = graph.activities[box.activities[0] ?? -1];
    return one ? `${one.type} in ${one.pipeline}` : '';
  }
  if (box.kind === 'compute') return plural(box.activities.length, 'activity', 'activities');
  return box.note;
}

/** Rows of a finished run on one side of an activity that has only one dataset there. */
function figuresOf(one: Activity, write: boolean): string {
  if (!one.run || (write ? one.outputs : one.inputs).length !== 1) return '';
  const rows = write ? one.run.rowsWritten : one.run.rowsRead;
  const size = write ? one.run.bytesWritten : one.run.bytesRead;
  return [rows === null ? '' : `${count(rows)} rows`, size === null ? '' : bytes(size)]
    .filter(Boolean)
    .join(', ');
}

function goingWords(going: readonly Going[], write: boolean): string {
  const sum = (of: (one: Going) => number) => going.reduce((all, one) => all + of(one), 0);
  const rows = sum((one) => (write ? one.rowsWritten : one.rowsRead));
  const size = sum((one) => (write ? one.bytesWritten : one.bytesRead));
  if (rows > 0) return `${count(rows)} rows`;
  return size > 0 ? bytes(size) : '';
}

function arrowOf(arrow: Arrow, graph: Lineage, going: ReadonlyMap<string, Going>): DrawnArrow {
  const write = arrow.writes.length > 0;
  const behind = write ? arrow.writes : arrow.reads;
  const live = behind.flatMap((i) => going.get(graph.activities[i]?.key ?? '') ?? []);
  const both = arrow.reads.length > 0 && write;
  const only = behind.length === 1 ? graph.activities[behind[0] ?? -1] : undefined;
  const pipelines = new Set(behind.map((i) => graph.activities[i]?.pipeline)).size;
  const label =
    live.length > 0
      ? goingWords(live, write)
      : only?.run
        ? figuresOf(only, write)
        : both
          ? plural(pipelines, 'pipeline')
          : arrow.kind === 'calls'
            ? 'runs'
            : arrow.kind === 'removes'
              ? 'removes'
              : '';
  return {
    id: arrow.id,
    from: arrow.from,
    to: arrow.to,
    kind: arrow.kind,
    label,
    going: live.length > 0,
    strong: false,
  };
}

/** Between columns: one for each pair, and one between datasets whose columns nobody knows. */
function columnArrows(folded: Folded, graph: Lineage, traced: ReadonlySet<string>): DrawnArrow[] {
  const boxOf = new Map<number, string>();
  for (const box of folded.boxes) for (const at of box.datasets) boxOf.set(at, box.id);
  const shown = (at: number, column: string) =>
    graph.datasets[at]?.columns
      .slice(0, COLUMNS_MAX)
      .find((one) => one.name.toLowerCase() === column.toLowerCase())?.name;
  const arrows = new Map<string, DrawnArrow>();
  for (const one of graph.activities) {
    const known = new Set<string>();
    for (const link of one.columns) {
      const [from, to] = [boxOf.get(link.input), boxOf.get(link.output)];
      const [fromColumn, toColumn] = [shown(link.input, link.from), shown(link.output, link.to)];
      if (!from || !to || !fromColumn || !toColumn) continue;
      known.add(`${link.input} ${link.output}`);
      const id = `${from} ${fromColumn}>${to} ${toColumn}`;
      const strong =
        traced.has(columnKey(link.input, link.from)) && traced.has(columnKey(link.output, link.to));
      arrows.set(id, {
        id,
        from,
        to,
        fromColumn,
        toColumn,
        strong,
        kind: 'moves',
        label: strong && link.converted ? 'converted' : '',
        going: false,
      });
    }
    for (const input of one.inputs) {
      for (const output of one.outputs) {
        const [from, to] = [boxOf.get(input), boxOf.get(output)];
        if (!from || !to || known.has(`${input} ${output}`)) continue;
        const id = `${from}>${to}`;
        const words = { label: one.name, going: false, strong: false };
        arrows.set(id, { id, from, to, kind: 'uses', ...words });
      }
    }
  }
  return [...arrows.values()];
}

export interface Drawing {
  graph: Lineage;
  folded: Folded;
  frames: readonly Frame[];
  places: Places;
  shape: string;
  shadeOf: (box: Box) => Shade;
  going: ReadonlyMap<string, Going>;
  columns: boolean;
  traced: ReadonlySet<string>;
}

function boxOf(drawing: Drawing, box: Box, frame: Frame): DrawnBox {
  const { graph, traced } = drawing;
  const shade = drawing.shadeOf(box);
  const note = noteOf(box, graph);
  const at = box.datasets[0] ?? -1;
  const columns = drawing.columns
    ? (graph.datasets[at]?.columns ?? []).slice(0, COLUMNS_MAX).map((column) => ({
        ...column,
        traced: traced.has(columnKey(at, column.name)),
      }))
    : [];
  return {
    id: box.id,
    kind: box.kind,
    label: box.label,
    note,
    side: shade.status ? '' : shade.words,
    status: shade.status ?? '',
    title: `${KIND_WORDS[box.kind]} ${box.label}, ${note}${shade.words ? `, ${shade.words}` : ''}`,
    shade,
    columns,
    going:
      box.kind !== 'dataset' &&
      box.activities.some((i) => drawing.going.has(graph.activities[i]?.key ?? '')),
    at: drawing.places.get(box.id) ?? { x: 0, y: 0 },
    width: frame.width,
    height: frame.height,
  };
}

/** Everything as it is to be drawn. */
export function draw(drawing: Drawing): Drawn {
  const { graph, folded, traced, going } = drawing;
  return {
    shape: drawing.shape,
    boxes: folded.boxes.map((box, i) => boxOf(drawing, box, drawing.frames[i]!)),
    arrows: drawing.columns
      ? columnArrows(folded, graph, traced)
      : folded.arrows.map((arrow) => arrowOf(arrow, graph, going)),
  };
}

/** In columns, activities are arrows: only datasets are drawn. */
export function withoutActivities(folded: Folded): Folded {
  return { ...folded, boxes: folded.boxes.filter((box) => box.kind === 'dataset') };
}
