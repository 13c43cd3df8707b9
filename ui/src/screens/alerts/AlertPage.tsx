import { useQueryClient } from '@tanstack/react-query';
import { FlaskConical, GitBranch, Pencil } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { alertCall, alertHistoryCall } from '@/actions/alertCalls';
import { HowTo } from '@/actions/HowTo';
import type { AlertRule, Notice, OpenAlert } from '@/api/alerts';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { useFilters } from '@/filters/filters';
import { relative } from '@/format/time';
import { JsonView } from '@/json/JsonView';
import { Button } from '@/kit/Button';
import { Empty, Panel } from '@/kit/Panel';
import { useNow } from '@/live/useNow';
import { Problem } from '@/problem/Problem';
import { useMay } from '@/session/may';
import { link, runLink } from '@/shell/links';
import { useTitle } from '@/shell/useTitle';
import { useAlertHistory, useAlerts, useEditable, useGitSource } from './data';
import { NoticeCard, Outcome, RuleState } from './parts';
import { RuleActs } from './RuleActs';
import { RuleEditor } from './RuleEditor';
import { TestDialog } from './TestDialog';
import { actionWords, noticesOf, openOf, scopeWords, spanWords, spelled, whenWords } from './words';

const RUN_ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;

function NotOver({
  open,
  nameOf,
  now,
}: {
  open: readonly OpenAlert[];
  nameOf: (what: string) => string;
  now: number;
}) {
  const factory = useFactory();
  if (open.length === 0) return null;
  return (
    <Panel title="Told and not over" aside={<span>oldest first</span>}>
      <ul className="alert-open">
        {open.map((one) => (
          <li key={one.what}>
            {RUN_ID.test(one.what) ? (
              <Link to={runLink(factory, one.what)}>run {one.what.slice(0, 8)}</Link>
            ) : one.what === 'queue' ? (
              <span>the queue of the service</span>
            ) : (
              <Link to={link(factory, 'runs', { pipeline: [nameOf(one.what)] })}>
                {nameOf(one.what)}
              </Link>
            )}
            <span className="muted num">{relative(one.since, now)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Each action, with what became of its newest notice. */
function Whom({
  rule,
  notices,
  now,
}: {
  rule: AlertRule;
  notices: readonly Notice[];
  now: number;
}) {
  return (
    <Panel title="Who is told">
      <ul className="alert-whom">
        {rule.actions.map((action, i) => {
          const last = notices
            .flatMap((notice) => notice.told.map((told) => ({ notice, told })))
            .find(({ told }) => told.action === i);
          return (
            <li key={i}>
              <strong>{actionWords(action)}</strong>
              {last ? (
                <ul className="told-list">
                  <Outcome {...last} now={now} />
                </ul>
              ) : (
                <span className="muted">not told anything yet</span>
              )}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

function About({ rule }: { rule: AlertRule }) {
  return (
    <p className="alert-about">
      <span>
        Tells when <strong>{whenWords(rule)}</strong>
      </span>
      <span>of {scopeWords(rule)}</span>
      <span>
        {rule.groupSeconds > 0
          ? `what comes within ${spanWords(rule.groupSeconds)} is one notice`
          : 'each by itself'}
      </span>
      <span>{rule.recovery ? 'and when it is over' : 'nothing is told when it is over'}</span>
      {rule.description && <span className="muted">{rule.description}</span>}
    </p>
  );
}

/** A rule: what it watches, what it told, whom; and a test. */
export function AlertPage() {
  const { name = '' } = useParams();
  useTitle(name);
  const factory = useFactory();
  const filters = useFilters();
  const now = useNow(1000);
  const queries = useQueryClient();
  const may = useMay();
  const editable = useEditable();
  const source = useGitSource();
  const allowed = may('weir_alerts_test');
  const writes = editable && may('weir_alerts_put');
  const rules = useAlerts();
  const told = useAlertHistory();
  const rule = rules.data?.find((one) => one.name.toLowerCase() === name.toLowerCase());
  const editing = writes && filters.text('do') === 'edit';
  const open = openOf(told.data?.open ?? [], name);
  const notices = noticesOf(told.data?.notices ?? [], name);
  return (
    <div className="page list-page alert-page">
      <div className="page-head">
        <h1>
          <Link to={link(factory, 'alerts')} className="crumb">
            Alerts
          </Link>
          {rule?.name ?? name}
        </h1>
        {rule && <RuleState rule={rule} open={open} now={now} />}
        <span className="spring" />
        {rule && !editing && allowed && (
          <Button onPress={() => filters.set({ do: 'test' })}>
            <FlaskConical size={14} /> Test
          </Button>
        )}
        {rule && !editing && writes && (
          <Button onPress={() => filters.set({ do: 'edit' }, { push: true })}>
            <Pencil size={14} /> Edit
          </Button>
        )}
        {rule && !editing && <RuleActs rule={rule} />}
        <HowTo calls={[alertCall(factory, name), alertHistoryCall(factory)]} />
      </div>
      {rules.error && !rules.data && (
        <Problem error={asApiError(rules.error)} retry={() => void rules.refetch()} />
      )}
      {rules.data && !rule && (
        <Empty title={`There is no rule “${name}”`}>
          <Link to={link(factory, 'alerts')}>All rules</Link>
        </Empty>
      )}
      {rule && editing && (
        <RuleEditor
          key={rule.name}
          rule={rule}
          copy={null}
          taken={[]}
          onClose={() => filters.set({ do: '' })}
          onSaved={(kept) => {
            queries.setQueryData(['alerts', factory.id], (old: AlertRule[] | undefined) =>
              old?.map((one) => (one.name === kept.name ? kept : one)),
            );
            void queries.invalidateQueries({ queryKey: ['alerts', factory.id] });
            filters.set({ do: '' });
          }}
        />
      )}
      {rule && !editing && source && (
        <p className="rule-git">
          <GitBranch size={14} aria-hidden="true" /> Read-only: it is applied from Git, from{' '}
          <code>{[source.folder, `alert/${rule.name}.json`].filter(Boolean).join('/')}</code>
        </p>
      )}
      {rule && !editing && (
        <>
          <About rule={rule} />
          <div className="alert-columns">
            <section aria-label="What was told">
              {notices.length > 0 ? (
                <ul className="notices" aria-label={`Told by ${rule.name}`}>
                  {notices.map((one) => (
                    <NoticeCard key={one.id} notice={one} now={now} />
                  ))}
                </ul>
              ) : (
                <Empty title={told.isPending ? 'Looking …' : 'It has not told anything yet'}>
                  {allowed && <p>A test says whether those whom it tells can be reached.</p>}
                </Empty>
              )}
            </section>
            <div className="alert-side">
              <NotOver open={open} nameOf={(what) => spelled(what, rule, notices)} now={now} />
              <Whom rule={rule} notices={notices} now={now} />
              <Panel
                title="Definition"
                className="alert-definition"
                aside={<span>alert/{rule.name}.json</span>}
              >
                <div className="alert-json">
                  <JsonView value={rule.properties} label={`The rule ${rule.name}`} />
                </div>
              </Panel>
            </div>
          </div>
          {filters.text('do') === 'test' && allowed && (
            <TestDialog rule={rule} onClose={() => filters.set({ do: '' })} />
          )}
        </>
      )}
    </div>
  );
}
