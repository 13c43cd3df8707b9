import { Search } from 'lucide-react';
import { useMemo, useState, type KeyboardEvent } from 'react';
import { useTyped } from '@/filters/useTyped';
import { KIND_ICONS } from './Flow';
import type { Found } from './lineage';

const SHOWN_MAX = 12;
const BEFORE: Found['kind'][] = ['dataset', 'pipeline', 'store', 'compute', 'activity'];

/** What goes by a text, the best first. */
export function findThings(things: Iterable<Found>, wanted: string): Found[] {
  const text = wanted.trim().toLowerCase();
  if (text === '') return [];
  const points = (one: Found) => {
    const at = one.label.toLowerCase().indexOf(text);
    return at < 0 ? -1 : (at === 0 ? 100 : 50) - Math.min(40, one.label.length - text.length);
  };
  return [...things]
    .map((one) => ({ one, n: points(one) }))
    .filter(({ n }) => n >= 0)
    .sort(
      (a, b) =>
        b.n - a.n ||
        BEFORE.indexOf(a.one.kind) - BEFORE.indexOf(b.one.kind) ||
        a.one.label.localeCompare(b.one.label),
    )
    .map(({ one }) => one);
}

/** Search within the graph: what matches stands out, and can be gone to. */
export function Find({
  things,
  text: kept,
  onText: onKeep,
  onPick,
}: {
  things: ReadonlyMap<string, Found>;
  text: string;
  onText: (text: string) => void;
  onPick: (thing: Found) => void;
}) {
  const [text, onText] = useTyped(kept, onKeep);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const hits = useMemo(() => findThings(things.values(), text), [things, text]);
  const shown = hits.slice(0, SHOWN_MAX);
  const pick = (thing: Found | undefined) => {
    if (!thing) return;
    setOpen(false);
    onText('');
    onPick(thing);
  };
  const pressed = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setOpen(true);
      setAt((old) => (old + step + shown.length) % Math.max(1, shown.length));
    }
    if (event.key === 'Enter') pick(shown[at]);
    if (event.key === 'Escape') {
      setOpen(false);
      if (!open) onText('');
    }
  };
  const listed = open && text.trim() !== '';
  return (
    <div className="search lin-find">
      <Search size={14} aria-hidden="true" />
      <input
        className="input"
        role="combobox"
        aria-label="Find in the graph"
        aria-expanded={listed}
        aria-controls="lin-found"
        aria-activedescendant={listed && shown[at] ? `lin-hit-${at}` : undefined}
        placeholder="Find a dataset, pipeline, store …"
        value={text}
        spellCheck={false}
        onChange={(event) => {
          onText(event.target.value);
          setAt(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={pressed}
      />
      {listed && (
        <div id="lin-found" role="listbox" aria-label="Found" className="lin-hits">
          {shown.map((one, i) => {
            const Icon = KIND_ICONS[one.kind];
            return (
              <div
                key={one.id}
                id={`lin-hit-${i}`}
                role="option"
                tabIndex={-1}
                aria-selected={i === at}
                onPointerDown={(event) => {
                  event.preventDefault();
                  pick(one);
                }}
              >
                <Icon size={14} aria-hidden="true" />
                <span>{one.label}</span>
                <span className="muted">{one.note}</span>
              </div>
            );
          })}
          {hits.length === 0 && <p className="muted">Nothing by that name.</p>}
          {hits.length > SHOWN_MAX && (
            <p className="muted">and {hits.length - SHOWN_MAX} more: type on</p>
          )}
        </div>
      )}
    </div>
  );
}
