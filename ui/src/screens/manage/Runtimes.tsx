import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link2 } from 'lucide-react';
import { useState } from 'react';
import { Copyable } from '@/actions/Copyable';
import { CallText, HowTo } from '@/actions/HowTo';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { useFilters } from '@/filters/filters';
import { bytes, count, plural } from '@/format/number';
import { duration, relative } from '@/format/time';
import { useMay } from '@/session/may';
import { Button } from '@/kit/Button';
import { Dialog } from '@/kit/Dialog';
import { Empty, Panel } from '@/kit/Panel';
import { useNow } from '@/live/useNow';
import { Problem } from '@/problem/Problem';
import { StatusIcon } from '@/status/Status';
import { Keys } from './Keys';
import {
  listCall,
  listOf,
  removeNode,
  removeNodeCall,
  runtimeCall,
  runtimeOf,
  runtimeStateOf,
  type Node,
  type Resource,
  type RuntimeState,
} from './data';

const REFRESH_MS = 5000;

/** The state of a runtime or a node, as a sign that statuses have. */
const SIGNS: Record<string, string> = {
  Online: 'Succeeded',
  Limited: 'Waiting',
  Offline: 'Failed',
  NeedRegistration: 'Skipped',
  Initial: 'Skipped',
};
const WORDS: Record<string, string> = { NeedRegistration: 'No node yet' };

function State({ state }: { state: string }) {
  return (
    <span className="man-state">
      <StatusIcon status={SIGNS[state] ?? 'Skipped'} /> {WORDS[state] ?? state}
    </span>
  );
}

function Load({ node }: { node: Node }) {
  if (node.jobs === null) return <span className="muted">–</span>;
  const share = node.jobsMax ? Math.min(1, node.jobs / node.jobsMax) : 0;
  return (
    <span className="man-load">
      <span className="man-bar" aria-hidden="true">
        <i style={{ width: `${100 * share}%` }} />
      </span>
      <span className="num">
        {node.jobs} of {node.jobsMax ?? '?'}
      </span>
    </span>
  );
}

function RemoveNode({
  runtime,
  node,
  onClose,
  onDone,
}: {
  runtime: string;
  node: string;
  onClose: () => void;
  onDone: () => void;
}) {
  const factory = useFactory();
  const [said, setSaid] = useState('');
  const act = async () => {
    try {
      await removeNode(factory, runtime, node);
      onDone();
      onClose();
    } catch (thrown) {
      setSaid(asApiError(thrown).message);
    }
  };
  return (
    <Dialog
      title={`Remove ${node}`}
      open
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Leave it</Button>
          <Button kind="danger" onPress={() => void act()}>
            Remove the node
          </Button>
        </>
      }
    >
      <p>
        The node is refused from then on; what it does just now is given up, and retried elsewhere
        if its activity may. It can be registered again with a key.
      </p>
      {said && (
        <p className="said-bad" role="alert">
          {said}
        </p>
      )}
      <CallText call={removeNodeCall(factory, runtime, node)} />
    </Dialog>
  );
}

