import { OctagonPause } from 'lucide-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { API_VERSION } from '@/api/client';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { CallText } from '@/actions/HowTo';
import type { Call } from '@/actions/calls';
import { Segments } from '@/filters/Segments';
import { Button } from '@/kit/Button';
import { Dialog } from '@/kit/Dialog';
import { runLink } from '@/shell/links';
import { createRun, debugRun, dryRun } from '../api';
import { knownStops, stopKey } from '../debug/stops';
import { print, type Json, type JsonObject } from '../model/json';
import { allActivities, cutAt, printPlace, readPlace } from '../model/pipeline';
import { DryReport } from './DryReport';
import { ParameterFields, parametersOf, useParameters } from './ParameterFields';

type Mode = 'saved' | 'draft' | 'dry';

const SAID: Record<Mode, string> = {
  saved: 'Runs what was saved last.',
  draft: 'Runs what is written here, once, without saving it. It acts on real stores.',
  dry: 'Walks what is written here in virtual time: expressions are evaluated, activities are answered by fakes. Nothing outside is touched.',
};

const NAMED_MAX = 3;
const listed = (names: readonly string[]): string =>
  names.length <= NAMED_MAX
    ? names.join(', ')
    : `${names.slice(0, NAMED_MAX).join(', ')} and ${names.length - NAMED_MAX} more`;

/** What was typed as fakes; null if it is no JSON object. */
function readFakes(text: string): JsonObject | null {
  if (text.trim() === '') return {};
  try {
    const value = JSON.parse(text) as Json;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

/** Starts a run, with a field for each parameter; one is then led to it. Or tries it dry. */
export function RunDialog({
  name,
  saved,
  document,
  unsaved,
  isNew,
  until,
  onUntil,
  stops,
  onDebug,
  onClose,
}: {
  name: string;
  /** As the service has it. */
  saved: Json;
  /** As it is written here. */
  document: Json;
  unsaved: boolean;
  isNew: boolean;
  /** The activity, by its place, that a run here ends after; empty: it goes to its end. */
  until: string;
  onUntil: (place: string) => void;
  /** The activities, by their places, that a run of what is written here pauses before. */
  stops: readonly string[];
  /** A run began that pauses: it is followed here. */
  onDebug: (runId: string) => void;
  onClose: () => void;
}) {
  const factory = useFactory();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [mode, setMode] = useState<Mode>(
    isNew || unsaved || until !== '' || stops.length > 0 ? 'draft' : 'saved',
  );
  const [fakesText, setFakesText] = useState('');
  const parameters = parametersOf(mode === 'saved' ? saved : document);
  const given = useParameters(parameters);
  const fakes = readFakes(fakesText);
  const part = until === '' ? document : cutAt(document, readPlace(until));
  const text = print(part);
  const breakpoints = knownStops(part, stops).map(stopKey);
  const pauses = mode === 'draft' && breakpoints.length > 0;
  const body = { text, parameters: given.given, ...(pauses ? { breakpoints } : {}) };
  const start = useMutation({
    mutationFn: () =>
      mode === 'saved' ? createRun(factory, name, given.given) : debugRun(factory, name, body),
    onSuccess: (runId) => {
      void queries.invalidateQueries({ queryKey: ['runs', factory.id] });
      onClose();
      if (pauses) onDebug(runId);
      else void navigate(runLink(factory, runId, { view: 'graph' }));
    },
  });
  const dry = useMutation({
    mutationFn: () => dryRun(factory, name, { text, parameters: given.typed, fakes: fakes ?? {} }),
  });
  const isDry = mode === 'dry';
  const acting = isDry ? dry : start;
  const route = isDry ? 'dryRun' : mode === 'draft' ? 'debug' : 'createRun';
  const call: Call = {
    method: 'POST',
    path: `${mode === 'saved' ? '' : '/weir'}${factory.id}/pipelines/${encodeURIComponent(name)}/${route}?api-version=${API_VERSION}`,
    body: isDry
      ? { text, parameters: given.typed, fakes: fakes ?? {} }
      : mode === 'draft'
        ? body
        : given.given,
  };
  const go = () => {
    if (isDry) {
      if (fakes !== null) dry.mutate();
    } else if (given.bad) given.setTried(true);
    else start.mutate();
  };
  return (
    <Dialog
      title={`Run ${name}`}
      open
      onClose={onClose}
      wide={isDry}
      footer={
        <>
          <Button onPress={onClose}>{isDry ? 'Close' : 'Not now'}</Button>
          <Button
            kind="primary"
            isDisabled={acting.isPending || (isDry && fakes === null)}
            onPress={go}
          >
            {acting.isPending ? 'Starting …' : isDry ? 'Try' : 'Run'}
          </Button>
        </>
      }
    >
      <Segments<Mode>
        label="What is run"
        options={[
          ...(isNew ? [] : [{ id: 'saved', label: 'As saved' } as const]),
          { id: 'draft', label: 'As written' } as const,
          { id: 'dry', label: 'Dry run' } as const,
        ]}
        value={mode}
        onChange={setMode}
      />
      <p className={mode === 'saved' && unsaved ? 'said-warn' : 'muted'}>
        {mode === 'saved' && unsaved
          ? 'What runs is what was saved last, not what is changed here.'
          : SAID[mode]}
      </p>
      {mode !== 'saved' && (
        <div className="field">
          <div className="field-head">
            <label className="field-name" htmlFor="run-until">
              Debug until
            </label>
          </div>
          <select
            id="run-until"
            className="input"
            value={until}
            onChange={(event) => onUntil(event.target.value)}
          >
            <option value="">all is done</option>
            {allActivities(document).map(({ place }) => (
              <option key={printPlace(place)} value={printPlace(place)}>
                {[...place.scope.map((step) => step.name), place.name].join(' / ')}
              </option>
            ))}
          </select>
        </div>
      )}
      {stops.length > 0 && (
        <p className={pauses ? 'run-stops' : 'run-stops muted'}>
          <OctagonPause size={14} aria-hidden="true" />
          {pauses
            ? `Pauses before ${listed(breakpoints)}.`
            : mode === 'draft'
              ? 'It ends before it comes to a breakpoint.'
              : `Breakpoints are for runs as written: this one does not pause.`}
        </p>
      )}
      {parameters.length === 0 ? (
        <p className="muted">The pipeline has no parameters.</p>
      ) : (
        <ParameterFields parameters={parameters} given={given} />
      )}
      {isDry && (
        <div className="field">
          <div className="field-head">
            <label className="field-name" htmlFor="run-fakes">
              Answers of activities, as JSON
            </label>
          </div>
          <textarea
            id="run-fakes"
            className="input json-box"
            rows={3}
            spellCheck={false}
            placeholder={'{"Look up": {"output": {"firstRow": {"id": 7}}}}'}
            value={fakesText}
            onChange={(event) => setFakesText(event.target.value)}
          />
          {fakes === null && (
            <p className="field-said error">
              An object is expected: {'{"activity": {"output": …}}'}
            </p>
          )}
        </div>
      )}
      {acting.error && (
        <p className="said-bad" role="alert">
          {asApiError(acting.error).message}
        </p>
      )}
      {isDry && dry.data && (
        <DryReport
          report={dry.data}
          onFake={(activity, answer) =>
            setFakesText(print({ ...(fakes ?? {}), [activity]: answer }))
          }
        />
      )}
      <details className="save-call">
        <summary>The same without the screen</summary>
        <CallText call={call} />
      </details>
    </Dialog>
  );
}
