import {
  Background,
  BackgroundVariant,
  Controls,
  Handle,
  MarkerType,
  Position,
  ReactFlow,
  type Edge,
  type Node as FlowNode,
  type NodeProps,
} from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { ChevronRight, Maximize2 } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { count } from '@/format/number';
import { duration } from '@/format/time';
import { Empty } from '@/kit/Panel';
import { useNow } from '@/live/useNow';
import { StatusIcon } from '@/status/Status';
import { statusWords, toneOf } from '@/status/status';
import { useTheme } from '@/theme/theme';
import type { Defined } from '../definition';
import { placeOf } from '../definition';
import { keysAround, type Node } from '../tree';
import { place, type Placed } from './layout';
import { scopeOf, type Scope } from './scope';
import './graph.css';

const WIDTH = 210;
const HEIGHT = 58;
const HOLDER_HEIGHT = 78;

interface BoxData extends Record<string, unknown> {
  defined: Defined;
  node: Node | undefined;
  selected: boolean;
  now: number;
  onEnter: (() => void) | null;
}
type Box = FlowNode<BoxData, 'activity'>;

/** How the iterations of a loop, or the activities of a branch, have ended: a bar of parts. */
function Parts({ node }: { node: Node }) {
  const all = node.children.length;
  return (
    <span
      className="box-parts"
      title={Object.entries(node.counts)
        .map(([status, n]) => `${statusWords(status)} ${n}`)
        .join(', ')}
    >
      {Object.entries(node.counts).map(([status, n]) => (
        <i
          key={status}
          className={`fill tone-${toneOf(status)}`}
          style={{ width: `${(100 * n) / all}%` }}
        />
      ))}
    </span>
  );
}

