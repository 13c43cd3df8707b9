import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight, Search } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { CopyButton } from '@/actions/Copyable';
import { around, find, linesOf, openAtFirst, type Line } from './tree';
import './json.css';

const LINE = 21;
const TEXT_MAX = 2000;

function Value({ line }: { line: Line }) {
  const { value, size, open } = line;
  if (size >= 0) {
    const [left, right] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
    if (open) return <span className="json-mark">{left}</span>;
    return (
      <span className="json-mark">
        {left}
        {size > 0 && <span className="json-size"> {size} </span>}
        {right}
      </span>
    );
  }
  if (typeof value === 'string') {
    const text = value.length > TEXT_MAX ? `${value.slice(0, TEXT_MAX)} …` : value;
    return <span className="json-text">{JSON.stringify(text)}</span>;
  }
  return <span className={value === null ? 'json-null' : 'json-plain'}>{String(value)}</span>;
}

/** A JSON document: folds, finds, copies; draws only what is seen. */
export function JsonView({ value, label }: { value: unknown; label: string }) {
  const [open, setOpen] = useState(() => openAtFirst(value));
  const [text, setText] = useState('');
  const [hit, setHit] = useState(0);
  const [at, setAt] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    setOpen(openAtFirst(value));
    setAt(0);
  }, [value]);
  const lines = useMemo(() => linesOf(value, open), [value, open]);
  const hits = useMemo(() => find(value, text), [value, text]);
  const hitSet = useMemo(() => new Set(hits), [hits]);
  const shownHit = hits[hit % Math.max(1, hits.length)];
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 20,
  });

  useEffect(() => {
    if (!shownHit) return;
    setOpen((old) => {
      const needed = around(value, shownHit).filter((path) => !old.has(path));
      return needed.length > 0 ? new Set([...old, ...needed]) : old;
    });
  }, [shownHit, value]);
  useEffect(() => {
    const index = lines.findIndex((line) => line.path === shownHit);
    if (index >= 0) virtual.scrollToIndex(index, { align: 'center' });
  }, [shownHit, lines, virtual]);

  const toggle = (path: string) =>
    setOpen((old) => {
      const next = new Set(old);
      if (!next.delete(path)) next.add(path);
      return next;
    });
  const pressed = (event: KeyboardEvent) => {
    const line = lines[at];
    const go = (to: number) => {
      const next = Math.max(0, Math.min(lines.length - 1, to));
      setAt(next);
      virtual.scrollToIndex(next);
    };
    if (event.key === 'ArrowDown') go(at + 1);
    else if (event.key === 'ArrowUp') go(at - 1);
    else if (event.key === 'ArrowRight' && line && line.size > 0 && !line.open) toggle(line.path);
    else if (event.key === 'ArrowLeft' && line?.open) toggle(line.path);
    else if ((event.key === 'Enter' || event.key === ' ') && line && line.size > 0)
      toggle(line.path);
    else return;
    event.preventDefault();
  };
  const whole = useMemo(() => JSON.stringify(value, null, 2) ?? '', [value]);
  return (
    <div className="json">
      <div className="json-bar">
        <div className="json-search">
          <Search size={13} aria-hidden="true" />
          <input
            className="input"
            type="search"
            placeholder="Find"
            aria-label={`Find in ${label}`}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setHit(0);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && hits.length > 0) {
                setHit((hit + (event.shiftKey ? hits.length - 1 : 1)) % hits.length);
              }
            }}
          />
        </div>
        <span className="json-hits num" role="status">
          {text !== '' &&
            (hits.length === 0 ? 'none' : `${(hit % hits.length) + 1} of ${hits.length}`)}
        </span>
        <CopyButton text={whole} label={`Copy ${label}`} />
      </div>
      <div
        className="json-scroll"
        ref={scroller}
        role="tree"
        aria-label={label}
        tabIndex={0}
        aria-activedescendant={lines[at] ? `json-${label}-${at}` : undefined}
        onKeyDown={pressed}
      >
        <div role="presentation" className="json-lines" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const line = lines[item.index];
            if (!line) return null;
            return (
              <div
                key={line.path}
                id={`json-${label}-${item.index}`}
                role="treeitem"
                aria-level={line.depth + 1}
                aria-selected={item.index === at}
                {...(line.size > 0 ? { 'aria-expanded': line.open } : {})}
                className={`json-line ${hitSet.has(line.path) ? 'hit' : ''} ${line.path === shownHit ? 'shown' : ''} ${item.index === at ? 'at' : ''}`}
                style={{
                  transform: `translateY(${item.start}px)`,
                  paddingLeft: 6 + line.depth * 14,
                }}
                onClick={() => {
                  setAt(item.index);
                  if (line.size > 0) toggle(line.path);
                }}
                title={line.path}
              >
                <span className="json-fold">
                  {line.size > 0 &&
                    (line.open ? <ChevronDown size={12} /> : <ChevronRight size={12} />)}
                </span>
                {line.label !== '' && <span className="json-label">{line.label}: </span>}
                <Value line={line} />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
