import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { StackedBars } from '@/chart/StackedBars';
import { useFilters } from '@/filters/filters';
import { Segments } from '@/filters/Segments';
import { count } from '@/format/number';
import { spanOf } from '@/format/time';
import { Panel } from '@/kit/Panel';
import { useAskAgain } from '@/live/useAskAgain';
import { Problem } from '@/problem/Problem';
import { link } from '@/shell/links';
import { useTitle } from '@/shell/useTitle';
import { RUN_STATUSES, statusWords, toneOf } from '@/status/status';
import { StatusIcon } from '@/status/Status';
import { overviewOf, SPANS, type Overview } from './data';
import { FailingNow, Gateways, Health, Longest, NextToFire, Waiting } from './lists';
import { LateRuns, MostMoved, NowFigures, OpenAlerts } from './now';
import './overview.css';

const REFRESH_MS = 15_000;

const rate = (n: number, ms: number) => {
  const perMinute = n / (ms / 60_000);
  return perMinute >= 600
    ? `${count(perMinute / 60)} a second`
    : perMinute >= 1
      ? `${perMinute.toFixed(perMinute < 10 ? 1 : 0)} a minute`
      : `${(perMinute * 60).toFixed(1)} an hour`;
};

function Figures({ data, span, ms }: { data: Overview; span: string; ms: number }) {
  const factory = useFactory();
  const all = Object.values(data.totals).reduce((sum, n) => sum + n, 0);
  const begun = (status: string) => ({
    status,
    n: data.totals[status] ?? 0,
    to: link(factory, 'runs', { status: [status], span }),
    note: `in ${span}`,
  });
  const active = (status: 'InProgress' | 'Queued') => ({
    status,
    n: data.active[status],
    to: link(factory, 'runs', { status: [status] }),
    note: 'now',
  });
  const figures = [
    begun('Failed'),
    active('InProgress'),
    active('Queued'),
    begun('Succeeded'),
    begun('Cancelled'),
  ];
  return (
    <div className="figures">
      {figures.map(({ status, n, to, note }) => (
        <Link
          key={status}
          to={to}
          className={`figure tone-${toneOf(status)} ${n === 0 ? 'none' : ''}`}
        >
          <span className="figure-name">
            <StatusIcon status={status} size={14} /> {statusWords(status)}
          </span>
          <span className="figure-n num">{count(n)}</span>
          <span className="figure-note">{note}</span>
        </Link>
      ))}
      <Link to={link(factory, 'runs', { span })} className="figure plain">
        <span className="figure-name">All runs</span>
        <span className="figure-n num">{count(all)}</span>
        <span className="figure-note">{rate(all, ms)}</span>
      </Link>
      <Link to={link(factory, 'runs', { status: ['InProgress'] })} className="figure plain">
        <span className="figure-name">Workers</span>
        <span className="figure-n num">
          {data.workers.busy}
          <small> of {data.workers.max}</small>
        </span>
        <span className="figure-note">
          {data.workers.waiting > 0
            ? `${count(data.workers.waiting)} activities wait`
            : 'none waits'}
        </span>
      </Link>
    </div>
  );
}

export default function OverviewView() {
  useTitle('Overview');
  const factory = useFactory();
  const filters = useFilters();
  const navigate = useNavigate();
  const span = filters.text('span', '24h');
  const ms = spanOf(span) ?? 86_400_000;
  const overview = useQuery({
    queryKey: ['overview', factory.id, span],
    queryFn: () => overviewOf(factory, span, ms),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });
  useAskAgain('runs', ['overview', 'longest', 'waiting', 'alert-history', 'late', 'moved']);
  return (
    <div className="page">
      <div className="page-head">
        <h1>Overview</h1>
        <span className="spring" />
        <Segments
          label="How far back"
          options={SPANS}
          value={span}
          onChange={(next) => filters.set({ span: next === '24h' ? '' : next })}
        />
      </div>
      {overview.error && !overview.data && (
        <Problem error={asApiError(overview.error)} retry={() => void overview.refetch()} />
      )}
      {overview.data && (
        <>
          <Figures data={overview.data} span={span} ms={ms} />
          <NowFigures span={span} ms={ms} />
          <Panel
            title="Runs by start and status"
            aside={
              <span className="legend">
                {RUN_STATUSES.filter((status) => overview.data.totals[status]).map((status) => (
                  <span key={status} className={`chart-row tone-${toneOf(status)}`}>
                    <i /> {statusWords(status)}
                  </span>
                ))}
              </span>
            }
          >
            <div className="chart-pad">
              <StackedBars
                bars={overview.data.bars}
                statuses={RUN_STATUSES}
                label={`Runs of the last ${span}`}
                onOpen={(bar) =>
                  void navigate(
                    link(factory, 'runs', {
                      from: new Date(bar.start).toISOString(),
                      to: new Date(bar.end).toISOString(),
                    }),
                  )
                }
              />
            </div>
          </Panel>
          <div className="columns">
            <FailingNow failing={overview.data.failing} />
            <OpenAlerts />
            <LateRuns />
            <Longest />
            <Waiting queued={overview.data.active.Queued} />
            <NextToFire />
            <MostMoved span={span} ms={ms} />
            <Gateways />
            <Health />
          </div>
        </>
      )}
    </div>
  );
}
