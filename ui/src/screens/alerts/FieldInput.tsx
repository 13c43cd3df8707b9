import { X } from 'lucide-react';
import { useId, useState } from 'react';
import { secondsOf } from '@/api/alerts';
import { Button } from '@/kit/Button';
import type { Field } from './fields';
import { isDoc, isKept, spanText } from './draft';

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

const UNITS: [string, number][] = [
  ['seconds', 1],
  ['minutes', 60],
  ['hours', 3600],
  ['days', 86_400],
];

interface InputProps {
  id: string;
  field: Field;
  value: unknown;
  said: string | undefined;
  bad: boolean;
  onChange: (value: unknown) => void;
}

const aria = ({ said, bad }: InputProps) => ({
  'aria-invalid': bad || undefined,
  'aria-describedby': said,
});

/** A number and its unit. */
function SpanInput(props: InputProps) {
  const { id, field, value, onChange } = props;
  const seconds = secondsOf(textOf(value) ?? textOf(field.otherwise));
  const fits = UNITS.findLast(([, size]) => seconds && seconds % size === 0)?.[1] ?? 60;
  const [unit, setUnit] = useState(fits);
  const size = seconds !== null && seconds % unit !== 0 ? fits : unit;
  const [typed, setTyped] = useState<string | null>(null);
  const put = (text: string, by: number) => {
    const n = Number(text);
    onChange(text.trim() !== '' && Number.isFinite(n) ? spanText(Math.round(n * by)) : '');
  };
  const text = typed ?? (seconds === null ? '' : String(seconds / size));
  return (
    <span className="rule-span">
      <input
        id={id}
        {...aria(props)}
        className="input num"
        type="number"
        min={0}
        value={text}
        onChange={(event) => {
          setTyped(event.target.value);
          put(event.target.value, size);
        }}
        onBlur={() => setTyped(null)}
      />
      <select
        className="input"
        aria-label={`${field.label}: unit`}
        value={size}
        onChange={(event) => {
          const by = Number(event.target.value);
          setUnit(by);
          put(text, by);
        }}
      >
        {UNITS.map(([words, by]) => (
          <option key={by} value={by}>
            {words}
          </option>
        ))}
      </select>
    </span>
  );
}

/** What is kept is never shown; it stays, or something else is given. */
function SecretInput(props: InputProps) {
  const { id, field, value, onChange } = props;
  const [kept] = useState(() => (isKept(value) ? value : null));
  if (kept !== null && value === kept) {
    const shown = typeof kept === 'string' && kept.startsWith('http') ? kept : '••••••••';
    return (
      <span className="rule-kept">
        <span className="mono" id={id}>
          {shown}
        </span>
        <span className="muted">stays as it is kept</span>
        <Button
          small
          aria-label={`${field.label}: give another`}
          onPress={() => onChange({ type: 'SecureString', value: '' })}
        >
          Give another
        </Button>
      </span>
    );
  }
  const text = isDoc(value) ? value.value : value;
  return (
    <span className="rule-kept">
      <input
        id={id}
        {...aria(props)}
        className="input"
        type={field.name === 'url' ? 'url' : 'password'}
        autoComplete="off"
        spellCheck={false}
        placeholder={field.placeholder}
        value={typeof text === 'string' ? text : ''}
        onChange={(event) =>
          onChange(
            event.target.value === '' && field.name === 'password'
              ? undefined
              : { type: 'SecureString', value: event.target.value },
          )
        }
      />
      {kept !== null && (
        <Button small onPress={() => onChange(kept)}>
          Keep the old one
        </Button>
      )}
    </span>
  );
}

const OFFERED = 60;

