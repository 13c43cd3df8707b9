import { Eye, EyeOff, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { CopyButton, Copyable } from '@/actions/Copyable';
import { CallText } from '@/actions/HowTo';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { useMay } from '@/session/may';
import { Button, IconButton } from '@/kit/Button';
import { Dialog } from '@/kit/Dialog';
import { listKeys, newKey, runtimeCall, type Keys as Both } from './data';

const NAMES = [
  { id: 'authKey1', words: 'Key 1' },
  { id: 'authKey2', words: 'Key 2' },
] as const;
type Name = (typeof NAMES)[number]['id'];

const hidden = (key: string): string => `${key.slice(0, 6)}${'•'.repeat(24)}`;

function NewKey({
  runtime,
  name,
  words,
  onClose,
  onDone,
}: {
  runtime: string;
  name: Name;
  words: string;
  onClose: () => void;
  onDone: (keys: Both) => void;
}) {
  const factory = useFactory();
  const [said, setSaid] = useState('');
  const act = async () => {
    try {
      onDone(await newKey(factory, runtime, name));
      onClose();
    } catch (thrown) {
      setSaid(asApiError(thrown).message);
    }
  };
  return (
    <Dialog
      title={`A new ${words.toLowerCase()}`}
      open
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Leave it</Button>
          <Button kind="danger" onPress={() => void act()}>
            Make a new key
          </Button>
        </>
      }
    >
      <p>The old key registers no machine any more. Nodes that are registered go on.</p>
      {said && (
        <p className="said-bad" role="alert">
          {said}
        </p>
      )}
      <CallText call={runtimeCall(factory, runtime, 'regenerateAuthKey', { keyName: name })} />
    </Dialog>
  );
}

/** The keys of a runtime, asked for only when somebody wants to see them, and how to use them. */
export function Keys({ runtime }: { runtime: string }) {
  const factory = useFactory();
  const [keys, setKeys] = useState<Both | null>(null);
  const [seen, setSeen] = useState<Name | null>(null);
  const may = useMay();
  const [renewing, setRenewing] = useState<Name | null>(null);
  const [said, setSaid] = useState('');
  const show = async () => {
    setSaid('');
    try {
      setKeys(await listKeys(factory, runtime));
    } catch (thrown) {
      setSaid(asApiError(thrown).message);
    }
  };
  const origin = window.location.origin;
  return (
    <div className="man-keys">
      {keys === null ? (
        may('integration_runtimes_list_auth_keys') ? (
          <Button onPress={() => void show()}>
            <Eye size={14} aria-hidden="true" /> Ask for the keys
          </Button>
        ) : (
          <p className="muted">Your role does not show keys: somebody else has to give you one.</p>
        )
      ) : (
        NAMES.map(({ id, words }) => (
          <div key={id} className="man-key">
            <span>{words}</span>
            <code>{seen === id ? keys[id] : hidden(keys[id])}</code>
            <IconButton
              label={seen === id ? `Hide ${words}` : `Show ${words}`}
              onPress={() => setSeen(seen === id ? null : id)}
            >
              {seen === id ? <EyeOff size={14} /> : <Eye size={14} />}
            </IconButton>
            <CopyButton text={keys[id]} label={`Copy ${words}`} />
            {may('integration_runtimes_regenerate_auth_key') && (
              <IconButton label={`Make a new ${words}`} onPress={() => setRenewing(id)}>
                <RefreshCw size={14} />
              </IconButton>
            )}
          </div>
        ))
      )}
      {said && (
        <p className="said-bad" role="alert">
          {said}
        </p>
      )}
      <h3>On the machine that is to be a node</h3>
      <Copyable
        text={`read -rs KEY   # paste a key\necho "$KEY" | weir gateway register --server ${origin} --key -\nweir gateway start`}
      />
      <p className="muted">
        The node calls out only: one connection to this address. Add --ca FILE if the service made
        its own certificate.
      </p>
      {renewing !== null && (
        <NewKey
          runtime={runtime}
          name={renewing}
          words={NAMES.find((one) => one.id === renewing)?.words ?? ''}
          onClose={() => setRenewing(null)}
          onDone={setKeys}
        />
      )}
    </div>
  );
}
