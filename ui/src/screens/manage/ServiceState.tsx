import { useQuery } from '@tanstack/react-query';
import { Copyable } from '@/actions/Copyable';
import { HowTo } from '@/actions/HowTo';
import { client } from '@/api/client';
import { asApiError } from '@/api/errors';
import { bytes } from '@/format/number';
import { relative } from '@/format/time';
import { Panel } from '@/kit/Panel';
import { useNow } from '@/live/useNow';
import { Problem } from '@/problem/Problem';
import { StatusIcon } from '@/status/Status';

const REFRESH_MS = 10_000;

const CHECKS: Record<string, string> = {
  store: 'Store of runs and factories',
  audit: 'Audit log',
  disk: 'Disk',
  clock: 'Clock',
};
const WORDS: Record<string, string> = {
  ok: 'well',
  failing: 'failing',
  low: 'low',
  unknown: 'not known',
  setBack: 'was set back',
};

interface Check {
  status: string;
  message?: string;
  since?: string;
  freeBytes?: number;
  aheadSeconds?: number;
}

/** The service's health; it answers 503 with the same body when it is not well. */
async function healthOf() {
  const { data, error } = await client.GET('/healthz');
  return data ?? (error as unknown as NonNullable<typeof data>);
}

function details(check: Check, now: number): string {
  const words = [
    check.freeBytes === undefined ? '' : `${bytes(check.freeBytes)} free`,
    check.aheadSeconds ? `${check.aheadSeconds} s ahead` : '',
    check.message ?? '',
    check.since ? `since ${relative(check.since, now)}` : '',
  ];
  return words.filter(Boolean).join(', ');
}

const signOf = (status: string): string =>
  status === 'ok' ? 'Succeeded' : status === 'unknown' ? 'Skipped' : 'Failed';

/** How the service is, and how long it keeps what it knows. */
export function ServiceState() {
  const now = useNow(10_000);
  const health = useQuery({
    queryKey: ['health'],
    queryFn: healthOf,
    refetchInterval: REFRESH_MS,
  });
  if (health.error && !health.data) {
    return <Problem error={asApiError(health.error)} retry={() => void health.refetch()} />;
  }
  const checks = Object.entries(health.data?.checks ?? {}) as [string, Check][];
  return (
    <div className="man-grid">
      <Panel
        title={`The service is ${health.data ? { ok: 'well', degraded: 'not all well', unavailable: 'not well' }[health.data.status] : '…'}`}
        aside={<HowTo calls={[{ method: 'GET', path: '/healthz' }]} />}
      >
        <table className="man-table">
          <tbody>
            {checks.map(([name, check]) => (
              <tr key={name}>
                <th scope="row">
                  <span className="man-state man-check">
                    <StatusIcon status={signOf(check.status)} /> {CHECKS[name] ?? name}
                  </span>
                </th>
                <td>{WORDS[check.status] ?? check.status}</td>
                <td className="muted man-trouble">{details(check, now)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
      <Panel title="Retention">
        <p className="man-line">
          How long history is kept after the end of a run is said where the service is started;
          without it, for good.
        </p>
        <div className="man-commands">
          <Copyable text="weir serve --keep-runs 90d" />
        </div>
      </Panel>
      <Panel
        title="Figures for Prometheus"
        aside={<HowTo calls={[{ method: 'GET', path: '/metrics' }]} />}
      >
        <p className="man-line">
          <a href="/metrics">/metrics</a> has runs and activities by pipeline, status and duration,
          queues and workers.
        </p>
      </Panel>
      <Panel title="Backup">
        <p className="man-line">
          One file, while the service runs; restore makes a data folder of it.
        </p>
        <div className="man-commands">
          <Copyable text="weir backup weir-backup.tar" />
        </div>
      </Panel>
    </div>
  );
}