function ActivityBox({ data }: NodeProps<Box>) {
  const { defined, node, selected, now, onEnter } = data;
  const status = node?.status;
  return (
    <div
      className={`box ${status ? `tone-${toneOf(status)}` : 'unstarted'} ${selected ? 'selected' : ''}`}
    >
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <div className="box-line">
        {status ? <StatusIcon status={status} /> : <span className="box-dot" />}
        <span className="box-name" title={defined.name}>
          {defined.name}
        </span>
        {onEnter && (
          <button
            type="button"
            className="box-enter nodrag"
            aria-label={`Into ${defined.name}`}
            onClick={onEnter}
          >
            <Maximize2 size={13} />
          </button>
        )}
      </div>
      <div className="box-note">
        <span>{defined.type}</span>
        <span className="num">{node ? duration((node.end ?? now) - node.start) : ''}</span>
      </div>
      {node && node.children.length > 0 && (
        <div className="box-inner">
          <Parts node={node} /> <span className="num">{count(node.children.length)}</span>
        </div>
      )}
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
}

const NODE_TYPES = { activity: ActivityBox };
const CONDITION_TONES: Record<string, string> = {
  Succeeded: 'good',
  Failed: 'bad',
  Completed: 'run',
  Skipped: 'skip',
};

/** The places of a scope's boxes; asked again when what is in it changes, not when it runs. */
function usePlaces(scope: Scope): Map<string, Placed> | null {
  const [places, setPlaces] = useState<{ shape: string; at: Map<string, Placed> } | null>(null);
  const shape = JSON.stringify(
    scope.activities.map((one) => [
      one.name,
      one.inner.length > 0,
      one.dependsOn.map((d) => d.activity),
    ]),
  );
  useEffect(() => {
    let gone = false;
    const known = new Set(scope.activities.map((one) => one.name));
    void place(
      scope.activities.map((one) => ({
        id: one.name,
        width: WIDTH,
        height: one.inner.length > 0 ? HOLDER_HEIGHT : HEIGHT,
      })),
      scope.activities.flatMap((one) =>
        one.dependsOn
          .filter((dependency) => known.has(dependency.activity))
          .map((dependency) => ({
            id: `${dependency.activity}>${one.name}`,
            from: dependency.activity,
            to: one.name,
          })),
      ),
    ).then((at) => {
      if (!gone) setPlaces({ shape, at });
    });
    return () => {
      gone = true;
    };
    // The shape says all that counts of the scope.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [shape]);
  return places?.shape === shape ? places.at : null;
}

/** The pipeline as a graph with the state of each activity; containers are gone into. */
export default function Graph({
  definition,
  tree,
  nodes,
  selected,
  onSelect,
}: {
  definition: readonly Defined[];
  tree: readonly Node[];
  nodes: ReadonlyMap<string, Node>;
  selected: string | null;
  onSelect: (key: string) => void;
}) {
  const theme = useTheme();
  const now = useNow();
  // One is where the chosen activity is.
  const around = selected === null ? [] : keysAround(selected);
  const inside = around.at(-1) ?? '';
  const [entered, setEntered] = useState<{ from: string; key: string } | null>(null);
  const scopeKey = entered?.from === inside ? entered.key : inside;
  const scope = useMemo(
    () => scopeOf(definition, tree, nodes, scopeKey),
    [definition, tree, nodes, scopeKey],
  );
  const places = usePlaces(scope);
  const enter = (key: string) => setEntered({ from: inside, key });

  const boxes = useMemo<Box[]>(
    () =>
      scope.activities.map((defined) => {
        const key = scope.keyOf(defined.name);
        const node = nodes.get(key);
        const into =
          defined.inner.length > 0
            ? (node?.children.find((one) => one.kind === 'iteration')?.key ?? key)
            : null;
        return {
          id: defined.name,
          type: 'activity',
          position: places?.get(defined.name) ?? { x: 0, y: 0 },
          width: WIDTH,
          height: defined.inner.length > 0 ? HOLDER_HEIGHT : HEIGHT,
          data: {
            defined,
            node,
            selected: key === selected,
            now,
            onEnter: into === null ? null : () => setEntered({ from: inside, key: into }),
          },
        };
      }),
    [scope, nodes, places, selected, now, inside],
  );
  const edges = useMemo<Edge[]>(
    () =>
      scope.activities.flatMap((one) =>
        one.dependsOn.map((dependency) => {
          const conditions = dependency.conditions.join(', ') || 'Succeeded';
          const colour = `var(--${CONDITION_TONES[conditions] ?? 'run'}-fill)`;
          return {
            id: `${dependency.activity}>${one.name}`,
            source: dependency.activity,
            target: one.name,
            style: { stroke: colour, strokeWidth: 1.6 },
            markerEnd: { type: MarkerType.ArrowClosed, color: colour, width: 14, height: 14 },
            ...(conditions === 'Succeeded' ? {} : { label: conditions }),
            focusable: false,
          };
        }),
      ),
    [scope],
  );
  if (scope.activities.length === 0) {
    return <Empty title="The pipeline has no activities here, or is not there any more" />;
  }
  const steps = scopeKey === '' ? [] : [...keysAround(scopeKey), scopeKey];
  return (
    <div className="graph">
      {steps.length > 0 && (
        <nav className="graph-path" aria-label="Where in the pipeline">
          <button type="button" onClick={() => enter('')}>
            Pipeline
          </button>
          {steps.map((key) => (
            <span key={key}>
              <ChevronRight size={12} aria-hidden="true" />
              <button type="button" onClick={() => enter(key)} aria-current={key === scopeKey}>
                {key.slice(key.lastIndexOf('/') + 1)}
              </button>
            </span>
          ))}
          {scope.iterations.length > 1 && (
            <select
              className="input"
              aria-label="Iteration"
              value={scopeKey}
              onChange={(event) => enter(event.target.value)}
            >
              {scope.iterations.map((one) => (
                <option key={one.key} value={one.key}>
                  {one.name} {statusWords(one.status)}
                </option>
              ))}
            </select>
          )}
        </nav>
      )}
      <div className="graph-flow">
        {!places && <p className="laying-out">Laying it out …</p>}
        {places && (
          <ReactFlow
            key={placeOf(scopeKey)}
            nodes={boxes}
            edges={edges}
            nodeTypes={NODE_TYPES}
            colorMode={theme}
            fitView
            fitViewOptions={{ maxZoom: 1.1, padding: 0.12 }}
            minZoom={0.05}
            nodesDraggable={false}
            nodesConnectable={false}
            onlyRenderVisibleElements
            onNodeClick={(_, box) => onSelect(scope.keyOf(box.id))}
            onNodeDoubleClick={(_, box) => box.data.onEnter?.()}
            ariaLabelConfig={{ 'node.a11yDescription.default': 'Enter chooses the activity.' }}
            onSelectionChange={({ nodes: chosen }) => {
              const one = chosen[0];
              if (one && scope.keyOf(one.id) !== selected) onSelect(scope.keyOf(one.id));
            }}
          >
            <Background variant={BackgroundVariant.Dots} gap={18} size={1} />
            <Controls showInteractive={false} />
          </ReactFlow>
        )}
      </div>
    </div>
  );
}