/** Some names: typed, or chosen of those that there are. */
function NamesInput(props: InputProps & { offered: readonly string[] }) {
  const { id, field, value, onChange, offered } = props;
  const names = Array.isArray(value) ? value.map(String) : [];
  const [text, setText] = useState('');
  const add = (given: string) => {
    const more = given
      .split(/[,;\n]/)
      .map((one) => one.trim())
      .filter((one) => one !== '' && !names.includes(one));
    if (more.length > 0) onChange([...names, ...more]);
    setText('');
  };
  const wanted = text.toLowerCase();
  const matching = offered.filter(
    (one) => !names.includes(one) && one.toLowerCase().includes(wanted),
  );
  return (
    <span className="rule-names">
      {names.map((name) => (
        <span key={name} className="chip">
          {name}
          <button
            type="button"
            aria-label={`Take ${name} away`}
            onClick={() => {
              const left = names.filter((one) => one !== name);
              onChange(left.length > 0 || field.kind === 'addresses' ? left : undefined);
            }}
          >
            <X size={12} />
          </button>
        </span>
      ))}
      <input
        id={id}
        {...aria(props)}
        className="input"
        list={offered.length > 0 ? `${id}-offered` : undefined}
        placeholder={names.length === 0 ? field.placeholder : 'And …'}
        spellCheck={false}
        value={text}
        onChange={(event) => {
          const given = event.target.value;
          if (/[,;]$/.test(given) || offered.includes(given)) add(given);
          else setText(given);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault();
            add(text);
          }
          if (event.key === 'Backspace' && text === '' && names.length > 0) {
            const left = names.slice(0, -1);
            onChange(left.length > 0 ? left : undefined);
          }
        }}
        onBlur={() => add(text)}
      />
      {offered.length > 0 && (
        <datalist id={`${id}-offered`}>
          {matching.slice(0, OFFERED).map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </span>
  );
}

/** An object as JSON; what is typed stays while it is none. */
function JsonInput(props: InputProps) {
  const { id, field, value, onChange } = props;
  const [text, setText] = useState(() => (value === undefined ? '' : JSON.stringify(value)));
  return (
    <textarea
      id={id}
      {...aria(props)}
      className="input mono"
      rows={2}
      spellCheck={false}
      placeholder={field.placeholder}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        if (event.target.value.trim() === '') return onChange(undefined);
        try {
          onChange(JSON.parse(event.target.value));
        } catch {
          // The service says what it must be.
          onChange(event.target.value);
        }
      }}
    />
  );
}

function TextInput(props: InputProps & { offered: readonly string[] }) {
  const { id, field, value, onChange, offered } = props;
  const number = field.kind === 'number';
  const shown = value ?? field.otherwise ?? '';
  return (
    <>
      <input
        id={id}
        {...aria(props)}
        className={`input ${number ? 'num' : ''}`}
        type={number ? 'number' : field.kind === 'time' ? 'time' : 'text'}
        list={offered.length > 0 ? `${id}-offered` : undefined}
        spellCheck={false}
        placeholder={field.placeholder}
        value={typeof shown === 'number' || typeof shown === 'string' ? shown : ''}
        onChange={(event) => {
          const text = event.target.value;
          onChange(text === '' ? undefined : number ? Number(text) : text);
        }}
      />
      {offered.length > 0 && (
        <datalist id={`${id}-offered`}>
          {offered.slice(0, 500).map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </>
  );
}

/** The control for a field, by its kind. */
function Control(props: InputProps & { pipelines: readonly string[] }) {
  const { field, value, onChange, pipelines } = props;
  switch (field.kind) {
    case 'span':
      return <SpanInput {...props} />;
    case 'secret':
      return <SecretInput {...props} />;
    case 'json':
      return <JsonInput {...props} />;
    case 'pipelines':
      return <NamesInput {...props} offered={pipelines} />;
    case 'addresses':
    case 'annotations':
      return <NamesInput {...props} offered={[]} />;
    case 'pipeline':
      return (
        <TextInput
          {...props}
          offered={pipelines}
          value={isDoc(value) ? value.referenceName : ''}
          onChange={(name) =>
            onChange(
              name === undefined
                ? undefined
                : { referenceName: name as string, type: 'PipelineReference' },
            )
          }
        />
      );
    case 'flag':
    case 'text':
    case 'number':
    case 'time':
      return <TextInput {...props} offered={[]} />;
  }
}

/** A field with its name, and what the service says of it. */
export function FieldInput({
  field,
  value,
  pipelines,
  faults,
  onChange,
}: {
  field: Field;
  value: unknown;
  pipelines: readonly string[];
  faults: readonly { message: string; warns: boolean }[];
  onChange: (value: unknown) => void;
}) {
  const id = useId();
  const bad = faults.some((one) => !one.warns);
  const words = faults.length > 0 ? faults.map((one) => one.message).join(' ') : field.hint;
  const said = words === undefined ? undefined : `${id}-said`;
  const told = words !== undefined && (
    <p
      id={said}
      className={bad ? 'rule-said bad' : faults.length > 0 ? 'rule-said warn' : 'rule-said'}
    >
      {words}
    </p>
  );
  if (field.kind === 'flag') {
    return (
      <div className="rule-field">
        <label className="check">
          <input
            type="checkbox"
            checked={(value ?? field.otherwise) === true}
            aria-describedby={said}
            onChange={(event) =>
              onChange(event.target.checked === field.otherwise ? undefined : event.target.checked)
            }
          />
          {field.label}
        </label>
        {told}
      </div>
    );
  }
  return (
    <div className={`rule-field kind-${field.kind} ${bad ? 'bad' : ''}`}>
      <label htmlFor={id}>{field.label}</label>
      <Control {...{ id, field, value, pipelines, said, bad, onChange }} />
      {told}
    </div>
  );
}
