import {
  BellOff,
  BellRing,
  Check,
  FlaskConical,
  RotateCw,
  TriangleAlert,
  Undo2,
} from 'lucide-react';
import { Link } from 'react-router';
import { useFactory } from '@/api/factory';
import type { AlertRule, Notice, OpenAlert, Told } from '@/api/alerts';
import { plural } from '@/format/number';
import { clock, relative } from '@/format/time';
import { link, runLink } from '@/shell/links';
import { outcomeWords, stateWords, titleWords } from './words';

/** Whether a rule tells of something that is not over. */
export function RuleState({
  rule,
  open,
  now,
}: {
  rule: AlertRule;
  open: readonly OpenAlert[];
  now: number;
}) {
  if (!rule.enabled) {
    return (
      <span className="alert-state">
        <BellOff size={15} aria-hidden="true" /> Off
      </span>
    );
  }
  const first = open[0];
  if (!first) {
    return (
      <span className="alert-state">
        <Check size={15} aria-hidden="true" /> Quiet
      </span>
    );
  }
  return (
    <span className="alert-state on" title={`since ${clock(first.since, now)}`}>
      <BellRing size={15} aria-hidden="true" />
      {open.length === 1 ? 'Alert' : plural(open.length, 'alert')}
    </span>
  );
}

const SIGNS = { Sent: Check, Again: RotateCw, GivenUp: TriangleAlert };

/** Somebody who was told, or could not be. */
export function Outcome({ notice, told, now }: { notice: Notice; told: Told; now: number }) {
  const Sign = SIGNS[told.status];
  return (
    <li className={`told told-${told.status}`}>
      <Sign size={14} aria-hidden="true" />
      <span>
        <b>{outcomeWords(notice, told.status)}</b> {told.target}
        {told.tries > 1 && <span className="muted">, {plural(told.tries, 'try', 'tries')}</span>}
        {told.message && <span className="told-why">{told.message}</span>}
      </span>
      <span className="muted num" title={clock(told.time, now)}>
        {relative(told.time, now)}
      </span>
    </li>
  );
}

const STATES = { alert: BellRing, recovered: Undo2, test: FlaskConical };

/** A notice: of what it tells, and whom. */
export function NoticeCard({
  notice,
  now,
  withRule = false,
}: {
  notice: Notice;
  now: number;
  withRule?: boolean;
}) {
  const factory = useFactory();
  const Sign = STATES[notice.state];
  const more = notice.count - notice.entries.length;
  const entries = notice.entries.filter((one) => one.pipeline !== '' || one.runId !== '');
  return (
    <li className={`notice notice-${notice.state}`}>
      <header>
        <span className="notice-state">
          <Sign size={14} aria-hidden="true" /> {stateWords(notice)}
        </span>
        {withRule && (
          <Link to={link(factory, `alerts/${encodeURIComponent(notice.rule)}`)}>{notice.rule}</Link>
        )}
        <time className="muted num" dateTime={notice.time} title={relative(notice.time, now)}>
          {clock(notice.time, now)}
        </time>
      </header>
      {entries.length === 0 && <p className="notice-line">{titleWords(notice)}</p>}
      {entries.map((one) => (
        <p className="notice-line" key={`${one.pipeline} ${one.runId} ${one.time}`}>
          {one.runId ? (
            <Link to={runLink(factory, one.runId)}>{one.pipeline}</Link>
          ) : (
            <Link to={link(factory, 'runs', { pipeline: [one.pipeline] })}>{one.pipeline}</Link>
          )}{' '}
          {one.text}
        </p>
      ))}
      {more > 0 && <p className="notice-line muted">and {plural(more, 'more', 'more')}</p>}
      <ul className="told-list" aria-label="Who was told">
        {notice.told.map((one) => (
          <Outcome key={one.action} notice={notice} told={one} now={now} />
        ))}
      </ul>
    </li>
  );
}
