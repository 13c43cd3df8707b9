import { useState } from 'react';
import { getAt, member, objectOf, print, textOf, type Json, type JsonObject } from '../model/json';

export interface Parameter {
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

/** What is typed for parameters, what that gives, and what is wrong with it. */
export function useParameters(parameters: readonly Parameter[]) {
  const [texts, setTexts] = useState<Record<string, string>>({});
  const [tried, setTried] = useState(false);
  const textFor = (one: Parameter): string => texts[one.name] ?? shown(one.fallback);
  const given: JsonObject = {};
  const errors: Record<string, string> = {};
  for (const one of parameters) {
    const text = textFor(one);
    if (text === shown(one.fallback) && one.fallback !== undefined) continue;
    const read = readParameter(one.type, text);
    if ('error' in read) errors[one.name] = read.error;
    else if (one.fallback === undefined && text === '' && one.type === 'string') {
      errors[one.name] = 'It has no default: a value is needed.';
    } else given[one.name] = read.value;
  }
  return {
    given,
    /** Only what was typed: others are made up, as in a dry run. */
    typed: Object.fromEntries(Object.entries(given).filter(([name]) => (texts[name] ?? '') !== '')),
    bad: Object.keys(errors).length > 0,
    errors: tried ? errors : {},
    setTried,
    textFor,
    change: (name: string, text: string) => setTexts((old) => ({ ...old, [name]: text })),
  };
}
export type Given = ReturnType<typeof useParameters>;

/** A field for each parameter. */
export function ParameterFields({
  parameters,
  given,
}: {
  parameters: readonly Parameter[];
  given: Given;
}) {
  return (
    <div className="run-parameters-form">
      {parameters.map((one) => {
        const text = given.textFor(one);
        const change = (next: string) => given.change(one.name, next);
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
            {given.errors[one.name] && <p className="field-said error">{given.errors[one.name]}</p>}
          </div>
        );
      })}
    </div>
  );
}
