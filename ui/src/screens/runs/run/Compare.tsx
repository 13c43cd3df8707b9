import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { getRun, type Run } from '@/api/runs';
import { useFilters } from '@/filters/filters';
import { clock, duration } from '@/format/time';
import { Button } from '@/kit/Button';
import { Panel } from '@/kit/Panel';
import { useNow } from '@/live/useNow';
import { Problem } from '@/problem/Problem';
import { runLink } from '@/shell/links';
import { Status } from '@/status/Status';
import { useActivities } from './activityStore';
import { compareTrees, type Pair } from './comparison';
import { treeOf, type Node } from './tree';

const ROWS_MAX = 2000;

function Took({ node }: { node: Node | undefined }) {
  return <>{node?.end ? duration(node.end - node.start) : '–'}</>;
}

function Difference({ pair }: { pair: Pair }) {
  if (pair.slower === null) return null;
  const sign = pair.slower > 0 ? '+' : pair.slower < 0 ? '−' : '';
  const much = Math.abs(pair.slower) > Math.max(50, (pair.leftMs ?? 0) * 0.2);
  return (
    <span className={`num ${much ? (pair.slower > 0 ? 'slower' : 'faster') : 'muted'}`}>
      {sign}
      {duration(Math.abs(pair.slower))}
    </span>
  );
}

function RunCell({ run, now }: { run: Run; now: number }) {
  const factory = useFactory();
  return (
    <>
      <Link to={runLink(factory, run.runId)}>
        <code>{run.runId.slice(0, 8)}</code>
      </Link>{' '}
      <Status status={run.status} /> <span className="muted num">{clock(run.runStart, now)}</span>
    </>
  );
}

/** Two runs side by side: parameters and activities, what differs marked. */
export default function Compare({
  run,
  tree,
  otherId,
}: {
  run: Run;
  tree: readonly Node[];
  otherId: string;
}) {
  const factory = useFactory();
  const filters = useFilters();
  const now = useNow(5000);
  const other = useQuery({
    queryKey: ['run', factory.id, otherId],
    queryFn: () => getRun(factory, otherId),
  });
  const activities = useActivities(factory, otherId);
  const otherTree = useMemo(() => treeOf(activities.all), [activities.all]);
  const pairs = useMemo(() => compareTrees(tree, otherTree), [tree, otherTree]);
  if (other.error && !other.data) return <Problem error={asApiError(other.error)} />;
  if (!other.data) return <div className="boot" aria-busy="true" />;
  const right = other.data;
  const names = [...new Set([...Object.keys(run.parameters), ...Object.keys(right.parameters)])];
  return (
    <Panel
      title="Compared"
      aside={
        <Button small onPress={() => filters.set({ compare: '' })}>
          Back to the run
        </Button>
      }
    >
      <div className="compare-scroll">
        <table className="compare">
          <thead>
            <tr>
              <th scope="col">Activity</th>
              <th scope="col">
                <RunCell run={run} now={now} />
              </th>
              <th scope="col">
                <RunCell run={right} now={now} />
              </th>
              <th scope="col">Difference</th>
            </tr>
          </thead>
          <tbody>
            {names.map((name) => (
              <tr
                key={`parameter ${name}`}
                className={run.parameters[name] === right.parameters[name] ? '' : 'differs'}
              >
                <th scope="row">
                  <span className="muted">parameter</span> {name}
                </th>
                <td className="mono">{run.parameters[name] ?? '–'}</td>
                <td className="mono">{right.parameters[name] ?? '–'}</td>
                <td />
              </tr>
            ))}
            {pairs.slice(0, ROWS_MAX).map((pair) => (
              <tr key={pair.key} className={pair.differs ? 'differs' : ''}>
                <th scope="row" style={{ paddingLeft: 14 + pair.depth * 14 }}>
                  {pair.name}
                </th>
                {[pair.left, pair.right].map((node, i) => (
                  <td key={i}>
                    {node ? (
                      <Status status={node.status} />
                    ) : (
                      <span className="muted">did not run</span>
                    )}{' '}
                    <span className="num muted">
                      <Took node={node} />
                    </span>
                  </td>
                ))}
                <td>
                  <Difference pair={pair} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
