import { useVirtualizer } from '@tanstack/react-virtual';
import { scaleLinear } from 'd3-scale';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useEffect, useMemo, useRef, type KeyboardEvent } from 'react';
import { useWidth } from '@/chart/StackedBars';
import { duration } from '@/format/time';
import { StatusIcon } from '@/status/Status';
import { toneOf } from '@/status/status';
import { flatten, lastOf, type Node } from './tree';

const ROW = 28;
const TICKS_EVERY = 110;

interface Props {
  tree: readonly Node[];
  open: ReadonlySet<string>;
  onOpen: (key: string, open: boolean) => void;
  selected: string | null;
  onSelect: (key: string) => void;
  critical: ReadonlySet<string> | null;
  /** Of the whole run, in milliseconds since 1970. */
  from: number;
  to: number;
}

/** Bars beside a tree: what ran inside of what, when, and for how long. */
export function Timeline({ tree, open, onOpen, selected, onSelect, critical, from, to }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const [frame, width] = useWidth<HTMLDivElement>();
  const rows = useMemo(() => flatten(tree, open), [tree, open]);
  const names = width < 620 ? Math.max(150, width * 0.5) : Math.min(340, width * 0.42);
  const span = Math.max(1, to - from);
  const x = scaleLinear([0, span], [0, Math.max(10, width - names - 92)]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const at = rows.findIndex((node) => node.key === selected);
  const shown = useRef<string | null>(null);
  useEffect(() => {
    if (at < 0 || shown.current === selected) return;
    shown.current = selected;
    virtual.scrollToIndex(at, { align: 'auto' });
  }, [at, selected, virtual]);

  const pressed = (event: KeyboardEvent) => {
    const node = rows[at];
    const go = (index: number) => {
      const next = rows[Math.max(0, Math.min(rows.length - 1, index))];
      if (!next) return;
      onSelect(next.key);
    };
    if (event.key === 'ArrowDown') go(at + 1);
    else if (event.key === 'ArrowUp') go(at < 0 ? 0 : at - 1);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(rows.length - 1);
    else if (event.key === 'ArrowRight' && node && node.children.length > 0) {
      if (open.has(node.key)) go(at + 1);
      else onOpen(node.key, true);
    } else if (event.key === 'ArrowLeft' && node) {
      if (open.has(node.key)) onOpen(node.key, false);
      else {
        for (let i = at - 1; i >= 0; i--) if ((rows[i]?.depth ?? 0) < node.depth) return void go(i);
      }
    } else return;
    event.preventDefault();
  };
  const ticks = x.ticks(Math.max(2, Math.floor((width - names) / TICKS_EVERY)));
  return (
    <div className="timeline" ref={frame}>
      <div className="timeline-head" aria-hidden="true">
        <span style={{ width: names }}>Activity</span>
        <span className="timeline-axis">
          {ticks.map((tick) => (
            <span key={tick} style={{ left: x(tick) }}>
              {duration(tick)}
            </span>
          ))}
        </span>
      </div>
      <div
        className="timeline-scroll"
        ref={scroller}
        role="tree"
        aria-label="Activities"
        tabIndex={0}
        aria-activedescendant={at >= 0 ? `activity-${at}` : undefined}
        onKeyDown={pressed}
      >
        <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map((item) => {
            const node = rows[item.index];
            if (!node) return null;
            const isOpen = open.has(node.key);
            const end = node.end ?? to;
            const left = x(Math.max(0, node.start - from));
            const wide = Math.max(2, x(Math.max(0, end - from)) - left);
            const attempts = node.attempts.length;
            const hold = node.children.length;
            return (
              <div
                key={node.key}
                id={`activity-${item.index}`}
                role="treeitem"
                aria-level={node.depth + 1}
                aria-selected={node.key === selected}
                {...(hold > 0 ? { 'aria-expanded': isOpen } : {})}
                className={`timeline-row ${node.key === selected ? 'selected' : ''} ${critical && !critical.has(node.key) ? 'aside' : ''}`}
                style={{ transform: `translateY(${item.start}px)`, height: ROW }}
                onClick={() => onSelect(node.key)}
                onDoubleClick={() => hold > 0 && onOpen(node.key, !isOpen)}
              >
                <span
                  className="timeline-name"
                  style={{ width: names, paddingLeft: 8 + Math.min(node.depth, 12) * 15 }}
                >
                  <span
                    className="timeline-fold"
                    onClick={(event) => {
                      event.stopPropagation();
                      if (hold > 0) onOpen(node.key, !isOpen);
                    }}
                  >
                    {hold > 0 && (isOpen ? <ChevronDown size={14} /> : <ChevronRight size={14} />)}
                  </span>
                  <StatusIcon status={node.status} size={14} />
                  <span className="timeline-label">{node.name}</span>
                  <span className="timeline-type roomy">
                    {lastOf(node)?.activityType}
                    {attempts > 1 && ` ×${attempts}`}
                  </span>
                </span>
                <span className="timeline-track">
                  <span
                    className={`timeline-bar fill tone-${toneOf(node.status)} ${critical?.has(node.key) ? 'critical' : ''}`}
                    style={{ left, width: wide }}
                  />
                  <span className="timeline-took num" style={{ left: left + wide + 6 }}>
                    {duration(end - node.start)}
                  </span>
                </span>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
