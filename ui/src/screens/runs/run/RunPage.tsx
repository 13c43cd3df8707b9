import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { asApiError } from '@/api/errors';
import { useFactory, type Factory } from '@/api/factory';
import { getRun, isOver, type Run } from '@/api/runs';
import { CopyButton } from '@/actions/Copyable';
import { HowTo } from '@/actions/HowTo';
import { activitiesCall, runCall } from '@/actions/calls';
import { useFilters } from '@/filters/filters';
import { Segments } from '@/filters/Segments';
import { clock, duration } from '@/format/time';
import { Empty } from '@/kit/Panel';
import { useLive } from '@/live/LiveProvider';
import { useNow } from '@/live/useNow';
import { Problem } from '@/problem/Problem';
import { link, runLink } from '@/shell/links';
import { useTitle } from '@/shell/useTitle';
import { Status } from '@/status/Status';
import { useActivities } from './activityStore';
import { byPlace, definitionOf, placeOf } from './definition';
import { Detail } from './Detail';
import { RunActions } from './RunActions';
import { RunParameters } from './RunParameters';
import { Timeline } from './Timeline';
import { childRunOf, criticalPath, failedLeaf, indexOf, keysAround, lastOf, treeOf } from './tree';
import { Waits } from './Waits';
import './run.css';

const Graph = lazy(() => import('./graph/Graph'));
const Events = lazy(() => import('./Events'));
const Compare = lazy(() => import('./Compare'));

function useRun(factory: Factory, runId: string) {
  const queries = useQueryClient();
  const key = ['run', factory.id, runId];
  const run = useQuery({ queryKey: key, queryFn: () => getRun(factory, runId) });
  useLive((batch) => {
    const changed = batch.runs.get(runId);
    if (!changed) return;
    queries.setQueryData<Run>(key, (old) => old && { ...changed, parameters: old.parameters });
    if (isOver(changed.status)) void queries.invalidateQueries({ queryKey: key });
  });
  return run;
}

function Head({ run }: { run: Run }) {
  const factory = useFactory();
  const now = useNow();
  const parent = run.invokedBy.pipelineRunId;
  const took = run.durationInMs ?? now - Date.parse(run.runStart);
  return (
    <>
      <div className="run-head">
        <h1>{run.pipelineName}</h1>
        <Status status={run.status} />
        <span className="spring" />
        <RunActions run={run} />
        <HowTo calls={[runCall(factory, run.runId), activitiesCall(factory, run.runId)]} />
      </div>
      <div className="run-facts">
        <span title={run.runStart}>
          started <b className="num">{clock(run.runStart, now)}</b>
        </span>
        <span>
          {isOver(run.status) ? 'took' : 'for'} <b className="num">{duration(took)}</b>
        </span>
        <span>
          by{' '}
          {parent ? (
            <Link to={runLink(factory, parent)}>
              a run of {run.invokedBy.pipelineName ?? run.invokedBy.name}
            </Link>
          ) : (
            <b>{run.invokedBy.name || run.invokedBy.type || 'nobody named'}</b>
          )}
        </span>
        {run.runGroupId !== run.runId && (
          <span>
            <Link to={link(factory, 'runs', { group: run.runGroupId })}>all of its run group</Link>
          </span>
        )}
        {run.annotations.length > 0 && <span>{run.annotations.join(', ')}</span>}
        <span className="run-id">
          <code>{run.runId}</code> <CopyButton text={run.runId} label="Copy the run’s id" />
        </span>
      </div>
      <RunParameters run={run} />
    </>
  );
}

