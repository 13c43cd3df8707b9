import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { API_VERSION } from '@/api/client';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { CallText } from '@/actions/HowTo';
import type { Call } from '@/actions/calls';
import { Button } from '@/kit/Button';
import { Dialog } from '@/kit/Dialog';
import { runLink } from '@/shell/links';
import { createRun } from '../api';
import { getAt, member, objectOf, print, textOf, type Json, type JsonObject } from '../model/json';

interface Parameter {
  name: string;
  type: string;
  fallback: Json | undefined;
}

export const parametersOf = (document: Json): Parameter[] =>
  Object.entries(objectOf(getAt(document, ['properties', 'parameters']))).map(([name, spec]) => ({
    name,
    type: textOf(member(spec, 'type')).toLowerCase() || 'string',
    fallback: member(spec, 'defaultValue'),
  }));

/** What a parameter is given as, and why it cannot be; of text that was typed. */
export function readParameter(type: string, text: string): { value: Json } | { error: string } {
  switch (type) {
    case 'int':
      return /^-?\d+$/.test(text.trim())
        ? { value: Number(text) }
        : { error: 'An integer is expected.' };
    case 'float':
      return text.trim() !== '' && Number.isFinite(Number(text))
        ? { value: Number(text) }
        : { error: 'A number is expected.' };
    case 'bool':
    case 'boolean':
      return /^(true|false)$/i.test(text.trim())
        ? { value: text.trim().toLowerCase() === 'true' }
        : { error: 'true or false is expected.' };
    case 'array':
    case 'object':
      try {
        const value = JSON.parse(text) as Json;
        const fits = type === 'array' ? Array.isArray(value) : !Array.isArray(value);
        return fits && typeof value === 'object'
          ? { value }
          : { error: `An ${type} is expected, as JSON.` };
      } catch {
        return { error: `An ${type} is expected, as JSON.` };
      }
    default:
      return { value: text };
  }
}

const shown = (value: Json | undefined): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : print(value);

/** Starts a run, with a field for each parameter; one is then led to it. */
export function RunDialog({
  name,
  document,
  unsaved,
  onClose,
}: {
  name: string;
  /** As the service has it: that is what runs. */
  document: Json;
  unsaved: boolean;
  onClose: () => void;
}) {
  const factory = useFactory();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const parameters = parametersOf(document);
  const [texts, setTexts] = useState<Record<string, string>>(() =>
    Object.fromEntries(parameters.map((one) => [one.name, shown(one.fallback)])),
  );
  const [tried, setTried] = useState(false);
  const given: JsonObject = {};
  const errors: Record<string, string> = {};
  for (const one of parameters) {
    const text = texts[one.name] ?? '';
    if (text === shown(one.fallback) && one.fallback !== undefined) continue;
    const read = readParameter(one.type, text);
    if ('error' in read) errors[one.name] = read.error;
    else if (one.fallback === undefined && text === '' && one.type === 'string') {
      errors[one.name] = 'It has no default: a value is needed.';
    } else given[one.name] = read.value;
  }
  const bad = Object.keys(errors).length > 0;
  const start = useMutation({
    mutationFn: () => createRun(factory, name, given),
    onSuccess: (runId) => {
      void queries.invalidateQueries({ queryKey: ['runs', factory.id] });
      onClose();
      void navigate(runLink(factory, runId, { view: 'graph' }));
    },
  });
  const call: Call = {
    method: 'POST',
    path: `${factory.id}/pipelines/${encodeURIComponent(name)}/createRun?api-version=${API_VERSION}`,
    body: given,
  };
  return (
    <Dialog
      title={`Run ${name}`}
      open
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Not now</Button>
          <Button
            kind="primary"
            isDisabled={start.isPending}
            onPress={() => (bad ? setTried(true) : start.mutate())}
          >
            {start.isPending ? 'Starting …' : 'Run'}
          </Button>
        </>
      }
    >
      {unsaved && (
        <p className="said-warn">What runs is what was saved last, not what is changed here.</p>
      )}
      {parameters.length === 0 && <p className="muted">The pipeline has no parameters.</p>}
      <div className="run-parameters-form">
        {parameters.map((one) => {
          const text = texts[one.name] ?? '';
          const change = (next: string) => setTexts({ ...texts, [one.name]: next });
          const id = `parameter-${one.name}`;
          return (
            <div key={one.name} className="field">
              <div className="field-head">
                <label className="field-name" htmlFor={id}>
                  {one.name} <span className="muted">{one.type}</span>
                </label>
              </div>
              {one.type === 'bool' || one.type === 'boolean' ? (
                <select
                  id={id}
                  className="input"
                  value={text.toLowerCase()}
                  onChange={(event) => change(event.target.value)}
                >
                  {text === '' && <option value="">Choose …</option>}
                  <option value="true">true</option>
                  <option value="false">false</option>
                </select>
              ) : one.type === 'array' || one.type === 'object' ? (
                <textarea
                  id={id}
                  className="input json-box"
                  rows={Math.min(8, Math.max(2, text.split('\n').length))}
                  spellCheck={false}
                  value={text}
                  onChange={(event) => change(event.target.value)}
                />
              ) : (
                <input
                  id={id}
                  className="input"
                  type={one.type === 'securestring' ? 'password' : 'text'}
                  inputMode={one.type === 'int' ? 'numeric' : 'text'}
                  value={text}
                  onChange={(event) => change(event.target.value)}
                />
              )}
              {tried && errors[one.name] && <p className="field-said error">{errors[one.name]}</p>}
            </div>
          );
        })}
      </div>
      {start.error && (
        <p className="said-bad" role="alert">
          {asApiError(start.error).message}
        </p>
      )}
      <details className="save-call">
        <summary>The same without the screen</summary>
        <CallText call={call} />
      </details>
    </Dialog>
  );
}
