import type { ELK, ElkNode } from 'elkjs/lib/elk-api';
import ElkApi from 'elkjs/lib/elk-api';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';

export interface Point {
  x: number;
  y: number;
}

let elk: ELK | null = null;
const theElk = (): ELK => (elk ??= new ElkApi({ workerUrl }));

/** Where each box goes, from left to right by what waits for what. */
export async function place(
  boxes: readonly { id: string; width: number; height: number }[],
  links: readonly { from: string; to: string }[],
): Promise<Map<string, Point>> {
  const graph: ElkNode = {
    id: 'root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'RIGHT',
      'elk.layered.spacing.nodeNodeBetweenLayers': '72',
      'elk.spacing.nodeNode': '22',
      'elk.spacing.componentComponent': '30',
      'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
      'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
    },
    children: boxes.map((box) => ({ ...box })),
    edges: links.map(({ from, to }) => ({ id: `${from}>${to}`, sources: [from], targets: [to] })),
  };
  const placed = await theElk().layout(graph);
  return new Map(
    (placed.children ?? []).map((node) => [node.id, { x: node.x ?? 0, y: node.y ?? 0 }]),
  );
}
