import { CirclePause, Play, Square, StepForward, X } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { Link } from 'react-router';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { isOver } from '@/api/runs';
import { JsonView } from '@/json/JsonView';
import { Button, IconButton } from '@/kit/Button';
import { runLink } from '@/shell/links';
import { useKeys } from '@/shell/useKeys';
import { Status } from '@/status/Status';
import type { Paused } from '../api';
import type { useDebugRun } from './useDebugRun';

const NONE: readonly Paused[] = [];
const placeText = (one: Paused): string =>
  one.path ? `${one.path}/${one.activityName}` : one.activityName;

/** What the chosen activity would be given, and the variables so far. */
function Values({ one, variables }: { one: Paused; variables: object | undefined }) {
  const message = one.error?.message;
  return (
    <div className="debug-values">
      <section aria-label="Its input">
        <h3>Input of {one.activityName}</h3>
        {typeof message === 'string' ? (
          <p className="muted">It cannot be evaluated yet: {message}</p>
        ) : (
          <JsonView value={one.input} label={`Input of ${one.activityName}`} />
        )}
      </section>
      <section aria-label="Variables">
        <h3>Variables</h3>
        {variables && Object.keys(variables).length > 0 ? (
          <JsonView value={variables} label="Variables" />
        ) : (
          <p className="muted">The pipeline has none.</p>
        )}
      </section>
    </div>
  );
}

/** A run of what is written here that pauses at breakpoints: where it is, and what to do next. */
export function DebugDock({
  runId,
  run,
  onPaused,
  onClose,
}: {
  runId: string;
  run: ReturnType<typeof useDebugRun>;
  /** It pauses before another activity than before. */
  onPaused: (one: Paused) => void;
  onClose: () => void;
}) {
  const factory = useFactory();
  const { state, goOn, stop } = run;
  const [chosen, setChosen] = useState(0);
  const paused = state.data?.paused ?? NONE;
  const one = paused.find((each) => each.work === chosen) ?? paused[0];
  const work = one?.work ?? 0;
  useEffect(() => {
    if (one) onPaused(one);
    // Only when it is another: one may look around meanwhile.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [work]);
  const over = state.data !== undefined && isOver(state.data.status);
  const busy = goOn.isPending || stop.isPending;
  const { mutate } = goOn;
  useKeys(
    useCallback(
      (keys) => {
        if (work === 0 || busy) return false;
        if (keys === 'F8') mutate({ step: false });
        else if (keys === 'F10') mutate({ step: true, work });
        else return false;
        return true;
      },
      [work, busy, mutate],
    ),
  );
  const error = state.error ?? goOn.error ?? stop.error;
  return (
    <section className="debug-dock" aria-label="Debug run">
      <header className="debug-head">
        <span className="debug-where" role="status">
          {one ? (
            <>
              <CirclePause size={16} aria-hidden="true" className="debug-paused" />
              Paused before <strong>{placeText(one)}</strong>
            </>
          ) : (
            <>
              <Status status={state.data?.status ?? 'InProgress'} />
              {over ? 'The debug run is over.' : 'The debug run goes on.'}
            </>
          )}
        </span>
        {paused.length > 1 && (
          <select
            className="input debug-which"
            aria-label="Paused activities"
            value={work}
            onChange={(event) => setChosen(Number(event.target.value))}
          >
            {paused.map((each) => (
              <option key={each.work} value={each.work}>
                {placeText(each)}
              </option>
            ))}
          </select>
        )}
        {(state.data?.more ?? 0) > 0 && (
          <span className="muted">and {state.data?.more} more are paused</span>
        )}
        <span className="spring" />
        {one && (
          <>
            <Button small kind="primary" isDisabled={busy} onPress={() => mutate({ step: false })}>
              <Play size={13} /> Continue <kbd>F8</kbd>
            </Button>
            <Button small isDisabled={busy} onPress={() => mutate({ step: true, work })}>
              <StepForward size={13} /> Step <kbd>F10</kbd>
            </Button>
          </>
        )}
        {!over && (
          <Button small isDisabled={busy} onPress={() => stop.mutate()}>
            <Square size={12} /> Stop
          </Button>
        )}
        <Link className="debug-run" to={runLink(factory, runId, { view: 'graph' })}>
          The run
        </Link>
        {over && (
          <IconButton label="Close" onPress={onClose}>
            <X size={15} />
          </IconButton>
        )}
      </header>
      {error && (
        <p className="said-bad" role="alert">
          {asApiError(error).message}
        </p>
      )}
      {over && state.data?.message !== '' && <p className="said-bad">{state.data?.message}</p>}
      {one && <Values one={one} variables={state.data?.variables} />}
    </section>
  );
}
