import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useNavigate } from 'react-router';
import { HowTo } from '@/actions/HowTo';
import { windowsCall } from '@/actions/sliceCalls';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { queryWindows, type ActivityWindow, type WindowQuery } from '@/api/windows';
import { FilterMenu } from '@/filters/FilterMenu';
import { useFilters, type Filters } from '@/filters/filters';
import { plural } from '@/format/number';
import { clock, duration, relative } from '@/format/time';
import { Button } from '@/kit/Button';
import { Empty } from '@/kit/Panel';
import { useAskAgain } from '@/live/useAskAgain';
import { useNow } from '@/live/useNow';
import { Problem } from '@/problem/Problem';
import { areaList } from '@/screens/grid/area';
import { LONG_SPANS, rangeWords, readEnd, spanMs, SPANS } from '@/screens/grid/axis';
import { RangeFilter } from '@/screens/grid/parts';
import { stateWords } from '@/screens/grid/sliceWords';
import { useVersion1 } from '@/screens/grid/useVersion1';
import { link } from '@/shell/links';
import { useTitle } from '@/shell/useTitle';
import { Status, StatusIcon } from '@/status/Status';
import { VirtualTable, type Column, type Sort } from '@/table/VirtualTable';

const STATES = ['Failed', 'InProgress', 'Waiting', 'Ready', 'Skipped'];
const NAMES = ['state', 'pipeline', 'dataset', 'to', 'span', 'sort'];
const USUAL = '30d';
const tookMs = (one: ActivityWindow): number =>
  one.runEnd ? Date.parse(one.runEnd) - Date.parse(one.runStart) : NaN;

/** What went wrong, else what it waits for. */
const noteOf = (one: ActivityWindow): string =>
  one.message || (one.substate ? stateWords({ ...one, needed: true }) : '');

function readSort(text: string): Sort {
  const [by = '', way] = text.split(' ');
  return by ? { by, down: way !== 'asc' } : { by: 'windowStart', down: true };
}

/** What the address asks for. */
function askedOf(filters: Filters, newest: number): WindowQuery & { from: number; to: number } {
  const to = readEnd(filters.text('to'), newest);
  const from = to - spanMs(filters.text('span', USUAL));
  const sort = readSort(filters.text('sort'));
  return {
    from,
    to,
    start: new Date(from).toISOString(),
    end: new Date(to).toISOString(),
    states: filters.list('state'),
    pipelines: filters.list('pipeline'),
    datasets: filters.list('dataset'),
    orderBy: `${sort.by} ${sort.down ? 'desc' : 'asc'}`,
  };
}

function columnsAt(now: number): Column<ActivityWindow>[] {
  return [
    {
      id: 'activity',
      title: 'Activity',
      width: 200,
      grow: true,
      sort: 'activityName',
      cell: (one) => (
        <>
          <strong>{one.activity}</strong> <span className="muted">{one.pipeline}</span>
        </>
      ),
    },
    {
      id: 'state',
      title: 'State',
      width: 128,
      sort: 'windowState',
      cell: (one) => <Status status={one.state} />,
    },
    {
      id: 'window',
      title: 'Window',
      width: 240,
      sort: 'windowStart',
      cell: (one) => rangeWords(Date.parse(one.start), Date.parse(one.end), now),
    },
    { id: 'dataset', title: 'Makes', width: 150, grow: true, cell: (one) => one.dataset },
    {
      id: 'attempts',
      title: 'Attempts',
      width: 86,
      align: 'right',
      sort: 'runAttempts',
      cell: (one) => one.attempts || '–',
    },
    {
      id: 'took',
      title: 'Took',
      width: 86,
      align: 'right',
      cell: (one) => duration(tookMs(one)),
    },
    {
      id: 'ended',
      title: 'Ended',
      width: 136,
      sort: 'runEnd',
      cell: (one) => clock(one.runEnd, now),
    },
    {
      id: 'message',
      title: 'Message',
      width: 180,
      grow: true,
      cell: (one) => <span title={noteOf(one)}>{noteOf(one)}</span>,
    },
  ];
}

