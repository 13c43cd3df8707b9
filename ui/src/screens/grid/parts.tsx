import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Filters } from '@/filters/filters';
import { SearchBox } from '@/filters/SearchBox';
import { Segments } from '@/filters/Segments';
import { count } from '@/format/number';
import { Button, IconButton } from '@/kit/Button';
import { statusWords, toneOf } from '@/status/status';
import { tally } from './area';
import { SPANS, spanMs, utcDay } from './axis';

const DAY_MS = 86_400_000;

export function NameFilter({ filters, what }: { filters: Filters; what: string }) {
  return (
    <SearchBox
      label={`Find ${what}`}
      hint={`Find ${what} …`}
      value={filters.text('q')}
      onChange={(q) => filters.set({ q })}
    />
  );
}

/** Which part of time: how long, and until when. */
export function RangeFilter({
  filters,
  span,
  to,
  newest,
  spans = SPANS,
  usual = '7d',
}: {
  filters: Filters;
  span: string;
  /** The end of what is shown, and what it is at first. */
  to: number;
  newest: number;
  spans?: readonly string[];
  /** The span that the address does not name. */
  usual?: string;
}) {
  const go = (end: number) =>
    filters.set({ to: end >= newest ? '' : utcDay(end - DAY_MS), area: '' });
  return (
    <>
      <Segments
        label="How long"
        options={spans}
        value={span}
        onChange={(next) => filters.set({ span: next === usual ? '' : next, area: '' })}
      />
      <span className="mx-steps">
        <IconButton label="Earlier" onPress={() => go(to - spanMs(span))}>
          <ChevronLeft size={16} />
        </IconButton>
        <Button small isDisabled={to >= newest} onPress={() => go(newest)}>
          Newest
        </Button>
        <IconButton label="Later" isDisabled={to >= newest} onPress={() => go(to + spanMs(span))}>
          <ChevronRight size={16} />
        </IconButton>
      </span>
    </>
  );
}

export function Legend({ states }: { states: readonly string[] }) {
  return (
    <ul className="mx-legend" aria-label="What the colours mean">
      {states.map((state) => (
        <li key={state}>
          <span className={`mx-cell tone-${toneOf(state)} is-${state}`} aria-hidden="true" />
          {statusWords(state)}
        </li>
      ))}
    </ul>
  );
}

/** What is marked: beside the grid, below it where there is no room. */
export function Side({
  title,
  note,
  children,
  onClose,
}: {
  title: string;
  note?: ReactNode;
  children: ReactNode;
  onClose: () => void;
}) {
  return (
    <aside className="mx-side panel" aria-label="What is marked">
      <header>
        <h2>{title}</h2>
        <IconButton label="Mark nothing" onPress={onClose}>
          <X size={15} />
        </IconButton>
      </header>
      <div className="mx-side-body">
        {note && <p className="mx-side-note muted">{note}</p>}
        {children}
      </div>
    </aside>
  );
}

export function Tally({ states }: { states: readonly string[] }) {
  return (
    <ul className="mx-tally">
      {tally(states).map(([state, n]) => (
        <li key={state}>
          <span className={`mx-cell tone-${toneOf(state)} is-${state}`} aria-hidden="true" />
          {statusWords(state)}
          <b className="num">{count(n)}</b>
        </li>
      ))}
    </ul>
  );
}
