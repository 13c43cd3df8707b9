import { Search } from 'lucide-react';
import { useMemo, useState, type KeyboardEvent } from 'react';
import { Dialog } from '@/kit/Dialog';
import type { ActivitySpec } from '../api';
import { GROUPS, iconOf, summaryOf } from '../canvas/icons';
import { words } from '../schema/words';

interface Offer {
  type: string;
  title: string;
  summary: string;
  group: string;
}

const INTERNAL = new Set(['TestConnection']);

function offersOf(types: readonly string[], specs: readonly ActivitySpec[]): Offer[] {
  const runs = new Map(specs.map((one) => [one.type.toLowerCase(), one]));
  return types
    .flatMap((type): Offer[] => {
      const spec = runs.get(type.toLowerCase());
      if (!spec || INTERNAL.has(type)) return [];
      const group = GROUPS.find((one) => one.holds(type))?.title ?? '';
      return [{ type, title: words(type), summary: summaryOf(type, spec.summary), group }];
    })
    .sort((a, b) => {
      const order = (one: Offer) => GROUPS.findIndex((group) => group.title === one.group);
      return order(a) - order(b) || a.title.localeCompare(b.title);
    });
}

/** The activities that this service runs, to pick one of. */
export function AddActivity({
  types,
  specs,
  after,
  onPick,
  onClose,
}: {
  types: readonly string[];
  specs: readonly ActivitySpec[];
  after: string | null;
  onPick: (type: string) => void;
  onClose: () => void;
}) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const offers = useMemo(() => offersOf(types, specs), [types, specs]);
  const found = useMemo(() => {
    const parts = text.toLowerCase().split(/\s+/).filter(Boolean);
    const about = (one: Offer) => `${one.title} ${one.type} ${one.summary}`.toLowerCase();
    const fits = offers.filter((one) => parts.every((part) => about(one).includes(part)));
    // What is called so comes before what is described so.
    const named = (one: Offer) =>
      parts[0] !== undefined && one.title.toLowerCase().startsWith(parts[0]) ? 0 : 1;
    return parts.length === 0 ? fits : fits.sort((a, b) => named(a) - named(b));
  }, [offers, text]);
  const pressed = (event: KeyboardEvent) => {
    const one = found[at];
    if (event.key === 'ArrowDown') setAt(Math.min(found.length - 1, at + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
    else if (event.key === 'Enter' && one) onPick(one.type);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={after ? `Add behind ${after}` : 'Add an activity'} open onClose={onClose}>
      <div className="resources-search add-search">
        <Search size={14} aria-hidden="true" />
        <input
          className="input"
          // The dialog is there to type into.
          autoFocus
          type="search"
          role="combobox"
          aria-expanded="true"
          aria-controls="add-list"
          aria-activedescendant={found[at] ? `add-${found[at].type}` : undefined}
          placeholder="Copy, loop, call, wait …"
          aria-label="Find an activity"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={pressed}
        />
      </div>
      <div id="add-list" role="listbox" aria-label="Activities" className="add-list">
        {found.map((one, i) => {
          const Icon = iconOf(one.type);
          const head = text === '' && one.group !== found[i - 1]?.group;
          return (
            <div key={one.type} role="presentation">
              {head && (
                <p role="presentation" className="add-group">
                  {one.group}
                </p>
              )}
              <div
                id={`add-${one.type}`}
                role="option"
                aria-selected={i === at}
                className={`add-option ${i === at ? 'at' : ''}`}
                ref={(node) => {
                  if (i === at) node?.scrollIntoView({ block: 'nearest' });
                }}
                onMouseMove={() => setAt(i)}
                onClick={() => onPick(one.type)}
              >
                <Icon size={16} aria-hidden="true" />
                <span>
                  <strong>{one.title}</strong>
                  <span className="muted">{one.summary}</span>
                </span>
              </div>
            </div>
          );
        })}
        {found.length === 0 && <p className="muted">No activity is called that.</p>}
      </div>
    </Dialog>
  );
}
