import {
  Background,
  BackgroundVariant,
  Controls,
  MarkerType,
  ReactFlow,
  ReactFlowProvider,
  useNodesInitialized,
  useReactFlow,
  type Connection,
  type EdgeChange,
  type NodeChange,
} from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { ChevronRight } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState, type ClipboardEvent } from 'react';
import { Empty } from '@/kit/Panel';
import { useTheme } from '@/theme/theme';
import type { Finding } from '../api';
import { member, textOf, type Json } from '../model/json';
import {
  activitiesIn,
  branchesOf,
  branchTitle,
  connect,
  copyActivities,
  dependenciesOf,
  pasteActivities,
  printPlace,
  readCopied,
  removeActivities,
  scopePath,
  waitsFor,
  type Place,
  type Step,
} from '../model/pipeline';
import { ActivityBox, heightOf, WIDTH, type ActivityNode } from './ActivityBox';
import { LinkEdge, toneOfConditions, type Link } from './LinkEdge';
import type { Point } from './layout';
import { usePlaces } from './places';
import './canvas.css';

const NODE_TYPES = { activity: ActivityBox };
const EDGE_TYPES = { link: LinkEdge };
const LEGIBLE = 0.6;
const START_ZOOM = 0.8;
/** After what is beside the canvas has taken its room. */
const AFTER_MS = 120;

export interface CanvasProps {
  pipeline: string;
  document: Json;
  place: Place;
  readOnly: boolean;
  findingsOf: (place: Place) => readonly Finding[];
  onPlace: (place: Place) => void;
  onChange: (document: Json) => void;
  onAdd: () => void;
  /** The places that debug runs pause before. */
  stops: readonly string[];
  /** Where one pauses now. */
  paused: readonly string[];
  onStop: ((place: Place) => void) | null;
}

function Crumbs({ place, onPlace }: { place: Place; onPlace: (place: Place) => void }) {
  if (place.scope.length === 0) return null;
  return (
    <nav className="graph-path" aria-label="Where in the pipeline">
      <button type="button" onClick={() => onPlace({ scope: [], name: '' })}>
        Pipeline
      </button>
      {place.scope.map((step, i) => (
        <span key={`${step.name}:${step.branch}`}>
          <ChevronRight size={12} aria-hidden="true" />
          <button
            type="button"
            aria-current={i === place.scope.length - 1}
            onClick={() => onPlace({ scope: place.scope.slice(0, i + 1), name: '' })}
          >
            {step.name} · {branchTitle(step.branch)}
          </button>
        </span>
      ))}
    </nav>
  );
}

/** True where keys and the clipboard are those of a text field. */
const inText = (target: EventTarget): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

