import { keepPreviousData, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useReducer, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { HowTo } from '@/actions/HowTo';
import { queryCall } from '@/actions/calls';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { resourcesOf } from '@/api/resources';
import { EVER, NEVER, type Run } from '@/api/runs';
import { useFilters } from '@/filters/filters';
import { Segments } from '@/filters/Segments';
import { plural } from '@/format/number';
import { Empty } from '@/kit/Panel';
import { useLive } from '@/live/LiveProvider';
import { useNow } from '@/live/useNow';
import { Problem } from '@/problem/Problem';
import { link, runLink } from '@/shell/links';
import { areaList, readArea, type Item } from './area';
import { nextMidnight, readEnd, spanMs, timeTicks, rangeWords } from './axis';
import { Matrix, markedOf, type Line, type LineItems } from './Matrix';
import { Legend, NameFilter, RangeFilter } from './parts';
import { RunSide } from './RunSide';
import {
  activityNames,
  itemsOf,
  OPENED_MAX,
  runsOf,
  statusesOfRuns,
  withRuns,
  type Axis,
  type Known,
  type RunItem,
} from './runs';

const STATES = ['Succeeded', 'InProgress', 'Queued', 'Failed', 'Cancelled'];
const COLUMNS = 40;
const COLUMNS_NARROW = 14;
const HOUR_MS = 3_600_000;
const STEPS: Record<string, number> = { '1d': 0.5, '3d': 1, '7d': 3, '30d': 12 };
const NONE: readonly RunItem[] = [];
const NO_RUNS: readonly Run[] = [];
const MINUTE_MS = 60_000;

/** A line is a pipeline, or "pipeline\nactivity". */
const partsOf = (line: string): [string, string | undefined] => {
  const at = line.indexOf('\n');
  return at < 0 ? [line, undefined] : [line.slice(0, at), line.slice(at + 1)];
};

/** Pipelines and their runs, the newest at the right; opened, their activities. */
export function PipelineGrid({ choice }: { choice: ReactNode }) {
  const factory = useFactory();
  const filters = useFilters();
  const queries = useQueryClient();
  const [, onKnown] = useReducer((n: number) => n + 1, 0);
  const navigate = useNavigate();
  const now = useNow(15_000);
  const byTime = filters.text('by') === 'time';
  const span = filters.text('span', '7d');
  const newest = nextMidnight(now);
  const to = readEnd(filters.text('to'), newest);
  const columns = window.innerWidth < 700 ? COLUMNS_NARROW : COLUMNS;
  const axis = useMemo<Axis>(
    () =>
      byTime
        ? { by: 'time', from: to - spanMs(span), to, step: (STEPS[span] ?? 3) * HOUR_MS }
        : { by: 'run', columns },
    [byTime, span, to, columns],
  );
  const [from, until] = axis.by === 'time' ? [axis.from, axis.to] : [0, axis.columns];
  const area = readArea(filters.list('area'));
  const text = filters.text('q').toLowerCase();
  const opened = filters.list('open');

  const resources = useQuery({
    queryKey: ['resources', factory.id],
    queryFn: () => resourcesOf(factory),
    staleTime: 60_000,
  });
  const names = useQueries({
    queries: opened.map((pipeline) => ({
      queryKey: ['activity-names', factory.id, pipeline],
      queryFn: () => activityNames(factory, pipeline),
      staleTime: MINUTE_MS,
    })),
    combine: (all) => new Map(all.map((one, i) => [opened[i] ?? '', one.data ?? []])),
  });
  const lines: Line[] = (resources.data ?? [])
    .filter((one) => one.kind === 'pipeline' && one.name.toLowerCase().includes(text))
    .flatMap((one) => {
      const open = opened.includes(one.name);
      return [
        { key: one.name, title: one.name, note: one.folder, open },
        ...(open ? (names.get(one.name) ?? []) : []).map((activity) => ({
          key: `${one.name}\n${activity}`,
          title: activity,
          depth: 1,
        })),
      ];
    });

  // What is marked must not move to the side while one looks at it.
  const still = area !== null && axis.by === 'run';
  useLive((batch) => {
    if (batch.runs.size === 0) return;
    const changed = new Map<string, Run[]>();
    for (const run of batch.runs.values()) {
      changed.set(run.pipelineName, [...(changed.get(run.pipelineName) ?? []), run]);
    }
    for (const [pipeline, runs] of changed) {
      queries.setQueriesData<Known>(
        { queryKey: ['grid-runs', factory.id, pipeline] },
        (known) => known && withRuns(known, runs, !still),
      );
      void queries.invalidateQueries({ queryKey: ['grid-statuses', factory.id, pipeline] });
    }
  });
  const runsKey = useCallback(
    (pipeline: string) => ['grid-runs', factory.id, pipeline, axis],
    [factory.id, axis],
  );
  const statusesKey = useCallback(
    (pipeline: string) => ['grid-statuses', factory.id, pipeline, axis],
    [factory.id, axis],
  );
  /** What a line shows, of what is known. */
  const made = useCallback(
    (
      line: string,
      known: Known | undefined,
      of: Map<string, Record<string, string>> | undefined,
    ) => {
      const [pipeline, activity] = partsOf(line);
      const runs = known?.runs ?? NO_RUNS;
      return activity === undefined
        ? itemsOf(runs, axis, pipeline)
        : itemsOf(runs, axis, activity, (run) => of?.get(run.runId)?.[activity] ?? null);
    },
    [axis],
  );
  const useItems = useCallback(
    function useItems(line: string): LineItems {
      const [pipeline, activity] = partsOf(line);
      const runs = useQuery({
        queryKey: ['grid-runs', factory.id, pipeline, axis],
        queryFn: () => runsOf(factory, pipeline, axis),
        staleTime: MINUTE_MS,
        placeholderData: keepPreviousData,
      });
      const known = runs.data;
      const statuses = useQuery({
        queryKey: ['grid-statuses', factory.id, pipeline, axis],
        queryFn: async () =>
          statusesOfRuns(
            factory,
            queries,
            (known?.runs ?? []).slice(0, axis.by === 'run' ? axis.columns : OPENED_MAX),
            await activityNames(factory, pipeline),
          ),
        enabled: activity !== undefined && known !== undefined,
        staleTime: 2000,
      });
      const items = useMemo(() => made(line, known, statuses.data), [line, known, statuses.data]);
      const oldest = known?.more && axis.by === 'time' ? known.runs.at(-1)?.runStart : undefined;
      return {
        items,
        pending: runs.isPending || (activity !== undefined && statuses.isPending),
        since: oldest ? Date.parse(oldest) : undefined,
        error: runs.error ? asApiError(runs.error).message : undefined,
      };
    },
    [factory, axis, made, queries],
  );
  const peek = useCallback(
    (line: string): readonly RunItem[] => {
      const [pipeline] = partsOf(line);
      const known = queries.getQueryData<Known>(runsKey(pipeline));
      if (!known) return NONE;
      return made(
        line,
        known,
        queries.getQueryData<Map<string, Record<string, string>>>(statusesKey(pipeline)),
      );
    },
    [queries, runsKey, statusesKey, made],
  );
  const ticks = useMemo(
    () => (axis.by === 'time' ? timeTicks(axis.from, axis.to, 1000) : []),
    [axis],
  );
  const keys = lines.map((one) => one.key);
  const marked = area ? markedOf(keys, area, peek) : [];
  const runs = [
    ...new Map(
      marked
        .flatMap(({ items }) => items as RunItem[])
        .flatMap((one) => one.runs)
        .map((run) => [run.runId, run]),
    ).values(),
  ];
  const open = (line: string, item: Item) => {
    const [first, second] = (item as RunItem).runs;
    const [pipeline] = partsOf(line);
    if (first && !second) return void navigate(runLink(factory, first.runId));
    void navigate(
      link(factory, 'runs', {
        pipeline: [pipeline],
        from: new Date(item.start).toISOString(),
        to: new Date(item.end).toISOString(),
      }),
    );
  };
  const count = lines.filter((one) => one.depth === undefined).length;
  return (
    <div className="page list-page">
      <div className="page-head">
        <h1>Grid</h1>
        {choice}
        <span className="muted num" role="status">
          {resources.isPending ? 'Loading …' : plural(count, 'pipeline')}
        </span>
        <span className="spring" />
        <Legend states={STATES} />
        <HowTo
          calls={[
            queryCall(factory, {
              after: axis.by === 'time' ? new Date(axis.from).toISOString() : NEVER,
              before: EVER,
              filters: [
                {
                  operand: 'PipelineName',
                  operator: 'Equals',
                  values: [partsOf(marked[0]?.line ?? keys[0] ?? 'PIPELINE')[0]],
                },
              ],
              order: { orderBy: 'RunStart', order: 'DESC' },
            }),
          ]}
        />
      </div>
      <div className="filters">
        <NameFilter filters={filters} what="a pipeline" />
        <Segments
          label="Columns"
          options={[
            { id: 'run', label: 'By run' },
            { id: 'time', label: 'By time' },
          ]}
          value={byTime ? 'time' : 'run'}
          onChange={(by) => filters.set({ by: by === 'run' ? '' : by, area: '', to: '' })}
        />
        <span className="spring" />
        {axis.by === 'time' ? (
          <>
            <span className="muted mx-range num">{rangeWords(axis.from, axis.to)}</span>
            <RangeFilter filters={filters} span={span} to={to} newest={newest} />
          </>
        ) : (
          <span className="muted mx-range">
            the newest {axis.columns} runs of each, the last one at the right
          </span>
        )}
      </div>
      {resources.error && !resources.data ? (
        <Problem error={asApiError(resources.error)} retry={() => void resources.refetch()} />
      ) : (
        <div className={`mx-page ${runs.length > 0 ? 'with-side' : ''}`}>
          <Matrix
            label="Runs of pipelines"
            lines={lines}
            from={from}
            to={until}
            ticks={ticks}
            {...(axis.by === 'time' ? { now } : {})}
            useItems={useItems}
            peek={peek}
            onKnown={onKnown}
            area={area}
            onArea={(next) => {
              filters.set({ area: next ? areaList(next) : [] });
              if (!next && still)
                void queries.invalidateQueries({ queryKey: ['grid-runs', factory.id] });
            }}
            onOpen={open}
            onFold={(line) =>
              filters.set({
                area: '',
                open: opened.includes(line)
                  ? opened.filter((one) => one !== line)
                  : [...opened, line],
              })
            }
            foot={
              resources.data && lines.length === 0 ? (
                <Empty title={text ? 'No pipeline by that name' : 'There is no pipeline yet'} />
              ) : null
            }
          />
          {runs.length > 0 && (
            <RunSide
              title={partsOf(marked[0]?.line ?? '')[1] ?? marked[0]?.line ?? ''}
              runs={runs}
              onClose={() => {
                filters.set({ area: '' });
                void queries.invalidateQueries({ queryKey: ['grid-runs', factory.id] });
              }}
              onDone={() => {
                filters.set({ area: '' });
                void queries.invalidateQueries({ queryKey: ['grid-runs', factory.id] });
              }}
            />
          )}
        </div>
      )}
    </div>
  );
}
