import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { Copyable } from '@/actions/Copyable';
import { CallText } from '@/actions/HowTo';
import { quoted } from '@/actions/calls';
import { API_VERSION } from '@/api/client';
import { asApiError, type ApiError } from '@/api/errors';
import { useFactories, type Factory } from '@/api/factory';
import { Button } from '@/kit/Button';
import { Problem } from '@/problem/Problem';
import { link } from '@/shell/links';
import { StatusIcon } from '@/status/Status';
import { factoryNamed, gatewayKey, nodesOf } from './api';

const POLL_MS = 3000;

interface Made {
  factory: Factory;
  runtime: string;
  key: string;
}

function Waiting({ made }: { made: Made }) {
  const nodes = useQuery({
    queryKey: ['start-nodes', made.factory.id, made.runtime],
    queryFn: () => nodesOf(made.factory, made.runtime),
    refetchInterval: POLL_MS,
  });
  const there = nodes.data ?? [];
  return (
    <p role="status" className="start-wait">
      <StatusIcon status={there.length > 0 ? 'Succeeded' : 'InProgress'} />
      {there.length > 0 ? (
        <>
          <strong>{there.join(', ')}</strong> {there.length === 1 ? 'is' : 'are'} there.
          <Link to={link(made.factory, 'manage/runtimes', { runtime: made.runtime })}>
            Its state and load
          </Link>
        </>
      ) : (
        <span className="muted">Waiting for the first node; this goes on by itself.</span>
      )}
    </p>
  );
}

/** A runtime with a fresh key, the commands to run with it, and whether the node has come. */
export function ConnectGateway() {
  const factories = useFactories();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [runtime, setRuntime] = useState('OnPremises');
  const [made, setMade] = useState<Made | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const all = factories.data ?? [];
  const chosen = name || (all[0]?.name ?? 'my-factory');
  const make = async () => {
    setError(null);
    try {
      const factory = await factoryNamed(chosen, all);
      const isNew = !all.some((one) => one.id === factory.id);
      const key = await gatewayKey(factory, isNew, runtime.trim());
      if (isNew) await queries.invalidateQueries({ queryKey: ['factories'] });
      setMade({ factory, runtime: runtime.trim(), key });
    } catch (thrown) {
      setError(asApiError(thrown));
    }
  };
  const origin = window.location.origin;
  const legal = /^[A-Za-z0-9](?:-?[A-Za-z0-9]){2,62}$/.test(runtime.trim());
  return (
    <>
      <div className="start-row">
        <label className="field">
          <span>Factory</span>
          {all.length > 0 ? (
            <select
              className="input"
              value={chosen}
              onChange={(event) => setName(event.target.value)}
            >
              {all.map((one) => (
                <option key={one.id}>{one.name}</option>
              ))}
            </select>
          ) : (
            <input
              className="input"
              value={chosen}
              spellCheck={false}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </label>
        <label className="field">
          <span>Name of the runtime</span>
          <input
            className="input"
            value={runtime}
            spellCheck={false}
            onChange={(event) => setRuntime(event.target.value)}
          />
        </label>
        <Button kind="primary" isDisabled={!legal} onPress={() => void make()}>
          Make it, and a key
        </Button>
      </div>
      {error && <Problem error={error} />}
      {made && (
        <>
          <p>
            On the machine behind the firewall. It calls out only; nothing needs to let this service
            in.
          </p>
          <Copyable
            text={[
              `weir gateway register --server ${origin} --key ${quoted(made.key)}`,
              'weir gateway start',
            ].join('\n')}
          />
          <Waiting made={made} />
          <details>
            <summary>The same without the screen</summary>
            <CallText
              call={{
                method: 'PUT',
                path: `${made.factory.id}/integrationRuntimes/${encodeURIComponent(made.runtime)}?api-version=${API_VERSION}`,
                body: { properties: { type: 'SelfHosted' } },
                command: `weir gateway create ${quoted(made.runtime)} --server ${origin} --factory ${quoted(made.factory.name)}`,
              }}
            />
          </details>
        </>
      )}
    </>
  );
}
