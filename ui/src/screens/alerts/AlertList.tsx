import { FlaskConical, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { alertHistoryCall, alertsCall } from '@/actions/alertCalls';
import { Copyable } from '@/actions/Copyable';
import { HowTo } from '@/actions/HowTo';
import type { AlertHistory, AlertRule } from '@/api/alerts';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { FilterMenu } from '@/filters/FilterMenu';
import { SearchBox } from '@/filters/SearchBox';
import { useFilters } from '@/filters/filters';
import { Segments } from '@/filters/Segments';
import { plural } from '@/format/number';
import { clock, relative } from '@/format/time';
import { Button } from '@/kit/Button';
import { Empty } from '@/kit/Panel';
import { useNow } from '@/live/useNow';
import { Problem } from '@/problem/Problem';
import { useMay } from '@/session/may';
import { link } from '@/shell/links';
import { useTitle } from '@/shell/useTitle';
import { VirtualTable, type Column } from '@/table/VirtualTable';
import { useAlertHistory, useAlerts, useEditable } from './data';
import { NoticeCard, RuleState } from './parts';
import { RuleActs } from './RuleActs';
import { TestDialog } from './TestDialog';
import {
  actionWords,
  noticesOf,
  openOf,
  OUTCOMES,
  outcomeOf,
  outcomeWords,
  scopeWords,
  whenWords,
} from './words';

const NAMES = ['q', 'state'];
const NONE: AlertHistory = { open: [], notices: [] };
const STATES = ['Alert', 'Quiet', 'Off'];
const EXAMPLE = `{"name": "LoadFailed",
 "properties": {
   "condition": {"type": "Failed"},
   "scope": {"pipelines": ["Load"]},
   "actions": [
     {"type": "Webhook", "form": "teams",
      "url": {"type": "SecureString", "file": "teams-url.txt"}}]}}`;

function LastTold({ rule, history, now }: { rule: string; history: AlertHistory; now: number }) {
  const last = noticesOf(history.notices, rule)[0];
  if (!last) return <span className="muted">–</span>;
  const outcome = outcomeOf(last);
  return (
    <span title={clock(last.time, now)}>
      {relative(last.time, now)}
      {outcome !== 'Sent' && <b className={`told-${outcome}`}> {outcomeWords(last, outcome)}</b>}
    </span>
  );
}

function columnsOf(
  to: (name: string) => string,
  history: AlertHistory,
  now: number,
  onTest: ((rule: AlertRule) => void) | null,
): Column<AlertRule>[] {
  return [
    {
      id: 'name',
      title: 'Rule',
      width: 150,
      grow: true,
      cell: (one) => (
        <Link className="cell-link" to={to(one.name)} tabIndex={-1} title={one.description}>
          {one.name}
        </Link>
      ),
    },
    {
      id: 'state',
      title: 'State',
      width: 100,
      cell: (one) => <RuleState rule={one} open={openOf(history.open, one.name)} now={now} />,
    },
    {
      id: 'when',
      title: 'Tells when',
      width: 220,
      grow: true,
      cell: (one) => <span title={whenWords(one)}>{whenWords(one)}</span>,
    },
    {
      id: 'scope',
      title: 'Of',
      width: 150,
      grow: true,
      cell: (one) => <span title={scopeWords(one)}>{scopeWords(one)}</span>,
    },
    {
      id: 'who',
      title: 'Whom',
      width: 190,
      grow: true,
      cell: (one) => {
        const words = one.actions.map(actionWords).join('; ');
        return <span title={words}>{words}</span>;
      },
    },
    {
      id: 'last',
      title: 'Last told',
      width: 150,
      cell: (one) => <LastTold rule={one.name} history={history} now={now} />,
    },
    ...(onTest
      ? [
          {
            id: 'test',
            title: '',
            width: 118,
            cell: (one: AlertRule) => (
              <span className="rule-acts">
                <Button small kind="quiet" onPress={() => onTest(one)}>
                  <FlaskConical size={14} /> Test
                </Button>
                <RuleActs rule={one} small />
              </span>
            ),
          },
        ]
      : []),
  ];
}

function NoRule() {
  const filters = useFilters();
  const may = useMay();
  const editable = useEditable();
  const writes = editable && may('weir_alerts_put');
  return (
    <Empty title="There is no alert rule yet">
      {writes && (
        <p>
          <Button kind="primary" onPress={() => filters.set({ do: 'new' }, { push: true })}>
            <Plus size={14} /> New rule
          </Button>
        </p>
      )}
      <p>
        {writes ? 'Or as' : 'A rule is'} a file in the folder alert of the factory, such as
        alert/LoadFailed.json:
      </p>
      <div className="alert-example">
        <Copyable text={EXAMPLE} />
        <Copyable text={`weir apply my-factory --server ${window.location.origin}`} />
      </div>
    </Empty>
  );
}

function Rules({ rules, history }: { rules: ReturnType<typeof useAlerts>; history: AlertHistory }) {
  const factory = useFactory();
  const filters = useFilters();
  const navigate = useNavigate();
  const now = useNow(1000);
  const allowed = useMay()('weir_alerts_test');
  const [testing, setTesting] = useState<AlertRule | null>(null);
  const text = filters.text('q').toLowerCase();
  const states = filters.list('state');
  const rows = (rules.data ?? []).filter((one) => {
    const words = `${one.name} ${one.description} ${whenWords(one)} ${scopeWords(one)} ${one.actions.map(actionWords).join(' ')}`;
    const state = !one.enabled
      ? 'Off'
      : openOf(history.open, one.name).length > 0
        ? 'Alert'
        : 'Quiet';
    return words.toLowerCase().includes(text) && (states.length === 0 || states.includes(state));
  });
  const to = (name: string) => link(factory, `alerts/${encodeURIComponent(name)}`);
  const filtered = NAMES.some((name) => filters.text(name) !== '');
  return (
    <>
      <div className="filters">
        <SearchBox
          label="Look in names, pipelines and who is told"
          hint="Name, pipeline, who …"
          value={filters.text('q')}
          onChange={(q) => filters.set({ q })}
        />
        <FilterMenu
          title="State"
          options={STATES.map((id) => ({ id, text: id, label: id }))}
          chosen={states}
          onChange={(state) => filters.set({ state })}
        />
        {filtered && (
          <Button kind="quiet" onPress={() => filters.clear(NAMES)}>
            Clear
          </Button>
        )}
      </div>
      <VirtualTable
        label="Alert rules"
        columns={columnsOf(to, history, now, allowed ? setTesting : null)}
        rows={rows}
        rowKey={(one) => one.name}
        onOpen={(one, newTab) => {
          if (newTab) window.open(`/ui${to(one.name)}`, '_blank', 'noopener');
          else void navigate(to(one.name));
        }}
        narrow={(one) => (
          <>
            <RuleState rule={one} open={openOf(history.open, one.name)} now={now} />
            <span className="narrow-main">
              <strong>{one.name}</strong>
              <span className="row-note">
                {whenWords(one)}: {scopeWords(one)}
              </span>
            </span>
            <span className="narrow-side">
              <LastTold rule={one.name} history={history} now={now} />
            </span>
          </>
        )}
        foot={
          rules.isPending || rows.length > 0 ? null : filtered ? (
            <Empty title="No rule matches">
              <Button small onPress={() => filters.clear(NAMES)}>
                Clear the filters
              </Button>
            </Empty>
          ) : (
            <NoRule />
          )
        }
      />
      {testing && <TestDialog rule={testing} onClose={() => setTesting(null)} />}
    </>
  );
}

function ToldList({ history }: { history: AlertHistory }) {
  const filters = useFilters();
  const now = useNow(1000);
  const rules = filters.list('rule');
  const outcomes = filters.list('outcome');
  const names = useMemo(() => [...new Set(history.notices.map((one) => one.rule))], [history]);
  const shown = history.notices.filter(
    (one) =>
      (rules.length === 0 || rules.includes(one.rule)) &&
      (outcomes.length === 0 || outcomes.includes(outcomeOf(one))),
  );
  return (
    <>
      <div className="filters">
        <FilterMenu
          title="Rule"
          options={names.map((id) => ({ id, text: id, label: id }))}
          chosen={rules}
          onChange={(rule) => filters.set({ rule })}
        />
        <FilterMenu
          title="What became of it"
          options={Object.entries(OUTCOMES).map(([id, words]) => ({
            id,
            text: words,
            label: words,
          }))}
          chosen={outcomes}
          onChange={(outcome) => filters.set({ outcome })}
        />
      </div>
      {shown.length === 0 ? (
        <Empty
          title={history.notices.length === 0 ? 'Nobody was told anything yet' : 'None matches'}
        />
      ) : (
        <ul className="notices" aria-label="What was told">
          {shown.map((one) => (
            <NoticeCard key={one.id} notice={one} now={now} withRule />
          ))}
        </ul>
      )}
    </>
  );
}

export function AlertList() {
  useTitle('Alerts');
  const factory = useFactory();
  const filters = useFilters();
  const rules = useAlerts();
  const told = useAlertHistory();
  const may = useMay();
  const editable = useEditable();
  const writes = editable && may('weir_alerts_put');
  const history = told.data ?? NONE;
  const view = filters.text('view') === 'told' ? 'told' : 'rules';
  const error = rules.data ? told.error : (rules.error ?? told.error);
  return (
    <div className="page list-page">
      <div className="page-head">
        <h1>Alerts</h1>
        <span className="muted num" role="status">
          {rules.isPending
            ? 'Loading …'
            : `${plural(rules.data?.length ?? 0, 'rule')}, ${plural(history.open.length, 'alert')} not over`}
        </span>
        <span className="spring" />
        <Segments
          label="Show"
          options={[
            { id: 'rules', label: 'Rules' },
            { id: 'told', label: 'Told' },
          ]}
          value={view}
          onChange={(to) => filters.set({ view: to === 'rules' ? '' : to }, { push: true })}
        />
        {writes && (
          <Button onPress={() => filters.set({ do: 'new' }, { push: true })}>
            <Plus size={14} /> New rule
          </Button>
        )}
        <HowTo calls={[alertsCall(factory), alertHistoryCall(factory)]} />
      </div>
      {error && !told.data ? (
        <Problem
          error={asApiError(error)}
          retry={() => {
            void rules.refetch();
            void told.refetch();
          }}
        />
      ) : view === 'told' ? (
        <ToldList history={history} />
      ) : (
        <Rules rules={rules} history={history} />
      )}
    </div>
  );
}
