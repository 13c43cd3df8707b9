import { toneOf, type Tone } from '@/status/status';

export const VIEWS = ['day', 'week', 'month'] as const;
export type CalendarView = (typeof VIEWS)[number];

/** Something that fired, or will. */
export interface Fire {
  at: number;
  trigger: string;
  /** Null: it is yet to come. */
  status: string | null;
  /** The pipeline run that it began, if it is one. */
  runId?: string;
}

/** A part of the calendar: an hour, or a day of a month. */
export interface Cell {
  start: number;
  end: number;
}

/** What one trigger does in a cell: what has fired, or what is to come. */
export interface Chip {
  trigger: string;
  coming: boolean;
  fires: Fire[];
  /** The worst that came of it. */
  status: string | null;
}

const DAY_MS = 86_400_000;

/** Midnight of the day, in the reader's zone. */
export function dayOf(at: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** So many days later, at midnight, over changes of the clock too. */
export function addDays(day: number, days: number): number {
  const date = new Date(day);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}

/** The Monday of its week. */
export const weekOf = (at: number): number =>
  addDays(dayOf(at), -((new Date(at).getDay() + 6) % 7));

/** The days that a view of `at` shows. */
export function daysOf(view: CalendarView, at: number): number[] {
  if (view === 'day') return [dayOf(at)];
  if (view === 'week') return Array.from({ length: 7 }, (_, i) => addDays(weekOf(at), i));
  const date = new Date(at);
  const first = weekOf(new Date(date.getFullYear(), date.getMonth(), 1).getTime());
  const last = new Date(date.getFullYear(), date.getMonth() + 1, 0).getTime();
  const weeks = Math.ceil((Math.round((last - first) / DAY_MS) + 1) / 7);
  return Array.from({ length: weeks * 7 }, (_, i) => addDays(first, i));
}

/** The same view one step on or back. */
export function step(view: CalendarView, at: number, by: 1 | -1): number {
  if (view === 'day') return addDays(at, by);
  if (view === 'week') return addDays(at, 7 * by);
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth() + by, 1).getTime();
}

/** "2026-11-23", as an address has a day. */
export function dayText(day: number): string {
  const date = new Date(day);
  const pad = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

/** The day that an address names; `otherwise` if it names none. */
export function readDay(text: string, otherwise: number): number {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!match) return dayOf(otherwise);
  return new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3])).getTime();
}

const WORSE: Tone[] = ['bad', 'run', 'wait', 'stop', 'skip', 'good'];

/** The one of two statuses that matters more. */
export const worse = (a: string | null, b: string | null): string | null => {
  if (a === null || b === null) return a ?? b;
  return WORSE.indexOf(toneOf(a)) <= WORSE.indexOf(toneOf(b)) ? a : b;
};

/** The cells of a day: its hours, as the clock of the reader has them. */
export function hoursOf(day: number): Cell[] {
  const date = new Date(day);
  const at = (hour: number) =>
    new Date(date.getFullYear(), date.getMonth(), date.getDate(), hour).getTime();
  return Array.from({ length: 24 }, (_, hour) => ({ start: at(hour), end: at(hour + 1) }));
}

/** What is in each cell, by its number: chips by their first fire. Cells are in order, without gaps. */
export function chipsOf(fires: readonly Fire[], cells: readonly Cell[]): Chip[][] {
  const found = cells.map(() => new Map<string, Chip>());
  const sorted = [...fires].sort((a, b) => a.at - b.at);
  let at = 0;
  for (const fire of sorted) {
    while (at < cells.length && fire.at >= (cells[at]?.end ?? 0)) at++;
    const cell = cells[at];
    if (!cell || fire.at < cell.start) continue;
    const coming = fire.status === null;
    const key = `${coming ? 'c' : 'p'}${fire.trigger}`;
    const chips = found[at];
    const chip = chips?.get(key);
    if (chip) {
      chip.fires.push(fire);
      chip.status = worse(chip.status, fire.status);
    } else {
      chips?.set(key, { trigger: fire.trigger, coming, fires: [fire], status: fire.status });
    }
  }
  return found.map((chips) => [...chips.values()]);
}

/** "November 2026", "23 – 29 Nov 2026", "Monday 23 November 2026". */
export function titleOf(view: CalendarView, at: number): string {
  const words = (day: number, options: Intl.DateTimeFormatOptions) =>
    new Date(day).toLocaleDateString('en-GB', options);
  if (view === 'month') return words(at, { month: 'long', year: 'numeric' });
  if (view === 'day') {
    return words(at, { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' });
  }
  const first = weekOf(at);
  const last = addDays(first, 6);
  const same = new Date(first).getMonth() === new Date(last).getMonth();
  return `${words(first, { day: 'numeric', ...(same ? {} : { month: 'short' }) })} – ${words(last, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  })}`;
}
