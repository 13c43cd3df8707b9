import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { CallText } from '@/actions/HowTo';
import { API_VERSION } from '@/api/client';
import { ApiError, asApiError } from '@/api/errors';
import { useFactories, type Factory } from '@/api/factory';
import { getRun, isOver, type Run } from '@/api/runs';
import { duration } from '@/format/time';
import { Button } from '@/kit/Button';
import { Problem } from '@/problem/Problem';
import { link, runLink } from '@/shell/links';
import { StatusIcon } from '@/status/Status';
import { apply, applyCall, factoryNamed, startRun } from './api';
import { PUT_FILES, SAMPLE, sampleResources } from './sample';

const POLL_MS = 500;

const STEPS = [
  {
    id: 'apply',
    title: 'Put the sample into the service',
    words: 'Three pipelines, three datasets, and two linked services that point at this machine.',
  },
  {
    id: PUT_FILES,
    title: 'Write some files',
    words: 'Orders of two months, as CSV, with the quotes and line ends that real files have.',
  },
  {
    id: 'LoadOrders',
    title: 'Copy them into a table',
    words: 'The table is made; columns are mapped by name and converted; keys are replaced.',
  },
  {
    id: 'ShowRows',
    title: 'Read the rows',
    words: 'A lookup; its rows are the pipeline’s return value.',
  },
] as const;

interface Done {
  run?: Run;
}

type Row = Record<string, unknown>;

function rowsOf(run: Run | undefined): Row[] {
  const value = run?.returnValue;
  const rows = (typeof value === 'object' && value !== null ? (value as Row) : {}).rows;
  return Array.isArray(rows) ? (rows as Row[]) : [];
}

function Rows({ rows }: { rows: readonly Row[] }) {
  const names = Object.keys(rows[0] ?? {});
  const shown = (value: unknown) =>
    typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
  return (
    <div className="start-rows" tabIndex={0} role="region" aria-label="The rows">
      <table>
        <thead>
          <tr>
            {names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {names.map((name) => (
                <td key={name}>{shown(row[name])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

async function runThrough(factory: Factory, pipeline: string, parameters: object): Promise<Run> {
  const id = await startRun(factory, pipeline, parameters);
  for (;;) {
    const run = await getRun(factory, id);
    if (isOver(run.status)) return run;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** A guided run of a sample, from nothing to rows: each step is a call that one sees. */
export function TrySample() {
  const factories = useFactories();
  const queries = useQueryClient();
  const [folder, setFolder] = useState('/tmp/weir-sample');
  const [factory, setFactory] = useState<Factory | null>(null);
  const [done, setDone] = useState<Record<string, Done>>({});
  const [at, setAt] = useState<string | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [month, setMonth] = useState('2026-01');

  const step = async (id: string, to: Factory, parameters: object = {}) => {
    setAt(id);
    if (id === 'apply') {
      await apply(to, sampleResources(folder), false);
      await queries.invalidateQueries({ queryKey: ['factories'] });
      setDone((old) => ({ ...old, apply: {} }));
      return;
    }
    const run = await runThrough(to, id, parameters);
    setDone((old) => ({ ...old, [id]: { run } }));
    if (run.status !== 'Succeeded') {
      throw new ApiError(422, run.status, run.message || `${id} ended as ${run.status}`);
    }
  };
  const go = async (ids: readonly string[], wanted: string) => {
    setError(null);
    setMonth(wanted);
    try {
      const to = await factoryNamed(SAMPLE, factories.data ?? []);
      setFactory(to);
      for (const id of ids) await step(id, to, id === 'LoadOrders' ? { month: wanted } : {});
    } catch (thrown) {
      setError(asApiError(thrown));
    }
    setAt(null);
  };
  const rows = rowsOf(done.ShowRows?.run);
  const begun = at !== null || Object.keys(done).length > 0;
  return (
    <>
      <div className="start-row">
        <label className="field">
          <span>Folder on the service’s machine for its files</span>
          <input
            className="input"
            value={folder}
            disabled={begun}
            spellCheck={false}
            onChange={(event) => setFolder(event.target.value)}
          />
        </label>
        <Button
          kind="primary"
          isDisabled={at !== null || !folder.startsWith('/')}
          onPress={() =>
            void go(
              STEPS.map((one) => one.id),
              '2026-01',
            )
          }
        >
          {begun ? 'Begin again' : 'Begin'}
        </Button>
      </div>
      <ol className="start-steps">
        {STEPS.map(({ id, title, words }) => {
          const run = done[id]?.run;
          const status =
            run?.status ??
            (at === id ? 'InProgress' : id in done ? 'Succeeded' : error && at ? 'Failed' : '');
          return (
            <li key={id} aria-current={at === id ? 'step' : undefined}>
              {status ? (
                <StatusIcon status={at === id ? 'InProgress' : status} size={18} />
              ) : (
                <span className="start-dot" />
              )}
              <div>
                <strong>{title}</strong>
                <span className="muted">{words}</span>
              </div>
              <span className="start-side num">
                {run && factory && (
                  <Link to={runLink(factory, run.runId)}>{duration(run.durationInMs)}</Link>
                )}
              </span>
            </li>
          );
        })}
      </ol>
      {error && <Problem error={error} />}
      {rows.length > 0 && factory && (
        <>
          <p role="status">
            <strong>{rows.length} rows arrived.</strong> The same folder runs unchanged in Azure.
          </p>
          <Rows rows={rows} />
          <div className="start-row">
            <Button
              isDisabled={at !== null}
              onPress={() =>
                void go(['LoadOrders', 'ShowRows'], month === '2026-01' ? '2026-02' : '2026-01')
              }
            >
              Load {month === '2026-01' ? 'February' : 'January'} too
            </Button>
            <Link to={link(factory, 'overview')}>To the factory</Link>
            <Link to={link(factory, 'lineage')}>Where the rows came from</Link>
            {done.LoadOrders?.run && (
              <Link to={runLink(factory, done.LoadOrders.run.runId)}>What the copy did</Link>
            )}
          </div>
        </>
      )}
      {factory && (
        <details>
          <summary>The same without the screen</summary>
          <CallText call={applyCall(factory, 'samples/blob-to-sql', window.location.origin)} />
          <CallText
            call={{
              method: 'POST',
              path: `${factory.id}/pipelines/LoadOrders/createRun?api-version=${API_VERSION}`,
              body: { month },
            }}
          />
        </details>
      )}
    </>
  );
}
