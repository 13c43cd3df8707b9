import { EVER, NEVER, type Run, type RunFilter, type RunQuestion } from '@/api/runs';
import type { Filters } from '@/filters/filters';
import { FOUND_MAX, type RunSearch } from '@/api/search';
import { spanOf } from '@/format/time';
import type { Sort } from '@/table/VirtualTable';
import { termsOf, type Term } from './terms';

/** What the address asks of the list. */
export interface Asked {
  status: string[];
  pipeline: string[];
  group: string;
  latest: boolean;
  /** "24h"; empty: all of history. */
  span: string;
  from: string;
  to: string;
  /** What is looked for in the runs. */
  terms: Term[];
  sort: Sort;
}

export const FILTER_NAMES = [
  'status',
  'pipeline',
  'group',
  'latest',
  'span',
  'from',
  'to',
  'q',
  'error',
  'parameter',
  'annotation',
  'by',
  'took',
  'under',
] as const;
const INDEXED = ['RunStart', 'RunEnd', 'PipelineName', 'Status'] as const;
const SORTS = [...INDEXED, 'DurationInMs'] as const;
export const DEFAULT_SORT: Sort = { by: 'RunStart', down: true };

export function readAsked(filters: Filters): Asked {
  const [by = '', way] = filters.text('sort').split(' ');
  const known = SORTS.find((one) => one === by);
  return {
    status: filters.list('status'),
    pipeline: filters.list('pipeline'),
    group: filters.text('group'),
    latest: filters.text('latest') === 'true',
    span: filters.text('span'),
    from: filters.text('from'),
    to: filters.text('to'),
    terms: termsOf(filters),
    sort: known ? { by: known, down: way !== 'asc' } : DEFAULT_SORT,
  };
}

/** True if it is more than an index leads to. */
export const needsSearch = (asked: Asked): boolean =>
  asked.terms.length > 0 || asked.sort.by === 'DurationInMs';

/** What the contract's query can answer of it: all of it, unless it needs a search. */
export function questionOf(asked: Asked, now: number): RunQuestion {
  const filters: RunFilter[] = [];
  const among = (operand: RunFilter['operand'], values: string[]) => {
    if (values.length > 0) filters.push({ operand, operator: 'In', values });
  };
  among('Status', asked.status);
  among('PipelineName', asked.pipeline);
  if (asked.group)
    filters.push({ operand: 'RunGroupId', operator: 'Equals', values: [asked.group] });
  if (asked.latest) filters.push({ operand: 'LatestOnly', operator: 'Equals', values: ['true'] });
  const ms = spanOf(asked.span);
  return {
    after: asked.from || (ms ? new Date(now - ms).toISOString() : NEVER),
    before: asked.to || EVER,
    filters,
    order: {
      orderBy: INDEXED.find((one) => one === asked.sort.by) ?? 'RunStart',
      order: asked.sort.down ? 'DESC' : 'ASC',
    },
  };
}

/** The body of a search for it. */
export function searchOf(asked: Asked, now: number): RunSearch {
  const question = questionOf(asked, now);
  const by = SORTS.find((one) => one === asked.sort.by) ?? 'RunStart';
  return {
    ...(question.after === NEVER ? {} : { lastUpdatedAfter: question.after }),
    ...(question.before === EVER ? {} : { lastUpdatedBefore: question.before }),
    filters: [...question.filters.map(known), ...asked.terms],
    limit: FOUND_MAX,
    orderBy: [{ orderBy: by, order: asked.sort.down ? 'DESC' : 'ASC' }],
  };
}

/** No filter of the list is by a trigger. */
const known = ({ operand, ...rest }: RunFilter) => ({
  operand: operand === 'TriggerName' ? 'PipelineName' : operand,
  ...rest,
});

/** True if a run that changed belongs in the list, but for the terms: only a search can tell. */
export function belongs(run: Run, asked: Asked): boolean {
  const among = (values: string[], value: string) =>
    values.length === 0 || values.some((one) => one.toLowerCase() === value.toLowerCase());
  return (
    among(asked.status, run.status) &&
    among(asked.pipeline, run.pipelineName) &&
    (asked.group === '' || asked.group === run.runGroupId) &&
    (asked.to === '' || run.lastUpdated <= asked.to) &&
    (asked.from === '' || run.lastUpdated >= asked.from) &&
    (!asked.latest || run.isLatest)
  );
}

const ROWS_MAX = 20_000;

/** The rows with what a search found since: in place of what it was, or on top. */
export function withFound(rows: readonly Run[], found: readonly Run[]): Run[] {
  const left = new Map(found.map((run) => [run.runId, run]));
  const next = rows.map((row) => {
    const now = left.get(row.runId);
    left.delete(row.runId);
    return now ?? row;
  });
  const newest = next[0]?.runStart ?? '';
  return [...[...left.values()].filter((run) => run.runStart >= newest), ...next];
}

/**
 * The rows with what changed: a run of the list shows its new state, a new one comes on top if the
 * newest are shown first. Parameters are not told of live: what is known of them stays.
 */
export function withChanges(
  rows: readonly Run[],
  changed: ReadonlyMap<string, Run>,
  asked: Asked,
): Run[] {
  const left = new Map(changed);
  const next = rows.map((row) => {
    const now = left.get(row.runId);
    if (!now) return row;
    left.delete(row.runId);
    if (now.lastUpdated < row.lastUpdated) return row;
    return { ...now, parameters: row.parameters, returnValue: row.returnValue };
  });
  if (asked.sort.by !== 'RunStart' || !asked.sort.down || asked.terms.length > 0) return next;
  const newest = next[0]?.runStart ?? '';
  const fresh = [...left.values()].filter((run) => belongs(run, asked) && run.runStart >= newest);
  if (fresh.length === 0) return next;
  fresh.sort((a, b) => (a.runStart < b.runStart ? 1 : -1));
  return [...fresh, ...next].slice(0, ROWS_MAX);
}
