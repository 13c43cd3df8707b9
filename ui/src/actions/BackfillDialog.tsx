import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { backfill, type BackfillWish } from '@/api/triggers';
import { plural } from '@/format/number';
import { Button } from '@/kit/Button';
import { Dialog } from '@/kit/Dialog';
import { Problem } from '@/problem/Problem';
import { StatusIcon } from '@/status/Status';
import { statusWords } from '@/status/status';
import { CallText } from './HowTo';
import { backfillCall } from './triggerCalls';

const SHOWN_MAX = 200;

/** What a field for a moment of UTC shows. */
const fieldOf = (iso: string) => iso.slice(0, 16);
/** What it means; empty if it is no moment. */
const momentOf = (field: string) => (Number.isNaN(Date.parse(`${field}Z`)) ? '' : `${field}:00Z`);
const windowWords = (iso: string) => iso.slice(0, 16).replace('T', ' ');

/** Windows of a tumbling window trigger run again: first what would, then the deed. */
export function BackfillDialog({
  trigger,
  from,
  to,
  onClose,
}: {
  trigger: string;
  /** The period at first, in UTC. */
  from: string;
  to: string;
  onClose: () => void;
}) {
  const factory = useFactory();
  const queries = useQueryClient();
  const [fields, setFields] = useState({ from: fieldOf(from), to: fieldOf(to) });
  const [failed, setFailed] = useState(false);
  const [state, setState] = useState<'asking' | 'busy' | 'done'>('asking');
  const [thrown, setThrown] = useState<unknown>(null);
  const wish: BackfillWish = {
    trigger,
    from: momentOf(fields.from),
    to: momentOf(fields.to),
    failed,
  };
  const valid = wish.from !== '' && wish.to !== '' && wish.from < wish.to;
  const preview = useQuery({
    queryKey: ['backfill', factory.id, wish],
    queryFn: () => backfill(factory, wish, true),
    enabled: valid && state === 'asking',
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const windows = preview.data?.windows ?? [];
  const again = windows.filter((one) => one.runsAgain);
  const run = async () => {
    setState('busy');
    try {
      await backfill(factory, wish, false);
      setState('done');
      for (const key of ['trigger-runs', 'trigger-fires', 'windows', 'newest-fires', 'last-fire']) {
        void queries.invalidateQueries({ queryKey: [key, factory.id] });
      }
    } catch (error) {
      setThrown(error);
      setState('asking');
    }
  };
  return (
    <Dialog
      title={`Backfill ${trigger}`}
      open
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{state === 'done' ? 'Close' : 'Leave it'}</Button>
          {state !== 'done' && (
            <Button
              kind="primary"
              isDisabled={!valid || again.length === 0 || state === 'busy' || preview.isFetching}
              onPress={() => void run()}
            >
              Run {plural(again.length, 'window')} again
            </Button>
          )}
        </>
      }
    >
      {state === 'done' ? (
        <p role="status">
          {plural(again.length, 'window')} of {trigger} run again, as many at a time as the trigger
          lets.
        </p>
      ) : (
        <>
          <div className="period">
            <label className="field">
              From (UTC)
              <input
                className="input"
                type="datetime-local"
                value={fields.from}
                onChange={(event) => setFields({ ...fields, from: event.target.value })}
              />
            </label>
            <label className="field">
              To (UTC)
              <input
                className="input"
                type="datetime-local"
                value={fields.to}
                onChange={(event) => setFields({ ...fields, to: event.target.value })}
              />
            </label>
          </div>
          <label className="check">
            <input
              type="checkbox"
              checked={failed}
              onChange={(event) => setFailed(event.target.checked)}
            />
            Only windows that failed or were cancelled
          </label>
          {!valid && <p className="said-bad">The end must lie behind the beginning.</p>}
          {valid && preview.error && <Problem error={asApiError(preview.error)} />}
          {thrown !== null && <Problem error={asApiError(thrown)} />}
          {valid && !preview.error && (
            <>
              <p role="status" className="backfill-sum">
                {preview.isPending
                  ? 'Looking …'
                  : windows.length === 0
                    ? 'No window lies in this period.'
                    : `${again.length} of ${plural(windows.length, 'window')} would run again; nothing runs yet.`}
              </p>
              {windows.length > 0 && (
                <ul className="backfill-windows" tabIndex={0} aria-label="Windows of the period">
                  {windows.slice(0, SHOWN_MAX).map((one) => (
                    <li key={one.windowStartTime} className={one.runsAgain ? '' : 'stays'}>
                      <StatusIcon status={one.status} size={14} />
                      <span className="num">
                        {windowWords(one.windowStartTime)} – {windowWords(one.windowEndTime)}
                      </span>
                      <span className="muted">
                        {statusWords(one.status)}
                        {one.runsAgain ? '' : ', stays'}
                      </span>
                    </li>
                  ))}
                  {windows.length > SHOWN_MAX && (
                    <li className="muted">and {windows.length - SHOWN_MAX} more</li>
                  )}
                </ul>
              )}
              <CallText call={backfillCall(factory, wish, window.location.origin)} />
            </>
          )}
        </>
      )}
    </Dialog>
  );
}