function Nodes({
  runtime,
  state,
  onChanged,
}: {
  runtime: string;
  state: RuntimeState;
  onChanged: () => void;
}) {
  const now = useNow(1000);
  const may = useMay();
  const [removing, setRemoving] = useState<string | null>(null);
  return (
    <div className="man-scroll" tabIndex={0} role="region" aria-label={`Nodes of ${runtime}`}>
      <table className="man-table">
        <thead>
          <tr>
            <th scope="col">Node</th>
            <th scope="col">State</th>
            <th scope="col">Activities</th>
            <th scope="col">CPU, free memory</th>
            <th scope="col">Sent, received</th>
            <th scope="col">Version</th>
            <th scope="col">Last heard</th>
            <th scope="col" aria-label="What one can do" />
          </tr>
        </thead>
        <tbody>
          {state.nodes.map((node) => (
            <tr key={node.name}>
              <th scope="row">
                {node.name}
                {node.trouble && <div className="said-bad man-trouble">{node.trouble}</div>}
              </th>
              <td>
                <State state={node.status} />
                {node.draining && <span className="muted"> takes nothing new</span>}
              </td>
              <td>
                <Load node={node} />
              </td>
              <td className="num">
                {node.cpu === null ? '–' : `${Math.round(node.cpu)} %`}
                {node.memoryMb !== null && `, ${bytes(node.memoryMb * 1_000_000)}`}
              </td>
              <td className="num">
                {node.sent === null ? '–' : `${bytes(node.sent)}, ${bytes(node.received)}`}
              </td>
              <td>
                {node.version}
                {node.versionStatus === 'Different' && (
                  <span className="said-bad"> unlike the service</span>
                )}
                {node.versionStatus === 'Refused' && <span className="said-bad"> refused</span>}
              </td>
              <td className="num" title={node.heard ?? ''}>
                {node.heard
                  ? relative(node.heard, now)
                  : `registered ${relative(node.registered, now)}`}
              </td>
              <td>
                {may('integration_runtime_nodes_delete') && (
                  <Button small kind="quiet" onPress={() => setRemoving(node.name)}>
                    Remove
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {removing !== null && (
        <RemoveNode
          runtime={runtime}
          node={removing}
          onClose={() => setRemoving(null)}
          onDone={onChanged}
        />
      )}
    </div>
  );
}

function SelfHosted({ runtime, services }: { runtime: Resource; services: readonly Resource[] }) {
  const factory = useFactory();
  const queries = useQueryClient();
  const filters = useFilters();
  const key = ['manage', factory.id, 'runtime', runtime.name];
  const state = useQuery({
    queryKey: key,
    queryFn: () => runtimeStateOf(factory, runtime.name),
    refetchInterval: REFRESH_MS,
  });
  const users = services.filter((one) => runtimeOf(one) === runtime.name);
  const now = state.data;
  const keys = filters.text('keys') === runtime.name;
  return (
    <Panel
      title={
        <span className="man-title">
          {runtime.name} {now && <State state={now.state} />}
        </span>
      }
      aside={
        <>
          <Button small onPress={() => filters.set({ keys: keys ? '' : runtime.name })}>
            <Link2 size={13} aria-hidden="true" /> Keys, add a node
          </Button>
          <HowTo
            calls={[
              {
                ...runtimeCall(factory, runtime.name, 'getStatus'),
                command: `weir gateway status ${runtime.name} --server ${window.location.origin}`,
              },
              runtimeCall(factory, runtime.name, 'monitoringData'),
            ]}
          />
        </>
      }
    >
      <p className="man-line">
        {runtime.description && <span>{runtime.description}</span>}
        {now?.queue !== null && now?.queue !== undefined && (
          <span>
            <b className="num">{count(now.queue)}</b> {now.queue === 1 ? 'waits' : 'wait'} for a
            node
          </span>
        )}
        {now?.pickupMs !== null && now?.pickupMs !== undefined && (
          <span>taken up after {duration(now.pickupMs)}</span>
        )}
        <span className="muted">
          {users.length === 0
            ? 'no linked service goes through it'
            : `${plural(users.length, 'linked service')} ${users.length === 1 ? 'goes' : 'go'} through it: ${users
                .slice(0, 6)
                .map((one) => one.name)
                .join(', ')}${users.length > 6 ? ' …' : ''}`}
        </span>
      </p>
      {state.error && !now && <Problem error={asApiError(state.error)} />}
      {now && now.nodes.length > 0 && (
        <Nodes
          runtime={runtime.name}
          state={now}
          onChanged={() => void queries.invalidateQueries({ queryKey: key })}
        />
      )}
      {now?.nodes.length === 0 && !keys && (
        <p className="man-line muted">
          No machine is registered: “Keys, add a node” shows what to run on one.
        </p>
      )}
      {keys && <Keys runtime={runtime.name} />}
    </Panel>
  );
}

function Managed({ runtime }: { runtime: Resource }) {
  return (
    <Panel
      title={
        <span className="man-title">
          {runtime.name} <State state="Online" />
        </span>
      }
    >
      <p className="man-line">
        {runtime.description && <span>{runtime.description}</span>}
        <span className="muted">Managed: its activities run in the service itself.</span>
      </p>
    </Panel>
  );
}

/** Where activities run, and how those places are. */
export function Runtimes() {
  const factory = useFactory();
  const filters = useFilters();
  const runtimes = useQuery({
    queryKey: ['manage', factory.id, 'integrationRuntimes'],
    queryFn: () => listOf(factory, 'integrationRuntimes'),
  });
  const services = useQuery({
    queryKey: ['manage', factory.id, 'linkedservices'],
    queryFn: () => listOf(factory, 'linkedservices'),
    staleTime: 60_000,
  });
  if (runtimes.error && !runtimes.data) {
    return <Problem error={asApiError(runtimes.error)} retry={() => void runtimes.refetch()} />;
  }
  const only = filters.text('runtime');
  const rows = (runtimes.data ?? []).filter((one) => only === '' || one.name === only);
  const create = `weir gateway create OnPremises --server ${window.location.origin} --factory ${factory.name}`;
  return (
    <>
      <div className="filters">
        <span className="muted num" role="status">
          {runtimes.data ? plural(rows.length, 'integration runtime') : 'Loading …'}
        </span>
        {only && (
          <Button kind="quiet" onPress={() => filters.set({ runtime: '' })}>
            Show all
          </Button>
        )}
        <HowTo calls={[listCall(factory, 'integrationRuntimes')]} />
      </div>
      {rows.map((one) =>
        one.type === 'SelfHosted' ? (
          <SelfHosted key={one.name} runtime={one} services={services.data ?? []} />
        ) : (
          <Managed key={one.name} runtime={one} />
        ),
      )}
      {runtimes.data && rows.length === 0 && (
        <div className="panel">
          <Empty title="Everything runs in the service itself">
            <p>A self-hosted runtime reaches stores behind a firewall. This makes one:</p>
            <Copyable text={create} />
          </Empty>
        </div>
      )}
    </>
  );
}