/** The windows that the address asks for, kept up to date while they run. */
function useWindows(filters: Filters, newest: number | null) {
  const factory = useFactory();
  const asked = askedOf(filters, newest ?? 0);
  const query = useInfiniteQuery({
    queryKey: ['v1-windows', factory.id, filters.query, newest],
    queryFn: ({ pageParam }) => queryWindows(factory, asked, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    enabled: newest !== null,
  });
  useAskAgain('runs', ['v1-windows']);
  return { asked, query };
}

/** Activity windows of a factory of version 1: each slice that an activity makes, and how it went. */
export default function WindowsView() {
  useTitle('Windows');
  const factory = useFactory();
  const filters = useFilters();
  const navigate = useNavigate();
  const now = useNow(5000);
  const { datasets, pipelines, newest } = useVersion1(now);
  const { asked, query } = useWindows(filters, pipelines.data ? newest : null);
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data]);
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const columns = useMemo(() => columnsAt(now), [now]);
  const filtered = NAMES.some((name) => filters.text(name) !== '');
  const error = query.error ?? pipelines.error;
  const named = (names: readonly string[]) => names.map((id) => ({ id, text: id, label: id }));
  return (
    <div className="page list-page">
      <div className="page-head">
        <h1>Windows</h1>
        <span className="muted num" role="status">
          {query.isPending
            ? 'Loading …'
            : `${plural(rows.length, 'activity window')}${hasNextPage ? ' so far' : ''}`}
        </span>
        <span className="spring" />
        <HowTo calls={[windowsCall(factory, asked, window.location.origin)]} />
      </div>
      <div className="filters">
        <FilterMenu
          title="State"
          options={STATES.map((id) => ({
            id,
            text: stateWords({ state: id, substate: '', needed: true }),
            label: <Status status={id} />,
          }))}
          chosen={filters.list('state')}
          onChange={(state) => filters.set({ state })}
        />
        <FilterMenu
          title="Pipeline"
          options={named((pipelines.data ?? []).map((one) => one.name))}
          chosen={filters.list('pipeline')}
          onChange={(pipeline) => filters.set({ pipeline })}
        />
        <FilterMenu
          title="Dataset"
          options={named(
            (datasets.data ?? []).filter((one) => !one.external).map((one) => one.name),
          )}
          chosen={filters.list('dataset')}
          onChange={(dataset) => filters.set({ dataset })}
        />
        {filtered && (
          <Button kind="quiet" onPress={() => filters.clear(NAMES)}>
            Clear
          </Button>
        )}
        <span className="spring" />
        <span className="muted num">{rangeWords(asked.from, asked.to)}</span>
        <RangeFilter
          filters={filters}
          span={filters.text('span', USUAL)}
          to={asked.to}
          newest={newest}
          spans={[...new Set([...SPANS, ...LONG_SPANS])]}
          usual={USUAL}
        />
      </div>
      {error && !query.data ? (
        <Problem error={asApiError(error)} retry={() => void query.refetch()} />
      ) : (
        <VirtualTable
          label="Activity windows"
          columns={columns}
          rows={rows}
          rowKey={(one) => `${one.pipeline}\n${one.activity}\n${one.start}`}
          sort={readSort(filters.text('sort'))}
          onSort={(sort) => filters.set({ sort: `${sort.by} ${sort.down ? 'desc' : 'asc'}` })}
          onOpen={(one) => {
            const area = areaList({
              first: one.dataset,
              last: one.dataset,
              from: Date.parse(one.start),
              to: Date.parse(one.end),
            });
            const day = new Date(Date.parse(one.end) - 1).toISOString().slice(0, 10);
            void navigate(link(factory, 'grid', { area, to: day }));
          }}
          onEnd={onEnd}
          narrow={(one) => (
            <>
              <StatusIcon status={one.state} />
              <span className="narrow-main">
                <strong>{one.activity}</strong>
                <span className="row-note">
                  {noteOf(one) || rangeWords(Date.parse(one.start), Date.parse(one.end), now)}
                </span>
              </span>
              <span className="narrow-side">{one.runEnd ? relative(one.runEnd, now) : ''}</span>
            </>
          )}
          foot={
            !query.isPending && rows.length === 0 ? (
              <Empty title="No activity window lies there">
                <p>
                  Each slice of an activity’s output is one, within its pipeline’s active period.
                </p>
              </Empty>
            ) : null
          }
        />
      )}
    </div>
  );
}
