import type { Kind, Lineage } from './lineage';

/** How closely one looks: each activity, each pipeline, or stores only. */
export type Level = 'activities' | 'pipelines' | 'stores';

export interface Box {
  id: string;
  kind: Kind;
  label: string;
  note: string;
  /** Indices of the graph's datasets that it stands for. */
  datasets: number[];
  /** … and of its activities. */
  activities: number[];
}

export interface Arrow {
  id: string;
  from: string;
  to: string;
  kind: 'moves' | 'removes' | 'calls' | 'uses';
  /** The activities behind it, by index, with the side of them that it is. */
  reads: number[];
  writes: number[];
}

export interface Folded {
  level: Level;
  boxes: Box[];
  arrows: Arrow[];
}

const ACTIVITIES_MAX = 160;
const PIPELINES_MAX = 260;

/** How closely a graph of this size is looked at if nobody says. */
export function levelFor(graph: Lineage): Level {
  if (graph.datasets.length + graph.activities.length <= ACTIVITIES_MAX) return 'activities';
  const pipelines = new Set(graph.activities.map((one) => one.pipeline)).size;
  return graph.datasets.length + pipelines <= PIPELINES_MAX ? 'pipelines' : 'stores';
}

/** Which linked service computes an activity, by `activity.key`. */
export type Computes = ReadonlyMap<string, string>;

/** The graph as it is drawn: boxes stand for one or many, arrows for all activities between them. */
class Folding {
  readonly boxes = new Map<string, Box>();
  readonly arrows = new Map<string, Arrow>();

  constructor(
    private readonly graph: Lineage,
    private readonly level: Level,
    private readonly open: ReadonlySet<string>,
  ) {}

  box(id: string, kind: Kind, label: string, note: string): Box {
    let box = this.boxes.get(id);
    if (!box) this.boxes.set(id, (box = { id, kind, label, note, datasets: [], activities: [] }));
    return box;
  }

  arrow(from: string, to: string, kind: Arrow['kind']): Arrow {
    const id = `${from}>${to}>${kind}`;
    let arrow = this.arrows.get(id);
    if (!arrow) this.arrows.set(id, (arrow = { id, from, to, kind, reads: [], writes: [] }));
    return arrow;
  }

  private isOpen(store: string): boolean {
    return this.level !== 'stores' || this.open.has(`s:${store}`);
  }

  dataset(i: number): string {
    const one = this.graph.datasets[i];
    if (!one) return '';
    const box = this.isOpen(one.store)
      ? this.box(one.id, 'dataset', one.label, one.store)
      : this.box(`s:${one.store}`, 'store', one.store, one.type);
    if (box.datasets.at(-1) !== i && !box.datasets.includes(i)) box.datasets.push(i);
    return box.id;
  }

  /** The box of an activity; null if it only shows as an arrow between stores. */
  activity(i: number): string | null {
    const one = this.graph.activities[i];
    if (!one) return null;
    const pipeline = `p:${one.pipeline}`;
    const shut =
      this.level === 'stores' &&
      ![...one.inputs, ...one.outputs].some((at) =>
        this.isOpen(this.graph.datasets[at]?.store ?? ''),
      );
    if (shut) return null;
    const box =
      this.level === 'activities' || this.open.has(pipeline)
        ? this.box(one.id, 'activity', one.name, one.pipeline)
        : this.box(pipeline, 'pipeline', one.pipeline, 'pipeline');
    box.activities.push(i);
    return box.id;
  }

  connect(i: number): void {
    const one = this.graph.activities[i];
    if (!one) return;
    const inputs = one.inputs.map((at) => this.dataset(at));
    const outputs = one.outputs.map((at) => this.dataset(at));
    const box = this.activity(i);
    const kind = one.removes ? 'removes' : 'moves';
    if (box === null) {
      for (const from of new Set(inputs)) {
        for (const to of new Set(outputs)) {
          const arrow = this.arrow(from, to, kind);
          arrow.reads.push(i);
          arrow.writes.push(i);
        }
      }
      // What is only read, or only written, still belongs to its store.
      for (const side of new Set([...inputs, ...outputs])) this.boxes.get(side)?.activities.push(i);
      return;
    }
    for (const from of new Set(inputs)) this.arrow(from, box, 'moves').reads.push(i);
    for (const to of new Set(outputs)) this.arrow(box, to, kind).writes.push(i);
  }

  /** An edge for each pipeline that runs another, where both are to be seen. */
  calls(): void {
    const boxOf = new Map<string, string>();
    for (const box of this.boxes.values()) {
      if (box.kind !== 'pipeline' && box.kind !== 'activity') continue;
      const name = this.graph.activities[box.activities[0] ?? -1]?.pipeline;
      if (name !== undefined && !boxOf.has(name)) boxOf.set(name, box.id);
    }
    for (const call of this.graph.calls) {
      const child = boxOf.get(call.child);
      if (child === undefined) continue;
      const parent =
        boxOf.get(call.pipeline) ??
        this.box(`p:${call.pipeline}`, 'pipeline', call.pipeline, 'pipeline').id;
      if (parent !== child) this.arrow(parent, child, 'calls');
    }
  }

  uses(computes: Computes): void {
    for (const box of [...this.boxes.values()]) {
      for (const i of box.activities) {
        const by = computes.get(this.graph.activities[i]?.key ?? '');
        if (by === undefined) continue;
        const compute = this.box(`c:${by}`, 'compute', by, 'compute');
        if (!compute.activities.includes(i)) compute.activities.push(i);
        if (box.kind !== 'store') this.arrow(compute.id, box.id, 'uses');
      }
    }
  }
}

export interface Looks {
  level: Level;
  /** Ids of stores and pipelines that show what is in them. */
  open: ReadonlySet<string>;
  calls: boolean;
  computes: Computes | null;
}

export function fold(graph: Lineage, looks: Looks): Folded {
  const folding = new Folding(graph, looks.level, looks.open);
  graph.datasets.forEach((_, i) => folding.dataset(i));
  graph.activities.forEach((_, i) => folding.connect(i));
  if (looks.calls && looks.level !== 'stores') folding.calls();
  if (looks.computes) folding.uses(looks.computes);
  return {
    level: looks.level,
    boxes: [...folding.boxes.values()],
    arrows: [...folding.arrows.values()].filter((arrow) => arrow.from !== arrow.to),
  };
}