function Flow(props: CanvasProps) {
  const { pipeline, document, place, readOnly, findingsOf, onPlace, onChange } = props;
  const stops = props.stops.join(',');
  const paused = props.paused.join(',');
  const theme = useTheme();
  const flow = useReactFlow();
  const { scope } = place;
  const scopeKey = JSON.stringify(scope);
  const activities = useMemo(
    () => activitiesIn(document, JSON.parse(scopeKey) as Step[]),
    [document, scopeKey],
  );
  const shapes = useMemo(
    () =>
      activities.map((one) => {
        const rows = branchesOf(one).map(({ branch, activities: inner }) => ({
          branch,
          count: inner.length,
        }));
        const name = textOf(member(one, 'name'));
        return { id: name, width: WIDTH, height: heightOf(rows.length), rows, one };
      }),
    [activities],
  );
  const links = useMemo(() => {
    const known = new Map(shapes.map((one) => [one.id.toLowerCase(), one.id]));
    return shapes.flatMap(({ id, one }) =>
      dependenciesOf(one).flatMap((on) => {
        const from = known.get(on.activity.toLowerCase());
        return from === undefined ? [] : [{ from, to: id, conditions: on.conditions }];
      }),
    );
  }, [shapes]);
  const boxes = useMemo(
    () => shapes.map(({ id, width, height }) => ({ id, width, height })),
    [shapes],
  );
  const pairs = useMemo(() => links.map(({ from, to }) => ({ from, to })), [links]);
  const places = usePlaces(pipeline, scopeKey, boxes, pairs);
  const [dragged, setDragged] = useState<ReadonlyMap<string, Point>>(new Map());
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [edge, setEdge] = useState<string | null>(null);
  // What is chosen elsewhere, as by a finding, is chosen here too.
  useEffect(() => {
    setChosen((old) =>
      place.name === ''
        ? old.size > 1
          ? old
          : new Set()
        : old.has(place.name)
          ? old
          : new Set([place.name]),
    );
  }, [place.name, scopeKey]);
  const host = useRef<HTMLDivElement>(null);
  const drawn = useNodesInitialized();
  const known = useRef(new Set<string>());
  // On a phone another pane may be before it: nothing fits into nothing.
  const [shown, setShown] = useState(true);
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setShown(element.clientWidth > 0));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    // What was added is brought into sight.
    if (!places.ready || !drawn || !shown || host.current?.clientWidth === 0) return;
    const now = new Set(boxes.map((one) => `${scopeKey} ${one.id}`));
    const more = [...now].some((id) => !known.current.has(id));
    const soft = [...known.current].some((id) => now.has(id));
    // Just renamed, they are not drawn yet.
    const bounds = flow.getNodesBounds(boxes.map((one) => one.id));
    if (!(bounds.width > 0)) return;
    known.current = now;
    if (!more) return;
    // What is too much to be read at once is shown from its beginning.
    const { clientWidth = 0, clientHeight = 0 } = host.current ?? {};
    const fits = Math.min(clientWidth / bounds.width, clientHeight / bounds.height);
    if (fits >= LEGIBLE || soft) {
      void flow.fitView({ maxZoom: 1.1, padding: 0.16, duration: soft ? 250 : 0 });
    } else {
      const first = boxes.reduce<Point | null>((left, one) => {
        const point = places.placeOf(one.id);
        return left === null || point.x < left.x ? point : left;
      }, null);
      void flow.setViewport({
        x: 24 - bounds.x * START_ZOOM,
        y: clientHeight / 2 - ((first?.y ?? 0) + 28) * START_ZOOM,
        zoom: START_ZOOM,
      });
    }
    // Where boxes are says the layout; it counts when it is there.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [boxes, places.ready, drawn, shown, scopeKey, flow]);

  // Where a debug run pauses is kept in sight, also when its values take room from the canvas.
  const pausedHere = activities
    .map((one) => textOf(member(one, 'name')))
    .find((name) => paused.split(',').includes(printPlace({ scope, name })));
  const ready = places.ready && drawn && shown;
  useEffect(() => {
    if (pausedHere === undefined || !ready) return;
    const timer = setTimeout(() => {
      const at = flow.getNode(pausedHere);
      if (!at) return;
      const { x, y } = at.position;
      void flow.setCenter(x + (at.width ?? 0) / 2, y + (at.height ?? 0) / 2, {
        zoom: Math.max(flow.getZoom(), LEGIBLE),
        duration: 200,
      });
    }, AFTER_MS);
    return () => clearTimeout(timer);
  }, [pausedHere, ready, flow]);

  const enter = useCallback(
    (name: string, branch: string) =>
      onPlace({ scope: [...(JSON.parse(scopeKey) as Step[]), { name, branch }], name: '' }),
    [onPlace, scopeKey],
  );
  const nodes = useMemo<ActivityNode[]>(
    () =>
      shapes.map(({ id, width, height, rows, one }) => {
        const where = { scope: JSON.parse(scopeKey) as Step[], name: id };
        const findings = findingsOf(where);
        return {
          id,
          type: 'activity',
          position: dragged.get(id) ?? places.placeOf(id),
          width,
          height,
          // Known beforehand: else links would wait for each to be measured again.
          measured: { width, height },
          selected: chosen.has(id),
          ariaLabel: `${id}, ${textOf(member(one, 'type'))}`,
          data: {
            name: id,
            type: textOf(member(one, 'type')),
            inactive: textOf(member(one, 'state')).toLowerCase() === 'inactive',
            rows,
            errors: findings.filter((each) => each.severity === 'error').length,
            warnings: findings.filter((each) => each.severity === 'warning').length,
            readOnly,
            stops: stops.split(',').includes(printPlace(where)),
            paused: paused.split(',').includes(printPlace(where)),
            chosen: chosen.has(id),
            onEnter: enter,
          },
        };
      }),
    [shapes, findingsOf, scopeKey, dragged, places, chosen, readOnly, enter, stops, paused],
  );
  const setConditions = useCallback(
    (from: string, to: string, conditions: string[]) =>
      onChange(connect(document, JSON.parse(scopeKey) as Step[], from, to, conditions)),
    [document, scopeKey, onChange],
  );
  const edges = useMemo<Link[]>(
    () =>
      links.map(({ from, to, conditions }) => {
        const colour = `var(--${toneOfConditions(conditions)}-fill)`;
        const id = `${from}>${to}`;
        return {
          id,
          type: 'link',
          source: from,
          target: to,
          sourceHandle: conditions[0] ?? 'Succeeded',
          targetHandle: 'in',
          selected: edge === id,
          style: { stroke: colour },
          markerEnd: { type: MarkerType.ArrowClosed, color: colour, width: 14, height: 14 },
          focusable: !readOnly,
          ariaLabel: `${to} waits for ${from}: ${conditions.join(' or ')}`,
          data: { conditions, readOnly, onConditions: setConditions },
        };
      }),
    [links, edge, readOnly, setConditions],
  );

  const onNodesChange = (changes: NodeChange<ActivityNode>[]) => {
    const dropped = new Map<string, Point>();
    const moving = new Map(dragged);
    let selection: Set<string> | null = null;
    for (const change of changes) {
      if (change.type === 'position' && change.position) {
        moving.set(change.id, change.position);
        if (change.dragging === false) dropped.set(change.id, change.position);
      } else if (change.type === 'position' && change.dragging === false) {
        const at = moving.get(change.id);
        if (at) dropped.set(change.id, at);
      } else if (change.type === 'select') {
        selection ??= new Set(chosen);
        if (change.selected) selection.add(change.id);
        else selection.delete(change.id);
      }
    }
    if (dropped.size > 0) {
      places.move(dropped);
      for (const id of dropped.keys()) moving.delete(id);
    }
    setDragged(moving);
    if (selection) {
      setChosen(selection);
      const [one] = selection;
      onPlace({ scope, name: selection.size === 1 && one !== undefined ? one : '' });
    }
  };
  const onEdgesChange = (changes: EdgeChange<Link>[]) => {
    for (const change of changes) {
      if (change.type === 'select') setEdge(change.selected ? change.id : null);
    }
  };
  const onConnect = ({ source, target, sourceHandle }: Connection) => {
    const now = links.find((one) => one.from === source && one.to === target)?.conditions ?? [];
    const next = sourceHandle ?? 'Succeeded';
    if (!now.includes(next)) setConditions(source, target, [...now, next]);
  };
  const mayConnect = ({ source, target }: { source: string; target: string }) =>
    source !== target && !waitsFor(activities, source, target);

  const remove = () => {
    if (chosen.size > 0) {
      onChange(removeActivities(document, scope, [...chosen]));
      setChosen(new Set());
      onPlace({ scope, name: '' });
    } else if (edge !== null) {
      const gone = links.find(({ from, to }) => `${from}>${to}` === edge);
      if (gone) setConditions(gone.from, gone.to, []);
      setEdge(null);
    }
  };
  const copy = (event: ClipboardEvent, cut: boolean) => {
    if (inText(event.target) || chosen.size === 0) return;
    event.clipboardData.setData('text/plain', copyActivities(document, scope, [...chosen]));
    event.preventDefault();
    if (cut && !readOnly) remove();
  };
  const paste = (event: ClipboardEvent) => {
    if (inText(event.target) || readOnly) return;
    const copied = readCopied(event.clipboardData.getData('text/plain'));
    if (copied.length === 0) return;
    event.preventDefault();
    const pasted = pasteActivities(document, scope, copied);
    onChange(pasted.document);
    setChosen(new Set(pasted.names));
    onPlace({ scope, name: pasted.names.length === 1 ? (pasted.names[0] ?? '') : '' });
  };

  return (
    <div
      className="canvas"
      role="group"
      aria-label="Canvas"
      onCopy={(event) => copy(event, false)}
      onCut={(event) => copy(event, true)}
      onPaste={paste}
      onKeyDown={(event) => {
        if (inText(event.target)) return;
        if (event.key === 'b' && !event.ctrlKey && !event.metaKey && place.name !== '') {
          props.onStop?.(place);
          return;
        }
        if (readOnly) return;
        if (event.key === 'Delete' || event.key === 'Backspace') {
          event.preventDefault();
          remove();
        } else if (event.key === 'a' && !event.ctrlKey && !event.metaKey) {
          event.preventDefault();
          props.onAdd();
        }
      }}
    >
      <Crumbs place={place} onPlace={onPlace} />
      <div className="canvas-flow" ref={host}>
        {scopePath(document, scope) === null ? (
          <Empty title="There is no such place in the pipeline" />
        ) : activities.length === 0 ? (
          <Empty
            title={scope.length > 0 ? 'Nothing in here yet' : 'The pipeline has no activities'}
          >
            {!readOnly && (
              <button type="button" className="button primary" onClick={props.onAdd}>
                Add an activity
              </button>
            )}
          </Empty>
        ) : (
          <ReactFlow
            nodes={places.ready ? nodes : []}
            edges={places.ready ? edges : []}
            nodeTypes={NODE_TYPES}
            edgeTypes={EDGE_TYPES}
            colorMode={theme}
            minZoom={0.05}
            maxZoom={1.6}
            onlyRenderVisibleElements={nodes.length > 150}
            nodesConnectable={!readOnly}
            deleteKeyCode={null}
            multiSelectionKeyCode={['Shift', 'Control', 'Meta']}
            connectionRadius={32}
            isValidConnection={(one) => mayConnect(one)}
            onNodesChange={onNodesChange}
            onEdgesChange={onEdgesChange}
            onConnect={onConnect}
            onNodeDoubleClick={(_, node) => {
              const [row] = node.data.rows;
              if (row) enter(node.id, row.branch);
            }}
            ariaLabelConfig={{ 'node.a11yDescription.default': 'Enter chooses the activity.' }}
          >
            <Background variant={BackgroundVariant.Dots} gap={18} size={1} />
            <Controls showInteractive={false} fitViewOptions={{ maxZoom: 1.1, padding: 0.16 }} />
          </ReactFlow>
        )}
        {places.isMoved && (
          <button type="button" className="button small canvas-tidy" onClick={places.tidy}>
            Tidy
          </button>
        )}
      </div>
    </div>
  );
}

/** A scope of a pipeline as boxes and links, to look at and to change. */
export default function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Flow {...props} />
    </ReactFlowProvider>
  );
}