/** One run: what ran in it, when, and why it failed. */
export default function RunPage() {
  const { runId = '' } = useParams();
  const factory = useFactory();
  const filters = useFilters();
  const navigate = useNavigate();
  const run = useRun(factory, runId);
  const activities = useActivities(factory, runId);
  const tree = useMemo(() => treeOf(activities.all), [activities.all]);
  const nodes = useMemo(() => indexOf(tree), [tree]);
  const pipelineName = run.data?.pipelineName;
  const definition = useQuery({
    queryKey: ['definition', factory.id, pipelineName],
    queryFn: () => definitionOf(factory, pipelineName ?? ''),
    enabled: pipelineName !== undefined,
    staleTime: 60_000,
    retry: false,
  });
  const places = useMemo(() => byPlace(definition.data?.activities ?? []), [definition.data]);
  useTitle(run.data ? `${run.data.pipelineName} ${runId.slice(0, 8)}` : 'Run');

  const view = filters.text('view', 'timeline');
  const showCritical = filters.text('critical') === 'true';
  const compare = filters.text('compare');
  const leaf = useMemo(
    () => (activities.complete && run.data?.status === 'Failed' ? failedLeaf(tree) : null),
    [activities.complete, run.data?.status, tree],
  );
  const asked = filters.text('activity');
  const selected = asked || (leaf?.key ?? tree[0]?.key ?? null);
  const node = selected === null ? undefined : nodes.get(selected);
  const [open, setOpen] = useState<Set<string>>(new Set());
  useEffect(() => {
    if (selected === null) return;
    setOpen((old) => {
      const needed = keysAround(selected).filter((key) => !old.has(key));
      return needed.length > 0 ? new Set([...old, ...needed]) : old;
    });
  }, [selected]);
  // The cause of a failed Execute Pipeline is in the run that it started.
  const child = childRunOf(leaf ? lastOf(leaf) : undefined);
  const follow = filters.text('focus') === 'failure' && asked === '' ? child : null;
  useEffect(() => {
    if (follow) void navigate(runLink(factory, follow, { focus: 'failure' }), { replace: true });
  }, [follow, factory, navigate]);

  const select = useCallback((key: string) => filters.set({ activity: key }), [filters]);
  const openNode = useCallback((key: string, is: boolean) => {
    setOpen((old) => {
      const next = new Set(old);
      if (is) next.add(key);
      else next.delete(key);
      return next;
    });
  }, []);
  const critical = useMemo(
    () =>
      showCritical
        ? criticalPath(
            tree,
            (key) => places.get(placeOf(key))?.dependsOn.map((one) => one.activity) ?? [],
          )
        : null,
    [showCritical, tree, places],
  );
  const now = useNow();

  if (run.error && !run.data) {
    return <Problem error={asApiError(run.error)} retry={() => void run.refetch()} />;
  }
  if (!run.data) return <div className="boot" aria-busy="true" />;
  const from = Date.parse(run.data.runStart);
  const to = run.data.runEnd ? Date.parse(run.data.runEnd) : now;
  return (
    <div className="page run-page">
      <Head run={run.data} />
      <Waits run={run.data} />
      {activities.error && activities.all.length === 0 && <Problem error={activities.error} />}
      {compare ? (
        <Suspense fallback={<div className="boot" aria-busy="true" />}>
          <Compare run={run.data} tree={tree} otherId={compare} />
        </Suspense>
      ) : (
        <div className="run-body">
          <div className="run-main">
            <div className="run-bar">
              <Segments
                label="View"
                options={[
                  { id: 'timeline', label: 'Timeline' },
                  { id: 'graph', label: 'Graph' },
                  { id: 'events', label: 'Events' },
                ]}
                value={view}
                onChange={(next) => filters.set({ view: next === 'timeline' ? '' : next })}
              />
              {leaf && selected !== leaf.key && (
                <button type="button" className="button small" onClick={() => select(leaf.key)}>
                  To what failed
                </button>
              )}
              <span className="spring" />
              {!activities.complete && activities.all.length > 0 && (
                <span className="muted num" role="status">
                  {activities.all.length} activities so far …
                </span>
              )}
              {view === 'timeline' && (
                <label>
                  <input
                    type="checkbox"
                    checked={showCritical}
                    onChange={(event) =>
                      filters.set({ critical: event.target.checked ? 'true' : '' })
                    }
                  />
                  Critical path
                </label>
              )}
            </div>
            {view === 'events' ? (
              <Suspense fallback={<div className="boot" aria-busy="true" />}>
                <Events runId={runId} now={now} onSelect={select} />
              </Suspense>
            ) : view === 'graph' ? (
              <Suspense fallback={<div className="boot" aria-busy="true" />}>
                <Graph
                  definition={definition.data?.activities ?? []}
                  tree={tree}
                  nodes={nodes}
                  selected={selected}
                  onSelect={select}
                />
              </Suspense>
            ) : tree.length > 0 ? (
              <Timeline
                tree={tree}
                open={open}
                onOpen={openNode}
                selected={selected}
                onSelect={select}
                critical={critical}
                from={from}
                to={Math.max(to, from + 1)}
              />
            ) : (
              <Empty title={activities.complete ? 'No activity has started' : 'Loading …'} />
            )}
          </div>
          {node ? (
            <Detail node={node} defined={places.get(placeOf(node.key))} onSelect={select} />
          ) : (
            <section className="detail">
              <Empty title={asked ? 'Nothing of that name ran' : 'Nothing has run yet'} />
            </section>
          )}
        </div>
      )}
    </div>
  );
}
