import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useFactory } from '@/api/factory';
import { runtimesOf } from '@/api/runtimes';
import { bytes, plural } from '@/format/number';
import { clock, duration, relative } from '@/format/time';
import { Panel } from '@/kit/Panel';
import { useNow } from '@/live/useNow';
import { causeOf } from '@/problem/cause';
import { link, runLink } from '@/shell/links';
import { StatusIcon } from '@/status/Status';
import { healthOf, longestOf, scheduleOf, waitingOf, type Overview } from './data';

const SLOW_MS = 30_000;
const FAST_MS = 10_000;
const TRIGGERS_MAX = 8;

function Quiet({ children }: { children: ReactNode }) {
  return <p className="quiet-line">{children}</p>;
}

export function FailingNow({ failing }: { failing: Overview['failing'] }) {
  const factory = useFactory();
  const now = useNow(10_000);
  return (
    <Panel
      title="Failing now"
      aside={
        failing.length > 0 && (
          <Link to={link(factory, 'runs', { status: ['Failed'] })}>all failed runs</Link>
        )
      }
    >
      {failing.length === 0 && <Quiet>Every pipeline’s last finished run succeeded.</Quiet>}
      <ul className="rows">
        {failing.slice(0, 8).map((one) => (
          <li key={one.pipelineName}>
            <Link to={runLink(factory, one.runId, { focus: 'failure' })} className="row">
              <StatusIcon status="Failed" />
              <span className="row-main">
                <span className="row-name">{one.pipelineName}</span>
                <span className="row-note">{causeOf(one.message)}</span>
              </span>
              <span className="row-side num">
                {one.failures > 1 ? `${one.failures} in a row` : 'once'}
                <span className="row-note">{relative(one.runStart, now)}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {failing.length > 8 && <Quiet>and {plural(failing.length - 8, 'more pipeline')}</Quiet>}
    </Panel>
  );
}

export function Longest() {
  const factory = useFactory();
  const now = useNow();
  const longest = useQuery({
    queryKey: ['longest', factory.id],
    queryFn: () => longestOf(factory),
    refetchInterval: FAST_MS,
  });
  return (
    <Panel
      title="In progress, longest first"
      aside={
        (longest.data?.length ?? 0) > 0 && (
          <Link to={link(factory, 'runs', { status: ['InProgress'], sort: 'RunStart asc' })}>
            all in progress
          </Link>
        )
      }
    >
      {longest.data?.length === 0 && <Quiet>Nothing runs.</Quiet>}
      <ul className="rows">
        {(longest.data ?? []).map((run) => (
          <li key={run.runId}>
            <Link to={runLink(factory, run.runId)} className="row">
              <StatusIcon status={run.status} />
              <span className="row-main">
                <span className="row-name">{run.pipelineName}</span>
                <span className="row-note">by {run.invokedBy.name || 'nobody named'}</span>
              </span>
              <span className="row-side num">{duration(now - Date.parse(run.runStart))}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function Waiting({ queued }: { queued: number }) {
  const factory = useFactory();
  const now = useNow();
  const waiting = useQuery({
    queryKey: ['waiting', factory.id],
    queryFn: () => waitingOf(factory),
    refetchInterval: FAST_MS,
    enabled: queued > 0,
  });
  const schedule = useQuery({
    queryKey: ['schedule', factory.id],
    queryFn: () => scheduleOf(factory),
    refetchInterval: SLOW_MS,
  });
  const rows = queued > 0 ? (waiting.data ?? []) : [];
  const windows = schedule.data?.waiting ?? [];
  return (
    <Panel
      title="Waiting, and why"
      aside={
        queued > 0 && (
          <Link to={link(factory, 'runs', { status: ['Queued'], sort: 'RunStart asc' })}>
            all that wait
          </Link>
        )
      }
    >
      {rows.length === 0 && windows.length === 0 && <Quiet>No run and no window waits.</Quiet>}
      <ul className="rows">
        {rows.map(({ run, why }) => (
          <li key={run.runId}>
            <Link to={runLink(factory, run.runId)} className="row">
              <StatusIcon status={run.status} />
              <span className="row-main">
                <span className="row-name">{run.pipelineName}</span>
                <span className="row-note">{why}</span>
              </span>
              <span className="row-side num">{duration(now - Date.parse(run.runStart))}</span>
            </Link>
          </li>
        ))}
        {windows.slice(0, 5).map((one) => (
          <li key={`${one.trigger} ${one.windowStartTime}`}>
            <Link to={link(factory, 'trigger-runs', { trigger: [one.trigger] })} className="row">
              <StatusIcon status="Waiting" />
              <span className="row-main">
                <span className="row-name">{one.trigger}</span>
                <span className="row-note">
                  window of {clock(one.windowStartTime, now)}: {one.reason}
                </span>
              </span>
              <span className="row-side num">{relative(one.windowEndTime, now)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function NextToFire() {
  const factory = useFactory();
  const now = useNow();
  const schedule = useQuery({
    queryKey: ['schedule', factory.id],
    queryFn: () => scheduleOf(factory),
    refetchInterval: SLOW_MS,
  });
  const all = schedule.data?.firings ?? [];
  const stopped = all.some((one) => !one.started);
  // The next of each trigger: the schedule has the soonest first.
  const firings = all
    .filter(
      (one, i) => one.started && all.findIndex((other) => other.trigger === one.trigger) === i,
    )
    .slice(0, TRIGGERS_MAX);
  return (
    <Panel
      title="Next to fire"
      aside={firings.length > 0 && <Link to={link(factory, 'triggers')}>all triggers</Link>}
    >
      {schedule.data && firings.length === 0 && (
        <Quiet>{stopped ? 'Its triggers are stopped.' : 'No trigger fires within a day.'}</Quiet>
      )}
      <ul className="rows">
        {firings.map((one) => (
          <li key={`${one.trigger} ${one.time}`}>
            <Link to={link(factory, 'trigger-runs', { trigger: [one.trigger] })} className="row">
              <StatusIcon status="Waiting" />
              <span className="row-main">
                <span className="row-name">{one.trigger}</span>
                <span className="row-note">{one.pipelines.map((to) => to.name).join(', ')}</span>
              </span>
              <span className="row-side num">
                {relative(one.time, now)}
                <span className="row-note">{clock(one.time, now)}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function Gateways() {
  const factory = useFactory();
  const runtimes = useQuery({
    queryKey: ['runtimes', factory.id],
    queryFn: () => runtimesOf(factory),
    refetchInterval: SLOW_MS,
  });
  const rows = runtimes.data ?? [];
  return (
    <Panel title="Gateways">
      {runtimes.data && rows.length === 0 && (
        <Quiet>
          This factory has no self-hosted runtime: all its activities run in the service.
        </Quiet>
      )}
      <ul className="rows">
        {rows.map((one) => {
          const online = one.nodes.filter((node) => node.status === 'Online').length;
          return (
            <li key={one.name}>
              <Link to={link(factory, 'manage/runtimes', { runtime: one.name })} className="row">
                <StatusIcon status={online > 0 ? 'Succeeded' : 'Failed'} />
                <span className="row-main">
                  <span className="row-name">{one.name}</span>
                  <span className="row-note">
                    {one.nodes.map((node) => node.name).join(', ') || 'none has registered'}
                  </span>
                </span>
                <span className="row-side num">
                  {one.nodes.length === 0
                    ? 'no nodes'
                    : `${online} of ${plural(one.nodes.length, 'node')}`}
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

export function Health() {
  const factory = useFactory();
  const health = useQuery({ queryKey: ['health'], queryFn: healthOf, refetchInterval: FAST_MS });
  const checks = Object.entries(health.data?.checks ?? {});
  return (
    <Panel title="The service">
      <ul className="rows">
        {checks.map(([name, check]) => (
          <li key={name}>
            <Link to={link(factory, 'manage/service')} className="row">
              <StatusIcon status={check.status === 'ok' ? 'Succeeded' : 'Failed'} />
              <span className="row-main">
                <span className="row-name">
                  {{ store: 'Store', audit: 'Audit log', disk: 'Disk', clock: 'Clock' }[name] ??
                    name}
                </span>
                {check.message && <span className="row-note">{check.message}</span>}
              </span>
              <span className="row-side num">
                {check.freeBytes !== undefined ? `${bytes(check.freeBytes)} free` : check.status}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
