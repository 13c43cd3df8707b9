import { scaleLinear, scaleTime } from 'd3-scale';
import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { count } from '@/format/number';
import { statusWords, toneOf } from '@/status/status';
import './chart.css';

export interface Bar {
  start: number;
  end: number;
  /** By status. */
  runs: Record<string, number>;
}

const HEIGHT = 168;
const AXIS = 20;
const LEFT = 38;

/** The width that an element has. */
export function useWidth<T extends Element>(): [React.RefObject<T | null>, number] {
  const ref = useRef<T | null>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const node = ref.current;
    if (!node) return;
    const seen = new ResizeObserver(([entry]) => entry && setWidth(entry.contentRect.width));
    seen.observe(node);
    setWidth(node.getBoundingClientRect().width);
    return () => seen.disconnect();
  }, []);
  return [ref, width];
}

const total = (bar: Bar) => Object.values(bar.runs).reduce((sum, n) => sum + n, 0);

/** The time of day; the date at midnight. */
function tickWords(at: Date): string {
  return at.getHours() === 0 && at.getMinutes() === 0
    ? at.toLocaleDateString('en-US', { month: 'short', day: 'numeric' })
    : at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

function spanWords(bar: Bar): string {
  const long = bar.end - bar.start >= 86_400_000;
  const words = (at: number, day: boolean) =>
    new Date(at).toLocaleString('en-GB', {
      ...(day ? { day: 'numeric', month: 'short' } : {}),
      ...(long ? {} : { hour: '2-digit', minute: '2-digit' }),
    });
  const today = new Date(bar.start).toDateString() === new Date().toDateString();
  return `${words(bar.start, !today)} – ${words(bar.end, long)}`;
}

/** How many runs began when, by how they are now. Arrow keys walk the bars, Enter opens one. */
export function StackedBars({
  bars,
  statuses,
  label,
  onOpen,
}: {
  bars: readonly Bar[];
  statuses: readonly string[];
  label: string;
  onOpen: (bar: Bar) => void;
}) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const [active, setActive] = useState<number | null>(null);
  const first = bars[0]?.start ?? 0;
  const last = bars.at(-1)?.end ?? 1;
  const x = useMemo(
    () => scaleTime([first, last], [LEFT, Math.max(LEFT + 1, width - 2)]),
    [first, last, width],
  );
  const y = useMemo(
    () => scaleLinear([0, Math.max(4, ...bars.map(total))], [HEIGHT - AXIS, 8]).nice(4),
    [bars],
  );
  const shown = active === null ? undefined : bars[active];
  const pressed = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setActive((at) => Math.min(bars.length - 1, Math.max(0, (at ?? bars.length) + step)));
    }
    if (event.key === 'Home' || event.key === 'End') {
      event.preventDefault();
      setActive(event.key === 'Home' ? 0 : bars.length - 1);
    }
    if ((event.key === 'Enter' || event.key === ' ') && shown) {
      event.preventDefault();
      onOpen(shown);
    }
  };
  const all = bars.reduce((sum, bar) => sum + total(bar), 0);
  return (
    <div className="chart" ref={ref}>
      <svg
        width={width}
        height={HEIGHT}
        role="application"
        aria-roledescription="chart"
        aria-label={`${label}: ${count(all)} runs. Arrow keys walk the bars, Enter opens their runs.`}
        tabIndex={0}
        onKeyDown={pressed}
        onFocus={(event) => {
          if (event.currentTarget.matches(':focus-visible')) setActive(bars.length - 1);
        }}
        onBlur={() => setActive(null)}
        onPointerLeave={() => setActive(null)}
      >
        {y.ticks(4).map((tick) => (
          <g key={tick} transform={`translate(0 ${y(tick)})`}>
            <line className="grid" x1={LEFT} x2={width} />
            <text className="tick" x={LEFT - 7} dy="0.320em" textAnchor="end">
              {count(tick)}
            </text>
          </g>
        ))}
        {x.ticks(Math.max(2, Math.floor(width / 110))).map((tick) => (
          <text key={+tick} className="tick" x={x(tick)} y={HEIGHT - 5} textAnchor="middle">
            {tickWords(tick)}
          </text>
        ))}
        {bars.map((bar, i) => {
          const left = x(bar.start);
          const wide = Math.max(1, x(bar.end) - left);
          let below = 0;
          return (
            <g
              key={bar.start}
              className={i === active ? 'bar active' : 'bar'}
              onPointerEnter={() => setActive(i)}
              onClick={() => onOpen(bar)}
            >
              <rect className="slot" x={left} y={0} width={wide} height={HEIGHT - AXIS} />
              {statuses.map((status) => {
                const n = bar.runs[status] ?? 0;
                if (n === 0) return null;
                const top = y(below + n);
                const height = y(below) - top;
                below += n;
                return (
                  <rect
                    key={status}
                    className={`fill tone-${toneOf(status)}`}
                    x={left + (wide > 4 ? 1 : 0)}
                    width={Math.max(1, wide > 4 ? wide - 2 : wide)}
                    y={top}
                    height={Math.max(1, height)}
                  />
                );
              })}
            </g>
          );
        })}
      </svg>
      {shown && (
        <div
          className="chart-tip"
          role="status"
          style={{
            left: Math.min(
              Math.max(0, x((shown.start + shown.end) / 2) - 80),
              Math.max(0, width - 170),
            ),
          }}
        >
          <strong>{spanWords(shown)}</strong>
          {statuses
            .filter((status) => shown.runs[status])
            .map((status) => (
              <span key={status} className={`chart-row tone-${toneOf(status)}`}>
                <i /> {statusWords(status)} <b className="num">{count(shown.runs[status])}</b>
              </span>
            ))}
          {total(shown) === 0 && <span className="muted">no runs</span>}
        </div>
      )}
    </div>
  );
}
