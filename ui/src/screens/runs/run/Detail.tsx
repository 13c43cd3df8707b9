import { useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { Link } from 'react-router';
import { useFactory } from '@/api/factory';
import type { Activity } from '@/api/runs';
import { CopyButton } from '@/actions/Copyable';
import { count } from '@/format/number';
import { clock, duration } from '@/format/time';
import { Segments } from '@/filters/Segments';
import { Empty } from '@/kit/Panel';
import { JsonView } from '@/json/JsonView';
import { useNow } from '@/live/useNow';
import { causeOf } from '@/problem/cause';
import { runLink } from '@/shell/links';
import { Status } from '@/status/Status';
import { statusWords } from '@/status/status';
import { adviceOf } from './advice';
import { figuresOf } from './copyFigures';
import type { Defined } from './definition';
import { Expressions } from './Expressions';
import { Log } from './Log';
import { runsJobs } from './jobs';
import { childRunOf, keysAround, lastOf, type Node } from './tree';

function ErrorPart({ activity }: { activity: Activity }) {
  if (!activity.error) return null;
  const { errorCode, failureType, message, target } = activity.error;
  const advice = adviceOf(activity.error);
  const cause = causeOf(message);
  return (
    <div className="run-error" role="alert">
      <div className="run-error-head">
        <strong>
          {failureType === 'SystemError'
            ? 'System error'
            : failureType === 'UserError'
              ? 'User error'
              : 'Error'}
        </strong>
        <code>{errorCode}</code>
        {target && target !== activity.activityName && <span className="muted">at {target}</span>}
        <CopyButton text={message} label="Copy the message" />
      </div>
      <p className="run-error-message run-error-cause">{cause}</p>
      {advice && <p className="run-error-advice">{advice}</p>}
      {cause !== message && (
        <details>
          <summary>The whole message</summary>
          <p className="run-error-message">{message}</p>
        </details>
      )}
    </div>
  );
}

function Figures({ activity }: { activity: Activity }) {
  const figures = figuresOf(activity);
  if (figures.length === 0) return null;
  return (
    <dl className="io">
      {figures.map((one) => (
        <div key={one.name}>
          <dt>{one.name}</dt>
          <dd className="num">
            {one.value} {one.rate && <span className="muted">{one.rate}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Its place: what is around it, each part a button. */
function Crumbs({ node, onSelect }: { node: Node; onSelect: (key: string) => void }) {
  const around = keysAround(node.key);
  if (around.length === 0) return null;
  return (
    <nav aria-label="Place" className="crumbs">
      {around.map((key) => (
        <button key={key} type="button" onClick={() => onSelect(key)}>
          {key.slice(key.lastIndexOf('/') + 1)}
        </button>
      ))}
    </nav>
  );
}

function Document({ value, label, none }: { value: unknown; label: string; none: string }) {
  const is =
    value !== null &&
    value !== undefined &&
    value !== '' &&
    !(typeof value === 'object' && Object.keys(value).length === 0);
  return is ? <JsonView value={value} label={label} /> : <Empty title={none} />;
}

/** What is known of one activity of a run: its error, what it moved, inputs, outputs, attempts. */
export function Detail({
  node,
  defined,
  onSelect,
}: {
  node: Node;
  defined: Defined | undefined;
  onSelect: (key: string) => void;
}) {
  const factory = useFactory();
  const now = useNow();
  const [chosen, setChosen] = useState<{ key: string; id: string } | null>(null);
  const last = lastOf(node);
  const activity =
    node.attempts.find((one) => chosen?.key === node.key && one.activityRunId === chosen.id) ??
    last;
  const child = childRunOf(activity);
  const took =
    (activity?.end ? Date.parse(activity.end) : (node.end ?? now)) -
    (activity ? Date.parse(activity.start) : node.start);
  return (
    <section className="detail" aria-label={`Activity ${node.name}`}>
      <header>
        <Crumbs node={node} onSelect={onSelect} />
        <h2>{node.kind === 'iteration' ? `Iteration ${node.name.slice(1, -1)}` : node.name}</h2>
        <div className="detail-facts">
          <Status
            status={activity?.status ?? node.status}
            recovered={activity?.recovered ?? false}
          />
          {activity && <span>{activity.activityType}</span>}
          <span className="num" title={activity?.start}>
            {clock(activity?.start ?? new Date(node.start).toISOString(), now, true)}
          </span>
          <span className="num">{duration(took)}</span>
        </div>
        {node.attempts.length > 1 && (
          <Segments
            label="Attempts"
            options={node.attempts.map((one, i) => ({
              id: one.activityRunId,
              label: `Attempt ${i + 1}: ${statusWords(one.status)}`,
            }))}
            value={activity?.activityRunId ?? ''}
            onChange={(id) => setChosen({ key: node.key, id })}
          />
        )}
      </header>
      {child && (
        <p className="detail-child">
          Started{' '}
          <Link to={runLink(factory, child, node.status === 'Failed' ? { focus: 'failure' } : {})}>
            the run {child.slice(0, 8)}
          </Link>
          {node.status === 'Failed' && ', where the cause is.'}
        </p>
      )}
      {activity && <ErrorPart activity={activity} />}
      {activity && <Figures activity={activity} />}
      {node.children.length > 0 && (
        <p className="detail-counts">
          {Object.entries(node.counts).map(([status, n]) => (
            <span key={status}>
              <Status status={status} /> <b className="num">{count(n)}</b>
            </span>
          ))}
        </p>
      )}
      {activity ? (
        <Tabs className="tabs" defaultSelectedKey="output" key={node.key}>
          <TabList aria-label="Documents" className="tab-list">
            <Tab id="output" className="tab">
              Output
            </Tab>
            <Tab id="input" className="tab">
              Input
            </Tab>
            <Tab id="expressions" className="tab">
              Expressions
            </Tab>
            {runsJobs(activity.activityType) && (
              <Tab id="log" className="tab">
                Log
              </Tab>
            )}
            <Tab id="definition" className="tab">
              Definition
            </Tab>
            <Tab id="facts" className="tab">
              Ids
            </Tab>
          </TabList>
          <TabPanel id="output" className="tab-panel">
            <Document
              value={activity.output}
              label="output"
              none={activity.end ? 'It gave no output' : 'No output yet'}
            />
          </TabPanel>
          <TabPanel id="input" className="tab-panel">
            <Document value={activity.input} label="input" none="It took no input" />
          </TabPanel>
          <TabPanel id="expressions" className="tab-panel">
            <Expressions activity={activity} definition={defined?.document} />
          </TabPanel>
          {runsJobs(activity.activityType) && (
            <TabPanel id="log" className="tab-panel">
              <Log activity={activity} />
            </TabPanel>
          )}
          <TabPanel id="definition" className="tab-panel">
            <Document
              value={defined?.document}
              label="definition"
              none="The pipeline has no such activity any more"
            />
          </TabPanel>
          <TabPanel id="facts" className="tab-panel">
            <dl className="facts">
              <dt>Activity run</dt>
              <dd>
                <code>{activity.activityRunId}</code>
              </dd>
              <dt>Pipeline run</dt>
              <dd>
                <code>{activity.pipelineRunId}</code>
              </dd>
              <dt>Place</dt>
              <dd>
                <code>{node.key}</code>
              </dd>
              <dt>Started</dt>
              <dd>{activity.start}</dd>
              <dt>Ended</dt>
              <dd>{activity.end ?? '–'}</dd>
            </dl>
          </TabPanel>
        </Tabs>
      ) : (
        <Empty title="Choose an activity in it to see what it took and gave" />
      )}
    </section>
  );
}
