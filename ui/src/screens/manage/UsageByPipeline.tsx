import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link, useNavigate } from 'react-router';
import { HowTo } from '@/actions/HowTo';
import { queryCall } from '@/actions/calls';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { EVER } from '@/api/runs';
import { useFilters } from '@/filters/filters';
import { Segments } from '@/filters/Segments';
import { count, plural } from '@/format/number';
import { clock, duration, relative, spanOf } from '@/format/time';
import { Empty } from '@/kit/Panel';
import { useNow } from '@/live/useNow';
import { Problem } from '@/problem/Problem';
import { link } from '@/shell/links';
import { StatusIcon } from '@/status/Status';
import { VirtualTable, type Column } from '@/table/VirtualTable';
import { usageOf, type Used } from './usage';

const SPANS = ['1h', '24h', '7d', '30d'] as const;
type By = 'pipeline' | 'runs' | 'failed' | 'totalMs' | 'longestMs' | 'last';

function sorted(rows: readonly Used[], by: By, down: boolean): Used[] {
  const sign = down ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [a[by], b[by]];
    const order = typeof x === 'number' ? x - Number(y) : x.localeCompare(String(y));
    return sign * order || a.pipeline.localeCompare(b.pipeline);
  });
}

/** Which pipeline ran how often and how long. */
export function UsageByPipeline() {
  const factory = useFactory();
  const filters = useFilters();
  const navigate = useNavigate();
  const now = useNow(30_000);
  const span = filters.text('span', '24h');
  const ms = spanOf(span) ?? 86_400_000;
  const usage = useQuery({
    queryKey: ['manage', factory.id, 'usage', span],
    queryFn: () => usageOf(factory, ms),
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  });
  const by = filters.text('sort', 'totalMs') as By;
  const down = filters.text('order', 'down') === 'down';
  const rows = useMemo(() => sorted(usage.data?.rows ?? [], by, down), [usage.data, by, down]);
  const most = Math.max(1, ...rows.map((one) => one.totalMs));
  const figure = (id: By, title: string, width: number): Column<Used> => ({
    id,
    title,
    width,
    align: 'right',
    sort: id,
    cell: (row) => count(Number(row[id])),
  });
  const columns: Column<Used>[] = [
    {
      id: 'pipeline',
      title: 'Pipeline',
      width: 200,
      grow: true,
      sort: 'pipeline',
      cell: (row) => <strong>{row.pipeline}</strong>,
    },
    figure('runs', 'Runs', 90),
    {
      ...figure('failed', 'Failed', 90),
      cell: (row) => (
        <span className={row.failed > 0 ? 'said-bad' : 'muted'}>{count(row.failed)}</span>
      ),
    },
    {
      id: 'totalMs',
      title: 'Time, all runs',
      width: 220,
      sort: 'totalMs',
      cell: (row) => (
        <span className="man-load">
          <span className="man-bar" aria-hidden="true">
            <i style={{ width: `${(100 * row.totalMs) / most}%` }} />
          </span>
          <span className="num">{duration(row.totalMs)}</span>
        </span>
      ),
    },
    {
      id: 'longestMs',
      title: 'Longest',
      width: 110,
      align: 'right',
      sort: 'longestMs',
      cell: (row) => duration(row.longestMs),
    },
    {
      id: 'last',
      title: 'Began last',
      width: 110,
      align: 'right',
      sort: 'last',
      cell: (row) => <span title={row.last}>{relative(row.last, now)}</span>,
    },
    {
      id: 'lineage',
      title: '',
      width: 90,
      cell: (row) => (
        <Link
          to={link(factory, 'lineage', { focus: `p:${row.pipeline}`, node: `p:${row.pipeline}` })}
          tabIndex={-1}
        >
          its lineage
        </Link>
      ),
    },
  ];
  const open = (row: Used) => link(factory, 'runs', { pipeline: [row.pipeline], span });
  if (usage.error && !usage.data) {
    return <Problem error={asApiError(usage.error)} retry={() => void usage.refetch()} />;
  }
  return (
    <>
      <div className="filters">
        <Segments
          label="How far back"
          options={SPANS}
          value={span}
          onChange={(next) => filters.set({ span: next === '24h' ? '' : next })}
        />
        <span className="muted num" role="status">
          {usage.data
            ? `${plural(usage.data.runs, 'run')} of ${plural(rows.length, 'pipeline')}${
                usage.data.cutAt ? `, the newest only: since ${clock(usage.data.cutAt, now)}` : ''
              }`
            : 'Counting …'}
        </span>
        <HowTo
          calls={[
            queryCall(factory, {
              after: new Date(Math.floor((now - ms) / 60_000) * 60_000).toISOString(),
              before: EVER,
              filters: [],
            }),
          ]}
        />
      </div>
      <VirtualTable
        label="Usage by pipeline"
        columns={columns}
        rows={rows}
        rowKey={(row) => row.pipeline}
        onOpen={(row) => void navigate(open(row))}
        sort={{ by, down }}
        onSort={(sort) => filters.set({ sort: sort.by, order: sort.down ? '' : 'up' })}
        narrow={(row) => (
          <>
            <StatusIcon status={row.failed > 0 ? 'Failed' : 'Succeeded'} />
            <span className="narrow-main">
              <strong>{row.pipeline}</strong>
              <span className="row-note">
                {plural(row.runs, 'run')}
                {row.failed > 0 && `, ${row.failed} failed`}
              </span>
            </span>
            <span className="narrow-side">{duration(row.totalMs)}</span>
          </>
        )}
        foot={
          usage.data && rows.length === 0 ? <Empty title={`No run in the last ${span}`} /> : null
        }
      />
    </>
  );
}
