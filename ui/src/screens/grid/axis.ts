import { scaleUtc } from 'd3-scale';
import type { Tick } from './Matrix';

const DAY_MS = 86_400_000;

/** Spans of the time axis. */
export const SPANS: readonly string[] = ['1d', '3d', '7d', '30d'];
/** Those where nothing is finer than a day. */
export const LONG_SPANS: readonly string[] = ['7d', '30d', '1y'];
export const spanMs = (span: string): number =>
  Number.parseInt(span, 10) * (span.endsWith('y') ? 365 : 1) * DAY_MS;

const ofDay = (at: number) =>
  new Date(at).toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric', timeZone: 'UTC' });
const ofMonth = (at: number) =>
  new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** Marks of a time axis in UTC: days, or hours with the days among them. */
export function timeTicks(from: number, to: number, room: number): Tick[] {
  const n = Math.max(2, Math.floor(room / 90));
  const days = (to - from) / DAY_MS;
  const scale = scaleUtc([from, to], [0, 1]);
  return scale
    .ticks(Math.min(n, days > 2 ? Math.ceil(days) : 24))
    .filter((date) => date.getTime() < to)
    .map((date) => {
      const at = date.getTime();
      const midnight = at % DAY_MS === 0;
      return {
        at,
        label: midnight ? (days > 10 ? ofMonth(at) : ofDay(at)) : date.toISOString().slice(11, 16),
      };
    });
}

/** "2026-11-23", the day of a moment in UTC. */
export const utcDay = (at: number): string => new Date(at).toISOString().slice(0, 10);
/** The end of the day that an address names; `otherwise` if it names none. */
export function readEnd(text: string, otherwise: number): number {
  const day = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(day) ? otherwise : day + DAY_MS;
}
/** The midnight that comes. */
export const nextMidnight = (at: number): number => Math.ceil(at / DAY_MS) * DAY_MS;
const withoutYear = (at: number) => `${ofMonth(at)} ${new Date(at).toISOString().slice(11, 16)}`;
/** "23 Nov 09:00 – 10:00 UTC", "23 Nov 09:00 – 24 Nov 09:00, 2016 UTC" if it is not of this year. */
export function rangeWords(from: number, to: number, now = Date.now()): string {
  const [first, last, current] = [from, to, now].map((at) => new Date(at).getUTCFullYear());
  if (first !== last) {
    return `${withoutYear(from)}, ${first} – ${withoutYear(to)}, ${last} UTC`;
  }
  const end =
    utcDay(from) === utcDay(to) ? new Date(to).toISOString().slice(11, 16) : withoutYear(to);
  return `${withoutYear(from)} – ${end}${last === current ? '' : `, ${last}`} UTC`;
}
