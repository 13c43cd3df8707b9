import type { Trigger } from '@/api/triggers';
import { plural } from '@/format/number';

type Loose = Record<string, unknown>;
const record = (value: unknown): Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : {};
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const numbers = (value: unknown): number[] =>
  Array.isArray(value) ? value.filter((one): one is number => typeof one === 'number') : [];
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

const TYPES: Record<string, string> = {
  ScheduleTrigger: 'Schedule',
  TumblingWindowTrigger: 'Tumbling window',
  BlobEventsTrigger: 'Storage events',
  CustomEventsTrigger: 'Custom events',
  ChainingTrigger: 'Chaining',
  RerunTumblingWindowTrigger: 'Rerun of windows',
};
export const typeWords = (type: string): string => TYPES[type] ?? type;

export const isTumbling = (trigger: Trigger): boolean => trigger.type === 'TumblingWindowTrigger';

const pad = (n: number) => String(n).padStart(2, '0');

/** "every day", "every 15 minutes". */
function everyWords(frequency: string, interval: number): string {
  const unit = frequency.toLowerCase();
  return interval === 1 ? `every ${unit}` : `every ${plural(interval, unit)}`;
}

/** The times of day, hours by minutes; more than four are counted. */
function timesWords(schedule: Loose): string {
  const hours = numbers(schedule.hours);
  const minutes = numbers(schedule.minutes);
  if (hours.length === 0) {
    return minutes.length > 0 ? `at minute ${minutes.join(', ')}` : '';
  }
  const times = hours.flatMap((hour) =>
    (minutes.length > 0 ? minutes : [0]).map((minute) => `${pad(hour)}:${pad(minute)}`),
  );
  return times.length > 4 ? `${times.length} times` : `at ${times.join(', ')}`;
}

const ordinal = (n: number): string => {
  if (n === -1) return 'last';
  if (n < 0) return `${-n}. from the end`;
  return `${n}.`;
};

function daysWords(schedule: Loose): string {
  const parts = [];
  const week = texts(schedule.weekDays).map((day) => day.slice(0, 3));
  if (week.length > 0) parts.push(`on ${week.join(', ')}`);
  const month = numbers(schedule.monthDays);
  if (month.length > 0) parts.push(`on the ${month.map(ordinal).join(', ')} of the month`);
  const occurrences = Array.isArray(schedule.monthlyOccurrences)
    ? schedule.monthlyOccurrences.map(record)
    : [];
  for (const one of occurrences) {
    parts.push(`on the ${ordinal(Number(one.occurrence))} ${text(one.day)}`);
  }
  return parts.join(', ');
}

/** When a trigger fires, in words: "every day at 02:30, 14:30". */
export function whenWords(trigger: Trigger): string {
  const type = record(trigger.properties.typeProperties);
  if (isTumbling(trigger)) {
    const interval = typeof type.interval === 'number' ? type.interval : 1;
    const after = (Array.isArray(type.dependsOn) ? type.dependsOn : [])
      .map((one) => text(record(record(one).referenceTrigger).referenceName))
      .filter((name) => name !== '');
    const words = everyWords(text(type.frequency) || 'Hour', interval);
    return after.length > 0 ? `${words}, after ${after.join(', ')}` : words;
  }
  if (trigger.type === 'ScheduleTrigger') {
    const recurrence = record(type.recurrence);
    const schedule = record(recurrence.schedule);
    const interval = typeof recurrence.interval === 'number' ? recurrence.interval : 1;
    return [
      everyWords(text(recurrence.frequency), interval),
      daysWords(schedule),
      timesWords(schedule),
    ]
      .filter((part) => part !== '')
      .join(' ');
  }
  const events = texts(type.events).map((event) => event.replace(/^Microsoft\.Storage\./, ''));
  return events.length > 0 ? `on ${events.join(', ')}` : '';
}

/** The zone that the trigger's times are of. */
export function zoneOf(trigger: Trigger): string {
  const recurrence = record(record(trigger.properties.typeProperties).recurrence);
  return text(recurrence.timeZone) || 'UTC';
}

/** "Mon 23 Nov 02:30" of the clock of a zone: `2026-11-23T02:30:00+01:00` as it is spelled. */
export function zoneClock(local: string): string {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?(.*)$/.exec(local);
  if (!match) return local;
  const [, year, month, day, hour, minute, second, offset = ''] = match;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const words = date.toLocaleDateString('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  const seconds = second && second !== '00' ? `:${second}` : '';
  return `${words} ${hour}:${minute}${seconds}${offset ? ` ${offset.replace('+00:00', 'UTC')}` : ''}`;
}
