import type { ELK, ElkNode } from 'elkjs/lib/elk-api';
import ElkApi from 'elkjs/lib/elk-api';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import { placeInRows, type Places, type Sized, type Tie } from './rows';

/** Beyond it the layout of ELK takes longer than somebody wants to wait. */
const ELK_MAX = 400;
/** … and on a machine that is busy, so long is waited for it. */
const WAIT_MS = 1500;

let elk: ELK | null = null;
const theElk = (): ELK => (elk ??= new ElkApi({ workerUrl }));

/** Where each box goes, from left to right by what is made of what. */
export async function place(
  boxes: readonly Sized[],
  ties: readonly Tie[],
  across: number,
): Promise<Places> {
  if (boxes.length > ELK_MAX) return placeInRows(boxes, ties, across);
  const graph: ElkNode = {
    id: 'root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'RIGHT',
      'elk.layered.spacing.nodeNodeBetweenLayers': String(across),
      'elk.spacing.nodeNode': '16',
      'elk.spacing.componentComponent': '30',
      'elk.aspectRatio': '1.6',
      'elk.layered.nodePlacement.strategy': boxes.length > 60 ? 'BRANDES_KOEPF' : 'NETWORK_SIMPLEX',
    },
    children: boxes.map((box) => ({ ...box })),
    edges: ties.map((tie) => ({ id: tie.id, sources: [tie.from], targets: [tie.to] })),
  };
  const placed = theElk()
    .layout(graph)
    .then(
      ({ children }): Places =>
        new Map((children ?? []).map((node) => [node.id, { x: node.x ?? 0, y: node.y ?? 0 }])),
    );
  const late = new Promise<Places>((resolve) =>
    setTimeout(() => resolve(placeInRows(boxes, ties, across)), WAIT_MS),
  );
  return Promise.race([placed, late]);
}
