import type { Activity } from '@/api/runs';
import { FOUND_MAX, type ActivitySearch, type ActivityTerm } from '@/api/search';
import type { Filters } from '@/filters/filters';
import { spanOf } from '@/format/time';
import type { Sort } from '@/table/VirtualTable';
import { termsOf } from '../list/terms';

export const ACTIVITY_FILTERS = [
  'status',
  'pipeline',
  'name',
  'type',
  'span',
  'from',
  'to',
  'q',
  'error',
  'took',
  'under',
] as const;

const SORTS = ['ActivityRunStart', 'DurationInMs'] as const;

/** What the address asks of the list. */
export interface AskedActivities {
  terms: ActivityTerm[];
  span: string;
  from: string;
  to: string;
  sort: Sort;
}

export function readAskedActivities(filters: Filters): AskedActivities {
  const terms: ActivityTerm[] = [];
  const among = (operand: ActivityTerm['operand'], values: string[]) => {
    if (values.length > 0) terms.push({ operand, operator: 'In', values });
  };
  const contains = (operand: ActivityTerm['operand'], text: string) => {
    if (text) terms.push({ operand, operator: 'Contains', values: [text] });
  };
  among('Status', filters.list('status'));
  among('PipelineName', filters.list('pipeline'));
  contains('ActivityName', filters.text('name'));
  contains('ActivityType', filters.text('type'));
  // Those of runs are not read here: an address keeps none of them.
  const shared = termsOf({
    text: (name) => (['q', 'error', 'took', 'under'].includes(name) ? filters.text(name) : ''),
  });
  for (const { operand, operator, values } of shared)
    terms.push({ operand: operand as ActivityTerm['operand'], operator, values });
  const [by = '', way] = filters.text('sort').split(' ');
  const known = SORTS.find((one) => one === by) ?? 'ActivityRunStart';
  return {
    terms,
    span: filters.text('span'),
    from: filters.text('from'),
    to: filters.text('to'),
    sort: { by: known, down: known === 'ActivityRunStart' || way !== 'asc' },
  };
}

/** The body of the search for it. */
export function activitySearch(asked: AskedActivities, now: number): ActivitySearch {
  const ms = spanOf(asked.span);
  const after = asked.from || (ms ? new Date(now - ms).toISOString() : '');
  return {
    ...(after ? { startedAfter: after } : {}),
    ...(asked.to ? { startedBefore: asked.to } : {}),
    filters: asked.terms,
    limit: FOUND_MAX,
    orderBy: [
      {
        orderBy: asked.sort.by as (typeof SORTS)[number],
        order: asked.sort.down ? 'DESC' : 'ASC',
      },
    ],
  };
}

/** How long it took, or has taken. */
export const tookOf = (one: Activity, now: number): number =>
  one.durationInMs ?? Math.max(0, now - Date.parse(one.start));

/** The rows with what a search found since: in place of what it was, or on top. */
export function withFoundActivities(
  rows: readonly Activity[],
  found: readonly Activity[],
): Activity[] {
  const left = new Map(found.map((one) => [one.activityRunId, one]));
  const next = rows.map((row) => {
    const now = left.get(row.activityRunId);
    left.delete(row.activityRunId);
    return now ?? row;
  });
  const newest = next[0]?.start ?? '';
  return [...[...left.values()].filter((one) => one.start >= newest), ...next];
}
