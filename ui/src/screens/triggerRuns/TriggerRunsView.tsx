import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { Link, useNavigate } from 'react-router';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { resourcesOf } from '@/api/resources';
import { EVER, NEVER, queryTriggerRuns, type RunFilter, type TriggerRun } from '@/api/runs';
import { FilterMenu } from '@/filters/FilterMenu';
import { useFilters } from '@/filters/filters';
import { TimeFilter } from '@/filters/TimeFilter';
import { plural } from '@/format/number';
import { clock, relative, spanOf } from '@/format/time';
import { Button } from '@/kit/Button';
import { Empty } from '@/kit/Panel';
import { useAskAgain } from '@/live/useAskAgain';
import { useNow } from '@/live/useNow';
import { Problem } from '@/problem/Problem';
import { runLink } from '@/shell/links';
import { useTitle } from '@/shell/useTitle';
import { statusWords, TRIGGER_RUN_STATUSES } from '@/status/status';
import { Status, StatusIcon } from '@/status/Status';
import { VirtualTable, type Column } from '@/table/VirtualTable';

const NAMES = ['status', 'trigger', 'span', 'from', 'to'];

/** The window of a tumbling window trigger, or the time that was due. */
function dueWords(run: TriggerRun, now: number): string {
  const { windowStartTime, windowEndTime, ScheduleTime } = run.properties;
  if (windowStartTime && windowEndTime) {
    return `${clock(windowStartTime, now)} – ${clock(windowEndTime, now)}`;
  }
  return ScheduleTime ? clock(ScheduleTime, now) : '';
}

export default function TriggerRunsView() {
  useTitle('Trigger runs');
  const factory = useFactory();
  const filters = useFilters();
  const navigate = useNavigate();
  const now = useNow(5000);
  const status = filters.list('status');
  const triggers = filters.list('trigger');
  const key = ['trigger-runs', factory.id, filters.query];
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => {
      const asked: RunFilter[] = [];
      if (status.length > 0) asked.push({ operand: 'Status', operator: 'In', values: status });
      if (triggers.length > 0)
        asked.push({ operand: 'TriggerName', operator: 'In', values: triggers });
      const ms = spanOf(filters.text('span'));
      return queryTriggerRuns(factory, {
        after: filters.text('from') || (ms ? new Date(Date.now() - ms).toISOString() : NEVER),
        before: filters.text('to') || EVER,
        filters: asked,
        continuation: pageParam,
      });
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.continuation,
    placeholderData: keepPreviousData,
  });
  const resources = useQuery({
    queryKey: ['resources', factory.id],
    queryFn: () => resourcesOf(factory),
    staleTime: 60_000,
  });
  useAskAgain('triggerRuns', ['trigger-runs']);
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data]);
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const columns: Column<TriggerRun>[] = [
    {
      id: 'name',
      title: 'Trigger',
      width: 180,
      grow: true,
      cell: (run) => <strong>{run.triggerName}</strong>,
    },
    { id: 'status', title: 'Status', width: 128, cell: (run) => <Status status={run.status} /> },
    {
      id: 'time',
      title: 'Fired',
      width: 136,
      cell: (run) => <span title={run.time}>{clock(run.time, now)}</span>,
    },
    { id: 'due', title: 'Due, or window', width: 240, cell: (run) => dueWords(run, now) },
    {
      id: 'runs',
      title: 'Started',
      width: 140,
      grow: true,
      cell: (run) =>
        Object.entries(run.pipelines).map(([name, id], i) => (
          <span key={id}>
            {i > 0 && ', '}
            <Link to={runLink(factory, id)} tabIndex={-1}>
              {name}
            </Link>
          </span>
        )),
    },
    { id: 'type', title: 'Type', width: 170, cell: (run) => run.triggerType },
    {
      id: 'message',
      title: 'Message',
      width: 160,
      grow: true,
      cell: (run) => <span title={run.message}>{run.message}</span>,
    },
  ];
  const filtered = NAMES.some((name) => filters.text(name) !== '');
  return (
    <div className="page list-page">
      <div className="page-head">
        <h1>Trigger runs</h1>
        <span className="muted num" role="status">
          {query.isPending
            ? 'Loading …'
            : `${plural(rows.length, 'firing')}${hasNextPage ? ' so far' : ''}`}
        </span>
      </div>
      <div className="filters">
        <FilterMenu
          title="Status"
          options={TRIGGER_RUN_STATUSES.map((id) => ({
            id,
            text: statusWords(id),
            label: <Status status={id} />,
          }))}
          chosen={status}
          onChange={(next) => filters.set({ status: next })}
        />
        <FilterMenu
          title="Trigger"
          options={(resources.data ?? [])
            .filter((one) => one.kind === 'trigger')
            .map((one) => ({ id: one.name, text: one.name, label: one.name }))}
          chosen={triggers}
          onChange={(next) => filters.set({ trigger: next })}
        />
        <TimeFilter filters={filters} />
        {filtered && (
          <Button kind="quiet" onPress={() => filters.clear(NAMES)}>
            Clear
          </Button>
        )}
      </div>
      {query.error && !query.data ? (
        <Problem error={asApiError(query.error)} retry={() => void query.refetch()} />
      ) : (
        <VirtualTable
          label="Trigger runs"
          columns={columns}
          rows={rows}
          rowKey={(run) => run.triggerRunId}
          onOpen={(run) => {
            const id = Object.values(run.pipelines)[0];
            if (id) void navigate(runLink(factory, id));
          }}
          onEnd={onEnd}
          narrow={(run) => (
            <>
              <StatusIcon status={run.status} />
              <span className="narrow-main">
                <strong>{run.triggerName}</strong>
                <span className="row-note">{run.message || dueWords(run, now)}</span>
              </span>
              <span className="narrow-side">{relative(run.time, now)}</span>
            </>
          )}
          foot={
            !query.isPending && rows.length === 0 ? (
              <Empty title={filtered ? 'No firing matches' : 'No trigger has fired yet'}>
                <p>A trigger fires from the moment it is started.</p>
              </Empty>
            ) : null
          }
        />
      )}
    </div>
  );
}
