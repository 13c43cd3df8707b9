import { useQuery } from '@tanstack/react-query';
import { BellRing, Clock, Rows3, Scale } from 'lucide-react';
import { Link } from 'react-router';
import { alertHistoryOf, type AlertHistory } from '@/api/alerts';
import { useFactory, type Factory } from '@/api/factory';
import { bytes, count, plural } from '@/format/number';
import { clock, duration, relative } from '@/format/time';
import { Panel } from '@/kit/Panel';
import { useNow } from '@/live/useNow';
import { link, runLink } from '@/shell/links';
import { StatusIcon } from '@/status/Status';
import { lateOf, movedOf, type Late, type Moved } from './data';

const ASK_MS = 15_000;
const SHOWN = 8;

export function useOpenAlerts() {
  const factory = useFactory();
  return useQuery({
    queryKey: ['alert-history', factory.id],
    queryFn: () => alertHistoryOf(factory),
    refetchInterval: ASK_MS,
  });
}

export function useLate() {
  const factory = useFactory();
  return useQuery({
    queryKey: ['late', factory.id],
    queryFn: () => lateOf(factory),
    refetchInterval: ASK_MS,
  });
}

export function useMoved(span: string, ms: number) {
  const factory = useFactory();
  return useQuery({
    queryKey: ['moved', factory.id, span],
    queryFn: () => movedOf(factory, ms),
    refetchInterval: 2 * ASK_MS,
  });
}

/** The runs of those pipelines that have late ones. */
const lateLink = (factory: Factory, late: readonly Late[]): string =>
  link(factory, 'runs', {
    status: ['InProgress'],
    pipeline: [...new Set(late.map((one) => one.pipelineName))],
    sort: 'RunStart asc',
  });

const rateOf = (n: number, ms: number, words: (n: number) => string): string =>
  n === 0 ? 'none' : `${words((n / ms) * 1000)} a second`;
const whole = (n: number): string => (n < 10 ? n.toFixed(1) : count(n));

/** What asks for people, and what is moved. */
export function NowFigures({ span, ms }: { span: string; ms: number }) {
  const factory = useFactory();
  const open = useOpenAlerts().data?.open ?? [];
  const late = useLate().data ?? [];
  const moved = useMoved(span, ms).data;
  const usage = link(factory, 'manage/usage', { span });
  return (
    <div className="figures now-figures">
      <Link
        to={link(factory, 'alerts', { state: open.length > 0 ? ['Alert'] : [] })}
        className={`figure ${open.length > 0 ? 'tone-bad' : 'none'}`}
      >
        <span className="figure-name">
          <BellRing size={14} aria-hidden="true" /> Alerts
        </span>
        <span className="figure-n num">{count(open.length)}</span>
        <span className="figure-note">told and not over</span>
      </Link>
      <Link
        to={lateLink(factory, late)}
        className={`figure ${late.length > 0 ? 'tone-wait' : 'none'}`}
      >
        <span className="figure-name">
          <Clock size={14} aria-hidden="true" /> Late
        </span>
        <span className="figure-n num">{count(late.length)}</span>
        <span className="figure-note">longer than usual</span>
      </Link>
      <Link to={usage} className={`figure plain ${moved?.rows ? '' : 'none'}`}>
        <span className="figure-name">
          <Rows3 size={14} aria-hidden="true" /> Rows
        </span>
        <span className="figure-n num">{count(moved?.rows)}</span>
        <span className="figure-note">{moved ? rateOf(moved.rows, ms, whole) : '…'}</span>
      </Link>
      <Link to={usage} className={`figure plain ${moved?.bytes ? '' : 'none'}`}>
        <span className="figure-name">
          <Scale size={14} aria-hidden="true" /> Bytes
        </span>
        <span className="figure-n num">{bytes(moved?.bytes)}</span>
        <span className="figure-note">
          {moved ? rateOf(moved.bytes, ms, (n) => bytes(Math.round(n))) : '…'}
        </span>
      </Link>
    </div>
  );
}

/** A rule's name as it is spelled: what is open has it in lower case. */
const ruleOf = (history: AlertHistory, name: string): string =>
  history.notices.find((one) => one.rule.toLowerCase() === name.toLowerCase())?.rule ?? name;

