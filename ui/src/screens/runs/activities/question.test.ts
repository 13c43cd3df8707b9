import { describe, expect, it } from 'vitest';
import { readActivity } from '@/api/runs';
import type { Filters } from '@/filters/filters';
import { activitySearch, readAskedActivities, tookOf, withFoundActivities } from './question';

const asked = (address: string) => {
  const params = new URLSearchParams(address);
  return readAskedActivities({
    text: (name: string) => params.get(name) ?? '',
    list: (name: string) => params.get(name)?.split(',') ?? [],
  } as Filters);
};
const activity = (id: string, more: object = {}) =>
  readActivity({ activityRunId: id, activityRunStart: `2026-01-01T00:00:0${id}Z`, ...more });

describe('the question for activity runs', () => {
  it('has what the address says', () => {
    const body = activitySearch(
      asked('status=Failed,Cancelled&name=copy&error=disk&took=5m&span=1h&sort=DurationInMs+asc'),
      Date.parse('2026-01-31T08:00:00Z'),
    );
    expect(body.startedAfter).toBe('2026-01-31T07:00:00.000Z');
    expect(body.filters).toEqual([
      { operand: 'Status', operator: 'In', values: ['Failed', 'Cancelled'] },
      { operand: 'ActivityName', operator: 'Contains', values: ['copy'] },
      { operand: 'Error', operator: 'Contains', values: ['disk'] },
      { operand: 'DurationInMs', operator: 'AtLeast', values: ['300000'] },
    ]);
    expect(body.orderBy).toEqual([{ orderBy: 'DurationInMs', order: 'ASC' }]);
  });
  it('does not take what is only of pipeline runs', () => {
    expect(asked('parameter=a%3Db&by=ann&sort=Status+asc').terms).toEqual([]);
    expect(asked('sort=Status+asc').sort).toEqual({ by: 'ActivityRunStart', down: true });
  });
});

describe('live changes', () => {
  it('bring new ones on top and change the others', () => {
    const rows = [activity('2'), activity('1')];
    const next = withFoundActivities(rows, [
      activity('1', { status: 'Failed' }),
      activity('3'),
      activity('0'),
    ]);
    expect(next.map((one) => one.activityRunId)).toEqual(['3', '2', '1']);
    expect(next[2]?.status).toBe('Failed');
  });
  it('go on in how long it takes', () => {
    expect(tookOf(activity('1'), Date.parse('2026-01-01T00:00:03Z'))).toBe(2000);
    expect(tookOf(activity('1', { durationInMs: 7 }), 0)).toBe(7);
  });
});
