import { useEffect, useState } from 'react';
import { print, sameJson, type Json } from '../model/json';

const LINES_MAX = 14;

/** A value without a form of its own: as JSON. */
export function JsonBox({
  label,
  value,
  readOnly,
  onValue,
}: {
  label: string;
  value: Json;
  readOnly: boolean;
  onValue: (value: Json) => void;
}) {
  const [text, setText] = useState(() => print(value));
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    setText((old) => {
      try {
        return sameJson(JSON.parse(old) as Json, value) ? old : print(value);
      } catch {
        return old;
      }
    });
  }, [value]);
  if (readOnly) return <pre className="field-value">{print(value)}</pre>;
  return (
    <>
      <textarea
        className="input json-box"
        aria-label={label}
        aria-invalid={broken}
        spellCheck={false}
        rows={Math.min(LINES_MAX, text.split('\n').length)}
        value={text}
        onChange={(event) => {
          const next = event.target.value;
          setText(next);
          try {
            onValue(JSON.parse(next) as Json);
            setBroken(false);
          } catch {
            setBroken(true);
          }
        }}
      />
      {broken && <p className="field-said error">This is no JSON yet; it is taken when it is.</p>}
    </>
  );
}
