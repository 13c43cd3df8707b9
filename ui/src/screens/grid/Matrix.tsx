import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight } from 'lucide-react';
import {
  memo,
  useEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
} from 'react';
import { useWidth } from '@/chart/StackedBars';
import { toneOf } from '@/status/status';
import { linesOf, nearest, spanned, touched, type Area, type Item } from './area';

/** A line of the grid; its items come by the grid's `useItems`. */
export interface Line {
  key: string;
  title: string;
  /** Beside the title, smaller. */
  note?: ReactNode;
  depth?: number;
  /** It opens to more lines. */
  open?: boolean;
}

export interface LineItems {
  items: readonly Item[];
  pending: boolean;
  /** Before this place of the axis nothing is known. */
  since?: number | undefined;
  error?: string | undefined;
}

export interface Tick {
  at: number;
  label: string;
}

interface Props {
  label: string;
  lines: readonly Line[];
  /** The axis. */
  from: number;
  to: number;
  ticks: readonly Tick[];
  now?: number;
  /** Called for each line that is drawn. */
  useItems: (key: string) => LineItems;
  /** The same without drawing it: what is known by now. */
  peek: (key: string) => readonly Item[];
  area: Area | null;
  onArea: (area: Area | null) => void;
  onOpen: (line: string, item: Item) => void;
  onFold?: (line: string) => void;
  /** Items that are pointed at: "line\nitem". */
  marked?: ReadonlySet<string>;
  /** More is known of a line than before: `peek` says more. */
  onKnown: () => void;
  foot?: ReactNode;
}

const LINE = 28;
const GAP_FROM = 5;
const LABEL = 230;
const LABEL_NARROW = 118;
const NARROW = 620;
const TIP = 240;
const TICK = 58;

const idOf = (line: string, item: string) => `cell-${encodeURIComponent(`${line}\n${item}`)}`;

const LineCells = memo(function LineCells({
  line,
  from,
  to,
  width,
  useItems,
  marked,
  onKnown,
}: {
  line: string;
  from: number;
  to: number;
  width: number;
  useItems: (key: string) => LineItems;
  marked: ReadonlySet<string> | undefined;
  onKnown: () => void;
}) {
  const { items, pending, since, error } = useItems(line);
  useEffect(() => onKnown(), [items, onKnown]);
  const x = (at: number) => ((at - from) / (to - from)) * width;
  return (
    <>
      {since !== undefined && since > from && (
        <span className="mx-unknown" style={{ width: x(Math.min(since, to)) }} />
      )}
      {pending && <span className="mx-pending" />}
      {error && <span className="mx-error">{error}</span>}
      {items.map((item) => {
        const left = Math.max(0, x(item.start));
        const wide = Math.min(width, x(item.end)) - left;
        if (wide <= 0) return null;
        const gap = wide > GAP_FROM ? 1 : 0;
        return (
          <span
            key={item.key}
            id={idOf(line, item.key)}
            role="gridcell"
            aria-label={item.label}
            className={`mx-cell tone-${toneOf(item.state)} is-${item.state} ${marked?.has(`${line}\n${item.key}`) ? 'marked' : ''}`}
            style={{ left: left + gap, width: Math.max(1, wide - 2 * gap) }}
          >
            {wide >= 20 && (item.n ?? 0) > 1 ? item.n : null}
          </span>
        );
      })}
    </>
  );
});

interface Cursor {
  line: string;
  item: Item;
}

