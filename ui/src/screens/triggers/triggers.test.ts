import { describe, expect, it } from 'vitest';
import { readTrigger } from '@/api/triggers';
import {
  addDays,
  chipsOf,
  daysOf,
  hoursOf,
  readDay,
  step,
  weekOf,
  worse,
  dayText,
} from './calendar';
import { whenWords, zoneClock } from './words';

const trigger = (type: string, typeProperties: object) =>
  readTrigger({ name: 'T', properties: { type, typeProperties } });

describe('when triggers fire', () => {
  it.each([
    ['ScheduleTrigger', { recurrence: { frequency: 'Minute', interval: 15 } }, 'every 15 minutes'],
    [
      'ScheduleTrigger',
      {
        recurrence: { frequency: 'Day', interval: 1, schedule: { hours: [2, 14], minutes: [30] } },
      },
      'every day at 02:30, 14:30',
    ],
    [
      'ScheduleTrigger',
      {
        recurrence: {
          frequency: 'Week',
          interval: 2,
          schedule: { weekDays: ['Monday', 'Friday'], hours: [6] },
        },
      },
      'every 2 weeks on Mon, Fri at 06:00',
    ],
    [
      'ScheduleTrigger',
      { recurrence: { frequency: 'Month', interval: 1, schedule: { monthDays: [1, -1] } } },
      'every month on the 1., last of the month',
    ],
    ['TumblingWindowTrigger', { frequency: 'Hour', interval: 1 }, 'every hour'],
    [
      'TumblingWindowTrigger',
      {
        frequency: 'Minute',
        interval: 30,
        dependsOn: [{ referenceTrigger: { referenceName: 'A' } }],
      },
      'every 30 minutes, after A',
    ],
    ['BlobEventsTrigger', { events: ['Microsoft.Storage.BlobCreated'] }, 'on BlobCreated'],
    ['Other', {}, ''],
  ])('%s %j', (type, properties, said) => {
    expect(whenWords(trigger(type, properties))).toBe(said);
  });
  it('spells the clock of the zone as it is', () => {
    expect(zoneClock('2026-11-23T02:30:00+01:00')).toBe('Mon 23 Nov 02:30 +01:00');
    expect(zoneClock('2026-11-23T02:30:10+00:00')).toBe('Mon 23 Nov 02:30:10 UTC');
    expect(zoneClock('soon')).toBe('soon');
  });
});

describe('the calendar', () => {
  const day = new Date(2026, 10, 23).getTime(); // A Monday.
  it('shows whole weeks', () => {
    expect(daysOf('day', day + 5000)).toEqual([day]);
    expect(daysOf('week', addDays(day, 6))[0]).toBe(day);
    const month = daysOf('month', day);
    expect(month).toHaveLength(42);
    expect(new Date(month[0]!).getDay()).toBe(1);
    expect(weekOf(addDays(day, -1))).toBe(addDays(day, -7));
  });
  it('goes on and back', () => {
    expect(dayText(step('month', new Date(2026, 0, 31).getTime(), 1))).toBe('2026-02-01');
    expect(dayText(step('week', day, -1))).toBe('2026-11-16');
    expect(readDay('2026-11-23', 0)).toBe(day);
    expect(readDay('next week', day + 1000)).toBe(day);
  });
  it('gathers what a trigger does in an hour, the worst first', () => {
    const hour = 3_600_000;
    const chips = chipsOf(
      [
        { at: day + 2 * hour + 5000, trigger: 'B', status: 'Succeeded' },
        { at: day + 2 * hour, trigger: 'A', status: 'Succeeded' },
        { at: day + 2 * hour + 9000, trigger: 'A', status: 'Failed' },
        { at: day + 2 * hour + 9500, trigger: 'A', status: null },
        { at: day - 1, trigger: 'A', status: 'Failed' },
        { at: addDays(day, 1), trigger: 'A', status: 'Failed' },
      ],
      hoursOf(day),
    );
    expect(chips.flat()).toHaveLength(3);
    expect(chips[2]?.map((one) => [one.trigger, one.status, one.fires.length])).toEqual([
      ['A', 'Failed', 2],
      ['B', 'Succeeded', 1],
      ['A', null, 1],
    ]);
    expect(worse('Succeeded', 'Running')).toBe('Running');
    expect(worse(null, 'Succeeded')).toBe('Succeeded');
  });
});
