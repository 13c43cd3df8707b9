import {
  Background,
  BackgroundVariant,
  Controls,
  Handle,
  MarkerType,
  MiniMap,
  Position,
  ReactFlow,
  useReactFlow,
  useStore,
  type Edge,
  type Node as FlowNode,
  type NodeProps,
} from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { Boxes, Cpu, Database, HardDrive, Workflow } from 'lucide-react';
import { memo, useCallback, useEffect, useMemo, useRef } from 'react';
import { StatusIcon } from '@/status/Status';
import { useTheme } from '@/theme/theme';
import type { Drawn, DrawnArrow, DrawnBox } from './drawing';

interface BoxData extends Record<string, unknown> {
  box: DrawnBox;
  selected: boolean;
  dim: boolean;
  onColumn: (box: string, column: string) => void;
}
type BoxNode = FlowNode<BoxData, 'box'>;

export const KIND_ICONS = {
  dataset: Database,
  activity: Boxes,
  pipeline: Workflow,
  store: HardDrive,
  compute: Cpu,
};

const LineageBox = memo(function LineageBox({ data }: NodeProps<BoxNode>) {
  const { box, selected, dim, onColumn } = data;
  const Icon = KIND_ICONS[box.kind];
  return (
    <div
      className={`lin-box kind-${box.kind} ${box.shade.tone === 'kind' ? '' : `tone-${box.shade.tone}`} ${
        selected ? 'selected' : ''
      } ${dim ? 'dim' : ''} ${box.going ? 'going' : ''}`}
      title={box.title}
    >
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <div className="lin-head">
        <Icon size={15} aria-hidden="true" />
        <span className="lin-words">
          <span className="lin-name">{box.label}</span>
          <span className="lin-note">
            <span>{box.note}</span>
            {box.side && <span className="lin-side num">{box.side}</span>}
          </span>
        </span>
        {box.status && <StatusIcon status={box.status} size={14} />}
      </div>
      {box.columns.length > 0 && (
        <ul className="lin-columns">
          {box.columns.map((column) => (
            <li key={column.name} className={column.traced ? 'traced' : ''}>
              <Handle
                id={`in ${column.name}`}
                type="target"
                position={Position.Left}
                isConnectable={false}
              />
              <button
                type="button"
                className="nodrag"
                tabIndex={selected ? 0 : -1}
                onClick={(event) => {
                  event.stopPropagation();
                  onColumn(box.id, column.name);
                }}
              >
                <span>{column.name}</span>
                <span className="lin-type">{column.type}</span>
              </button>
              <Handle
                id={`out ${column.name}`}
                type="source"
                position={Position.Right}
                isConnectable={false}
              />
            </li>
          ))}
        </ul>
      )}
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
});
const NODE_TYPES = { box: LineageBox };

const colourOf = (arrow: DrawnArrow): string =>
  arrow.going
    ? 'var(--run-fill)'
    : arrow.strong
      ? 'var(--accent)'
      : arrow.kind === 'removes'
        ? 'var(--bad-fill)'
        : 'color-mix(in srgb, var(--text-3) 60%, var(--panel))';

function edgeOf(arrow: DrawnArrow, dim: boolean): Edge {
  const colour = colourOf(arrow);
  return {
    id: arrow.id,
    source: arrow.from,
    target: arrow.to,
    ...(arrow.fromColumn ? { sourceHandle: `out ${arrow.fromColumn}` } : {}),
    ...(arrow.toColumn ? { targetHandle: `in ${arrow.toColumn}` } : {}),
    ...(arrow.label ? { label: arrow.label } : {}),
    animated: arrow.going,
    className: `${dim ? 'dim' : ''} ${arrow.going ? 'going' : ''}`,
    style: {
      stroke: colour,
      strokeWidth: arrow.going ? 2.4 : arrow.strong ? 2 : 1.4,
      ...(arrow.kind === 'moves' ? {} : { strokeDasharray: '5 4' }),
    },
    markerEnd: { type: MarkerType.ArrowClosed, color: colour, width: 14, height: 14 },
    ...(arrow.going || arrow.strong ? { zIndex: 1 } : {}),
    focusable: false,
  };
}

/** From further away, names are all that can be read. */
const FAR = 0.38;

/** Follows what is chosen, and shows the whole where there is something else to see. */
function Camera({ shape, chosen }: { shape: string; chosen: string | null }) {
  const flow = useReactFlow();
  const newest = useRef(chosen);
  useEffect(() => {
    newest.current = chosen;
  });
  const goTo = useCallback(
    (id: string | null, duration: number) => {
      const node = id === null ? undefined : flow.getNode(id);
      const frame = document.querySelector('.lin-flow')?.getBoundingClientRect();
      if (!node || !frame) return;
      const { x, y, zoom } = flow.getViewport();
      const [left, top] = [node.position.x * zoom + x, node.position.y * zoom + y];
      const inside = left > 0 && top > 0 && left < frame.width - 120 && top < frame.height - 60;
      if (inside && zoom > FAR) return;
      void flow.setCenter(
        node.position.x + (node.width ?? 0) / 2,
        node.position.y + (node.height ?? 0) / 2,
        { zoom: Math.max(zoom, 0.85), duration },
      );
    },
    [flow],
  );
  useEffect(() => {
    void flow
      .fitView({ padding: 0.08, maxZoom: 1.1 })
      .then(() => requestAnimationFrame(() => goTo(newest.current, 0)));
  }, [flow, shape, goTo]);
  useEffect(() => goTo(chosen, 250), [chosen, goTo]);
  return null;
}

/** From far away, names are all that is drawn of a box. */
function Distance() {
  const far = useStore((state) => state.transform[2] < FAR);
  useEffect(() => {
    document.querySelector('.lin-flow')?.classList.toggle('far', far);
  }, [far]);
  return null;
}

const VISIBLE_ONLY_FROM = 120;

/** The graph itself. */
export default function Flow({
  drawn,
  selected,
  found,
  minimap,
  onSelect,
  onFocus,
  onColumn,
}: {
  drawn: Drawn;
  selected: string | null;
  /** What a search found: the rest steps back. */
  found: ReadonlySet<string> | null;
  minimap: boolean;
  onSelect: (id: string | null) => void;
  onFocus: (id: string) => void;
  onColumn: (box: string, column: string) => void;
}) {
  const theme = useTheme();
  const nodes = useMemo<BoxNode[]>(
    () =>
      drawn.boxes.map((box) => ({
        id: box.id,
        type: 'box',
        position: box.at,
        width: box.width,
        height: box.height,
        measured: { width: box.width, height: box.height },
        ariaLabel: box.title,
        data: {
          box,
          selected: box.id === selected,
          dim: found ? !found.has(box.id) : false,
          onColumn,
        },
      })),
    [drawn, selected, found, onColumn],
  );
  const edges = useMemo(
    () =>
      drawn.arrows.map((arrow) =>
        edgeOf(arrow, found ? !(found.has(arrow.from) && found.has(arrow.to)) : false),
      ),
    [drawn, found],
  );
  return (
    <div className="lin-flow">
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        colorMode={theme}
        minZoom={0.02}
        maxZoom={2}
        nodesDraggable={false}
        nodesConnectable={false}
        onlyRenderVisibleElements={nodes.length > VISIBLE_ONLY_FROM}
        onNodeClick={(_, node) => onSelect(node.id)}
        onNodeDoubleClick={(_, node) => onFocus(node.id)}
        onPaneClick={() => onSelect(null)}
        zoomOnDoubleClick={false}
        ariaLabelConfig={{ 'node.a11yDescription.default': 'Enter shows more about it.' }}
        onSelectionChange={({ nodes: chosen }) => {
          const one = chosen[0];
          if (one && one.id !== selected) onSelect(one.id);
        }}
      >
        <Background variant={BackgroundVariant.Dots} gap={18} size={1} />
        <Controls showInteractive={false} />
        {minimap && (
          <MiniMap
            pannable
            zoomable
            ariaLabel="The whole graph, small"
            nodeClassName={(node: BoxNode) =>
              `mini kind-${node.data.box.kind} ${
                node.data.box.shade.tone === 'kind' ? '' : `tone-${node.data.box.shade.tone}`
              }`
            }
          />
        )}
        <Camera shape={drawn.shape} chosen={selected} />
        <Distance />
      </ReactFlow>
    </div>
  );
}
