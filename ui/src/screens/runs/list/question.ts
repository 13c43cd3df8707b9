import { EVER, NEVER, type Run, type RunFilter, type RunQuestion } from '@/api/runs';
import type { Filters } from '@/filters/filters';
import { spanOf } from '@/format/time';
import type { Sort } from '@/table/VirtualTable';

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
  /** Looked for in all that a run shows: name, id, parameters, annotations, message, invoked by. */
  text: string;
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
] as const;
const SORTS = ['RunStart', 'RunEnd', 'PipelineName', 'Status'] as const;
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
    text: filters.text('q'),
    sort: known ? { by: known, down: way !== 'asc' } : DEFAULT_SORT,
  };
}

/** What the service can answer of it; the text is looked for here. */
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
      orderBy: asked.sort.by as (typeof SORTS)[number],
      order: asked.sort.down ? 'DESC' : 'ASC',
    },
  };
}

/** True if every word is in something that the run shows. */
export function hasText(run: Run, text: string): boolean {
  if (text === '') return true;
  const all = [
    run.pipelineName,
    run.runId,
    run.status,
    run.message,
    run.invokedBy.name,
    run.invokedBy.type,
    ...run.annotations,
    ...Object.entries(run.parameters).map(([name, value]) => `${name}=${value}`),
  ]
    .join('\n')
    .toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

/** True if a run that changed belongs in the list, as far as can be told here. */
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
  if (asked.sort.by !== 'RunStart' || !asked.sort.down) return next;
  const newest = next[0]?.runStart ?? '';
  const fresh = [...left.values()].filter((run) => belongs(run, asked) && run.runStart >= newest);
  if (fresh.length === 0) return next;
  fresh.sort((a, b) => (a.runStart < b.runStart ? 1 : -1));
  return [...fresh, ...next].slice(0, ROWS_MAX);
}