const entryOf = (history: AlertHistory, alert: string, what: string) =>
  history.notices
    .filter((one) => one.rule.toLowerCase() === alert.toLowerCase() && one.state === 'alert')
    .flatMap((one) => one.entries)
    .find((one) => one.pipeline.toLowerCase() === what.toLowerCase() || one.runId === what);

export function OpenAlerts() {
  const factory = useFactory();
  const now = useNow(10_000);
  const history = useOpenAlerts().data;
  const open = [...(history?.open ?? [])].sort((a, b) => Date.parse(b.since) - Date.parse(a.since));
  return (
    <Panel
      title="Alerts"
      aside={
        open.length > 0 && (
          <Link to={link(factory, 'alerts', { state: ['Alert'] })}>all that are not over</Link>
        )
      }
    >
      {history && open.length === 0 && <p className="quiet-line">No alert is open.</p>}
      <ul className="rows" aria-label="Open alerts">
        {history &&
          open.slice(0, SHOWN).map((one) => {
            const entry = entryOf(history, one.alert, one.what);
            const name = ruleOf(history, one.alert);
            return (
              <li key={`${one.alert} ${one.what}`}>
                <Link to={link(factory, `alerts/${encodeURIComponent(name)}`)} className="row">
                  <BellRing size={15} className="row-bell" aria-hidden="true" />
                  <span className="row-main">
                    <span className="row-name">{name}</span>
                    <span className="row-note">
                      {entry ? `${entry.pipeline} ${entry.text}` : one.what}
                    </span>
                  </span>
                  <span className="row-side num" title={clock(one.since, now)}>
                    {relative(one.since, now)}
                  </span>
                </Link>
              </li>
            );
          })}
      </ul>
      {open.length > SHOWN && (
        <p className="quiet-line">and {plural(open.length - SHOWN, 'more', 'more')}</p>
      )}
    </Panel>
  );
}

export function LateRuns() {
  const factory = useFactory();
  const now = useNow();
  const late = useLate().data;
  return (
    <Panel
      title="Late"
      aside={late && late.length > 0 && <Link to={lateLink(factory, late)}>all of their runs</Link>}
    >
      {late?.length === 0 && (
        <p className="quiet-line">No run goes on for longer than the last ones of its pipeline.</p>
      )}
      <ul className="rows" aria-label="Late runs">
        {late?.slice(0, SHOWN).map((one) => (
          <li key={one.runId}>
            <Link to={runLink(factory, one.runId)} className="row">
              <StatusIcon status="InProgress" />
              <span className="row-main">
                <span className="row-name">{one.pipelineName}</span>
                <span className="row-note">
                  {duration(one.longestMs)} at most in {plural(one.runs, 'run')} before
                </span>
              </span>
              <span className="row-side num">{duration(now - Date.parse(one.runStart))}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function MovedRow({
  one,
  most,
  span,
}: {
  one: Moved['pipelines'][number];
  most: number;
  span: string;
}) {
  const factory = useFactory();
  const to = link(factory, 'runs', { status: ['Succeeded'], pipeline: [one.pipelineName], span });
  return (
    <li>
      <Link to={to} className="row">
        <span className="row-main">
          <span className="row-name">{one.pipelineName}</span>
          <span className="row-note">
            {plural(one.rows, 'row')} by {plural(one.copies, 'copy', 'copies')}
          </span>
          <span className="row-share" aria-hidden="true">
            <i style={{ width: `${(100 * one.bytes) / most}%` }} />
          </span>
        </span>
        <span className="row-side num">{bytes(one.bytes)}</span>
      </Link>
    </li>
  );
}

export function MostMoved({ span, ms }: { span: string; ms: number }) {
  const factory = useFactory();
  const moved = useMoved(span, ms).data;
  const most = Math.max(1, ...(moved?.pipelines ?? []).map((one) => one.bytes));
  return (
    <Panel
      title="Moved by copies"
      aside={
        moved &&
        moved.copies > 0 && (
          <Link to={link(factory, 'manage/usage', { span })}>
            {plural(moved.copies, 'copy', 'copies')} in {span}
          </Link>
        )
      }
    >
      {moved?.copies === 0 && <p className="quiet-line">No copy has succeeded in {span}.</p>}
      <ul className="rows" aria-label="Moved by copies">
        {moved?.pipelines.slice(0, 6).map((one) => (
          <MovedRow key={one.pipelineName} one={one} most={most} span={span} />
        ))}
      </ul>
    </Panel>
  );
}
