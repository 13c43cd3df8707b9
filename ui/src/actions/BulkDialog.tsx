import { useState } from 'react';
import { asApiError } from '@/api/errors';
import { plural } from '@/format/number';
import { Button } from '@/kit/Button';
import { Dialog } from '@/kit/Dialog';
import { CallText } from './HowTo';
import type { Call } from './calls';

interface Failure {
  key: string;
  said: string;
}

const AT_ONCE = 6;

/** Asks once, then does one thing to many, a few at a time; says what did not work. */
export function BulkDialog<Item>({
  title,
  words,
  items,
  keyOf,
  act,
  callOf,
  noun = 'run',
  danger = false,
  onClose,
  onDone,
}: {
  title: string;
  words: string;
  items: readonly Item[];
  keyOf: (item: Item) => string;
  act: (item: Item) => Promise<unknown>;
  callOf: (item: Item) => Call;
  /** What an item is called. */
  noun?: string;
  danger?: boolean;
  onClose: () => void;
  onDone: () => void;
}) {
  const [done, setDone] = useState<number | null>(null);
  const [failures, setFailures] = useState<Failure[]>([]);
  const first = items[0];
  const run = async () => {
    setDone(0);
    const left = [...items];
    const failed: Failure[] = [];
    const worker = async () => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) {
        try {
          await act(item);
        } catch (thrown) {
          failed.push({ key: keyOf(item), said: asApiError(thrown).message });
        }
        setDone((n) => (n ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    setFailures(failed);
    onDone();
    if (failed.length === 0) onClose();
  };
  const busy = done !== null && done < items.length;
  return (
    <Dialog
      title={title}
      open
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{done === null ? 'Leave it' : 'Close'}</Button>
          {done === null && (
            <Button kind={danger ? 'danger' : 'primary'} onPress={() => void run()}>
              {title}
            </Button>
          )}
        </>
      }
    >
      <p>{words}</p>
      {busy && (
        <p role="status">
          {done} of {plural(items.length, noun)} …
        </p>
      )}
      {failures.length > 0 && (
        <>
          <p className="said-bad" role="alert">
            {plural(failures.length, noun)} could not be changed:
          </p>
          <ul>
            {failures.slice(0, 10).map((one) => (
              <li key={one.key}>
                <code>{noun === 'run' ? one.key.slice(0, 8) : one.key}</code> {one.said}
              </li>
            ))}
          </ul>
        </>
      )}
      {done === null && first !== undefined && (
        <>
          {items.length > 1 && <p className="muted">For the first of them:</p>}
          <CallText call={callOf(first)} />
        </>
      )}
    </Dialog>
  );
}