/** Lines over a time: arrow keys walk, Shift with them or the pointer marks an area, Enter opens. */
export function Matrix(props: Props) {
  const { lines, from, to, area, onArea, peek } = props;
  const [frame, width] = useWidth<HTMLDivElement>();
  const scroller = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const [hovered, setHovered] = useState<{ item: Item; x: number; y: number } | null>(null);
  const [drag, setDrag] = useState<Cursor | null>(null);
  const anchor = useRef<Cursor | null>(null);
  const label = width > 0 && width < NARROW ? LABEL_NARROW : LABEL;
  const track = Math.max(60, width - label - 14);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 6,
  });
  const keys = lines.map((one) => one.key);
  useEffect(() => {
    setCursor(null);
    anchor.current = null;
  }, [from, to]);

  const at = (event: PointerEvent): (Cursor & { index: number }) | null => {
    const body = scroller.current?.querySelector('.mx-body')?.getBoundingClientRect();
    if (!body) return null;
    const index = Math.floor((event.clientY - body.top) / LINE);
    const line = lines[index];
    const place = from + ((event.clientX - body.left - label) / track) * (to - from);
    if (!line || event.clientX - body.left < label) return null;
    const item = nearest(peek(line.key), place);
    const slack = ((to - from) / track) * 8;
    if (!item || place < item.start - slack || place > item.end + slack) return null;
    return { line: line.key, item, index };
  };
  const choose = (next: Cursor, extend: boolean) => {
    setCursor(next);
    if (!extend || !anchor.current) anchor.current = next;
    onArea(spanned(anchor.current, next));
  };
  const down = (event: PointerEvent) => {
    if (event.button !== 0 || (event.target as Element).closest('button, a')) return;
    const hit = at(event);
    if (!hit) {
      if (!event.shiftKey) onArea(null);
      return;
    }
    choose(hit, event.shiftKey);
    if (event.pointerType === 'touch') return;
    setDrag(hit);
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const over = (event: PointerEvent) => {
    const hit = at(event);
    const box = frame.current?.getBoundingClientRect();
    setHovered(
      hit && box
        ? { item: hit.item, x: event.clientX - box.left, y: event.clientY - box.top }
        : null,
    );
    if (drag && hit && (hit.line !== cursor?.line || hit.item.key !== cursor.item.key)) {
      choose(hit, true);
    }
  };
  const walk = (key: string, extend: boolean): boolean => {
    const here = cursor ?? firstOf(lines, peek);
    if (!here) return false;
    const items = peek(here.line);
    const i = items.findIndex((one) => one.key === here.item.key);
    const row = keys.indexOf(here.line);
    if (cursor === null) {
      choose(here, false);
      return true;
    }
    const side = { ArrowLeft: i - 1, ArrowRight: i + 1, Home: 0, End: items.length - 1 }[key];
    if (side !== undefined) {
      const item = items[Math.max(0, Math.min(items.length - 1, side))];
      if (item) choose({ line: here.line, item }, extend);
      return true;
    }
    const step = { ArrowUp: -1, ArrowDown: 1 }[key];
    if (step === undefined) return false;
    const middle = (here.item.start + here.item.end) / 2;
    for (let next = row + step; next >= 0 && next < keys.length; next += step) {
      const line = keys[next] ?? '';
      const item = nearest(peek(line), middle);
      if (!item) continue;
      choose({ line, item }, extend);
      virtual.scrollToIndex(next);
      break;
    }
    return true;
  };
  const pressed = (event: KeyboardEvent) => {
    if ((event.target as Element).closest('button, a')) return;
    if (event.key === 'Escape') {
      onArea(null);
      anchor.current = null;
    } else if (event.key === 'Enter' && cursor) {
      props.onOpen(cursor.line, cursor.item);
    } else if (!walk(event.key, event.shiftKey)) {
      return;
    }
    event.preventDefault();
  };
  const chosen = area ? linesOf(keys, area) : [];
  const top = area ? keys.indexOf(chosen[0] ?? '') : -1;
  const x = (place: number) => label + ((place - from) / (to - from)) * track;
  const now = props.now;
  // Those that have room for their words.
  const roomy = props.ticks.reduce<Tick[]>((kept, tick) => {
    const last = kept.at(-1);
    return last && x(tick.at) - x(last.at) < TICK ? kept : [...kept, tick];
  }, []);
  return (
    <div className="mx" ref={frame}>
      <div
        className="mx-scroll"
        ref={scroller}
        role="grid"
        aria-label={`${props.label}. Arrow keys walk, Shift and arrow keys mark an area, Enter opens.`}
        aria-rowcount={lines.length}
        aria-multiselectable
        aria-activedescendant={cursor ? idOf(cursor.line, cursor.item.key) : undefined}
        tabIndex={0}
        onKeyDown={pressed}
        onPointerDown={down}
        onPointerMove={over}
        onPointerUp={() => setDrag(null)}
        onPointerCancel={() => setDrag(null)}
        onPointerLeave={() => setHovered(null)}
        onDoubleClick={() => cursor && props.onOpen(cursor.line, cursor.item)}
      >
        <div className="mx-head" role="presentation">
          {roomy.map((tick) => (
            <span key={tick.at} className="mx-tick num" style={{ left: x(tick.at) }}>
              {tick.label}
            </span>
          ))}
        </div>
        <div className="mx-body" role="presentation" style={{ height: virtual.getTotalSize() }}>
          {props.ticks.map((tick) => (
            <span key={tick.at} className="mx-rule" style={{ left: x(tick.at) }} />
          ))}
          {virtual.getVirtualItems().map((row) => {
            const line = lines[row.index];
            if (!line) return null;
            return (
              <div
                key={line.key}
                role="row"
                aria-rowindex={row.index + 1}
                className={`mx-line ${chosen.includes(line.key) ? 'in' : ''}`}
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <div
                  role="rowheader"
                  className="mx-label"
                  style={{ width: label, paddingLeft: 12 + (line.depth ?? 0) * 30 }}
                  title={line.title}
                >
                  {line.open !== undefined && (
                    <button
                      type="button"
                      className="mx-fold"
                      aria-label={`Activities of ${line.title}`}
                      aria-expanded={line.open}
                      onClick={() => props.onFold?.(line.key)}
                    >
                      {line.open ? <ChevronDown size={14} /> : <ChevronRight size={14} />}
                    </button>
                  )}
                  <span className="mx-title">{line.title}</span>
                  {line.note && <span className="mx-note">{line.note}</span>}
                </div>
                <div role="presentation" className="mx-track" style={{ width: track }}>
                  {width > 0 && (
                    <LineCells
                      line={line.key}
                      from={from}
                      to={to}
                      width={track}
                      useItems={props.useItems}
                      marked={props.marked}
                      onKnown={props.onKnown}
                    />
                  )}
                </div>
              </div>
            );
          })}
          {now !== undefined && now > from && now < to && (
            <span className="mx-now" style={{ left: x(now) }} />
          )}
          {area && top >= 0 && area.to > from && area.from < to && (
            <span
              className="mx-area"
              style={{
                left: x(Math.max(from, area.from)) - 1,
                width: x(Math.min(to, area.to)) - x(Math.max(from, area.from)) + 2,
                top: top * LINE + 1,
                height: chosen.length * LINE - 2,
              }}
            />
          )}
        </div>
        {props.foot}
      </div>
      {hovered && !drag && (
        <div
          className="mx-tip"
          style={{ left: Math.min(hovered.x + 12, Math.max(0, width - TIP)), top: hovered.y + 16 }}
        >
          {hovered.item.label}
        </div>
      )}
      <span className="visually-hidden" role="status">
        {cursor ? `${cursor.line.split('\n').join(', ')}: ${cursor.item.label}` : ''}
      </span>
    </div>
  );
}

function firstOf(lines: readonly Line[], peek: Props['peek']): Cursor | null {
  for (const line of lines) {
    const item = peek(line.key).at(-1);
    if (item) return { line: line.key, item };
  }
  return null;
}

/** What is marked: the items of each line, of those that are known. */
export const markedOf = (
  keys: readonly string[],
  area: Area,
  peek: (key: string) => readonly Item[],
): { line: string; items: Item[] }[] =>
  linesOf(keys, area)
    .map((line) => ({ line, items: touched(peek(line), area) }))
    .filter(({ items }) => items.length > 0);
