import { FunctionSquare, Plus, X } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { useFactory } from '@/api/factory';
import { isEvaluated } from '@/format/expression';
import { Button, IconButton } from '@/kit/Button';
import { Menu, MenuItem } from '@/kit/Menu';
import { link } from '@/shell/links';
import { ExpressionBox } from '../editor/ExpressionBox';
import { kindOf } from '../kinds';
import {
  isObject,
  listOf,
  member,
  objectOf,
  pathKey,
  spelled,
  textOf,
  type Json,
  type JsonObject,
  type Path,
} from '../model/json';
import { askedOf } from '../schema/prominent';
import { referencedKind, shapeOf, startOf, type Shape } from '../schema/schema';
import { words } from '../schema/words';
import { useFormHost } from './context';
import { PastValue } from './PastValue';
import { JsonBox } from './JsonBox';
import { membersOf } from './members';
import { ReferenceParameters } from './ReferenceParameters';
import { Value } from './Value';
import { expressionText, isExpression, written } from './written';

export interface FieldProps {
  path: Path;
  name: string;
  node: Json;
  value: Json | undefined;
  required: boolean;
  label?: string;
}

/** The frame of a field: its name, what is in it, what is wrong with it. */
export function Row({
  path,
  title,
  hint,
  required,
  onRemove,
  aside,
  children,
  id,
}: {
  path: Path;
  title: string;
  hint?: string;
  required: boolean;
  onRemove?: (() => void) | undefined;
  aside?: ReactNode;
  children: ReactNode;
  id?: string;
}) {
  const { findingsAt, readOnly } = useFormHost();
  const findings = findingsAt(path);
  return (
    <div className="field" data-path={pathKey(path)}>
      <div className="field-head">
        {readOnly ? (
          <span className="field-name" title={hint}>
            {title}
          </span>
        ) : (
          <label className="field-name" title={hint} {...(id ? { htmlFor: id } : {})}>
            {title}
            {required && (
              <span className="field-required" title="Required">
                *
              </span>
            )}
          </label>
        )}
        {onRemove && (
          <IconButton label={`Take ${title} out`} onPress={onRemove}>
            <X size={13} />
          </IconButton>
        )}
        {aside}
      </div>
      {children}
      {findings.map((one) => (
        <p key={`${one.code}${one.message}`} className={`field-said ${one.severity}`}>
          {one.message}
        </p>
      ))}
    </div>
  );
}

function Texts({ path, name, value, label, shape }: FieldProps & { label: string; shape: Shape }) {
  const host = useFormHost();
  const text = isExpression(value)
    ? textOf(value.value)
    : value === undefined || value === null
      ? ''
      : typeof value === 'string'
        ? value
        : JSON.stringify(value);
  const plain = name === 'description' || name === 'name';
  if (host.readOnly) {
    return (
      <>
        <Value text={text} code={expressionText(value) !== null} />
        {host.past && !plain && isEvaluated(text) && (
          <PastValue past={host.past} expression={text} />
        )}
      </>
    );
  }
  const secret = shape.title === 'anyOf.SecretBase';
  return (
    <>
      <ExpressionBox
        label={label}
        text={text}
        readOnly={host.readOnly}
        placeholder={secret ? 'a secret; it is kept sealed' : plain ? '' : 'a text, or @ …'}
        invalid={host.findingsAt(path).some((one) => one.severity === 'error')}
        knowledge={host.knowledge}
        onText={(next) => host.set(path, plain ? next : written(next, value), true)}
      />
      {host.past && !plain && isEvaluated(text) && <PastValue past={host.past} expression={text} />}
    </>
  );
}

function Numbers({ path, value, id }: FieldProps & { id: string }) {
  const host = useFormHost();
  if (host.readOnly) return <Value text={value === undefined ? '' : JSON.stringify(value)} />;
  return (
    <input
      id={id}
      className="input num"
      inputMode="numeric"
      value={typeof value === 'number' || typeof value === 'string' ? value : ''}
      onChange={(event) => {
        const text = event.target.value.trim();
        host.set(path, /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text, true);
      }}
    />
  );
}

function Choice({ path, value, shape, id, required }: FieldProps & { shape: Shape; id: string }) {
  const host = useFormHost();
  const now = textOf(value);
  const values = shape.kind === 'boolean' ? ['true', 'false'] : shape.values;
  const shown = shape.kind === 'boolean' && typeof value === 'boolean' ? String(value) : now;
  const found = values.find((one) => one.toLowerCase() === shown.toLowerCase());
  if (host.readOnly) {
    const said = { true: 'Yes', false: 'No' }[shown];
    return <Value text={(shape.kind === 'boolean' ? said : undefined) ?? shown} />;
  }
  return (
    <select
      id={id}
      className="input"
      value={found ?? shown}
      onChange={(event) => {
        const next = event.target.value;
        if (next === '') host.set(path, undefined);
        else host.set(path, shape.kind === 'boolean' ? next === 'true' : next);
      }}
    >
      {(!required || shown === '') && <option value="">{required ? 'Choose …' : 'Not set'}</option>}
      {shown !== '' && !found && <option value={shown}>{shown}</option>}
      {values.map((one) => (
        <option key={one} value={one}>
          {shape.kind === 'boolean' ? (one === 'true' ? 'Yes' : 'No') : one}
        </option>
      ))}
    </select>
  );
}

function ReferenceField({ path, value, kind, id }: FieldProps & { kind: string; id: string }) {
  const host = useFormHost();
  const factory = useFactory();
  const name = textOf(member(value, 'referenceName'));
  const there = host.resources.filter((one) => one.kind === kind);
  const known = there.find((one) => one.name.toLowerCase() === name.toLowerCase());
  const type = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}Reference`.replace(
    'Dataflow',
    'DataFlow',
  );
  const open = known && link(factory, `author/${kind}/${encodeURIComponent(known.name)}`);
  if (host.readOnly) {
    return (
      <>
        {open ? (
          <p className="field-value">
            <Link to={open}>{known.name}</Link>
          </p>
        ) : (
          <Value text={name === '' ? '' : `${name} (not there)`} />
        )}
        {known && <ReferenceParameters path={path} kind={kind} name={known.name} />}
      </>
    );
  }
  return (
    <>
      <div className="field-line">
        <select
          id={id}
          className="input"
          value={known?.name ?? name}
          onChange={(event) => {
            const next = event.target.value;
            if (next === '') host.set(path, undefined);
            else host.set(path, { referenceName: next, type });
          }}
        >
          <option value="">Choose a {kindOf(kind)?.one ?? kind} …</option>
          {name !== '' && !known && <option value={name}>{name} (not there)</option>}
          {there.map((one) => (
            <option key={one.name} value={one.name}>
              {one.name}
            </option>
          ))}
        </select>
        {open && (
          <Link className="field-open" to={open}>
            Open
          </Link>
        )}
      </div>
      {known && <ReferenceParameters path={path} kind={kind} name={known.name} />}
    </>
  );
}

/** The members of an object: those that are set or required, and a menu of the others. */
export function Members({
  path,
  shape,
  value,
  hidden = [],
  asked = [],
}: {
  path: Path;
  shape: Shape;
  value: JsonObject;
  hidden?: readonly string[];
  /** Shown although they are neither set nor required. */
  asked?: readonly string[];
}) {
  const host = useFormHost();
  const { shown, unknown, others } = membersOf(host, shape, value, hidden, asked);
  return (
    <>
      {shown
        .filter((one) => !(shape.typed && one.name === 'type'))
        .map((one) => (
          <Field
            key={one.name}
            path={[...path, spelled(value, one.name)]}
            name={one.name}
            node={one.node}
            value={value[spelled(value, one.name)]}
            required={one.required}
          />
        ))}
      {unknown.map((name) => (
        <Field
          key={name}
          path={[...path, name]}
          name={name}
          node={{}}
          value={value[name]}
          required={false}
        />
      ))}
      {others.length > 0 && (
        <Menu
          label="Settings that are not set"
          onAction={(name) => {
            const one = others.find((each) => each.name === name);
            if (one) host.set([...path, name], startOf(host.schema, one.node));
          }}
          trigger={
            <Button kind="quiet" small className="field-more">
              <Plus size={13} /> Another setting
            </Button>
          }
        >
          {others.map((one) => (
            <MenuItem key={one.name} id={one.name} textValue={words(one.name)}>
              {words(one.name)}
            </MenuItem>
          ))}
        </Menu>
      )}
    </>
  );
}

function ObjectField({ path, value, shape, id }: FieldProps & { shape: Shape; id: string }) {
  const host = useFormHost();
  const object = objectOf(value);
  const type = textOf(object.type);
  return (
    <div className="field-inner">
      {shape.typed && host.readOnly && <Value text={type} />}
      {shape.typed && !host.readOnly && (
        <select
          id={id}
          className="input"
          aria-label="Type"
          value={type}
          onChange={(event) => {
            // What both types have stays as it is.
            const next = event.target.value;
            host.set(path, { ...object, type: next });
          }}
        >
          <option value="">Choose a type …</option>
          {type !== '' && !shape.values.includes(type) && <option value={type}>{type}</option>}
          {shape.values.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      )}
      <Members
        path={path}
        shape={shape}
        value={object}
        asked={askedOf(shape.typed ? type : shape.title, 'settings')}
      />
    </div>
  );
}

function ListField({ path, value, shape, title }: FieldProps & { shape: Shape; title: string }) {
  const host = useFormHost();
  const items = listOf(value);
  if (host.readOnly && items.length === 0) return <Value text="" />;
  return (
    <div className="field-list">
      {items.map((item, i) => (
        <Field
          // Items have no name of their own.
          key={i}
          path={[...path, i]}
          name={String(i)}
          label={`${title} ${i + 1}`}
          node={shape.inner ?? {}}
          value={item}
          required={false}
        />
      ))}
      {!host.readOnly && (
        <Button
          kind="quiet"
          small
          className="field-more"
          onPress={() => host.set([...path, items.length], startOf(host.schema, shape.inner))}
        >
          <Plus size={13} /> Add to {title.toLowerCase()}
        </Button>
      )}
    </div>
  );
}

function MapField({ path, value, shape, title }: FieldProps & { shape: Shape; title: string }) {
  const host = useFormHost();
  const [name, setName] = useState('');
  const entries = Object.entries(objectOf(value));
  const free = name.trim() !== '' && !entries.some(([key]) => key === name.trim());
  if (host.readOnly && entries.length === 0) return <Value text="" />;
  return (
    <div className="field-list">
      {entries.map(([key, one]) => (
        <Field
          key={key}
          path={[...path, key]}
          name={key}
          label={key}
          node={shape.inner ?? {}}
          value={one}
          required={false}
        />
      ))}
      {!host.readOnly && (
        <form
          className="field-line"
          onSubmit={(event) => {
            event.preventDefault();
            if (!free) return;
            host.set([...path, name.trim()], startOf(host.schema, shape.inner));
            setName('');
          }}
        >
          <input
            className="input"
            placeholder="Name"
            aria-label={`Name to add to ${title}`}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Button small type="submit" isDisabled={!free}>
            Add
          </Button>
        </form>
      )}
    </div>
  );
}

/** One property, with what its schema allows. */
export function Field(props: FieldProps) {
  const { path, name, node, value, required, label } = props;
  const host = useFormHost();
  const id = useId();
  const [asExpression, setAsExpression] = useState(false);
  const shape = shapeOf(host.schema, node, value);
  const title = label ?? words(name);
  const inside = { ...props, id, shape, title };
  const expression = expressionText(value) !== null || asExpression;
  const reference = referencedKind(shape);
  const mayExpress = ['integer', 'number', 'boolean', 'enum'].includes(shape.kind);
  let body: ReactNode;
  if (shape.kind === 'text' || (expression && !isObject(value)) || isExpression(value)) {
    body = <Texts {...inside} label={title} />;
  } else if (expression && mayExpress) {
    body = <Texts {...inside} label={title} />;
  } else if (shape.kind === 'integer' || shape.kind === 'number') {
    body = <Numbers {...inside} />;
  } else if (shape.kind === 'boolean' || shape.kind === 'enum') {
    body = <Choice {...inside} />;
  } else if (reference !== null) {
    body = <ReferenceField {...inside} kind={reference} />;
  } else if (shape.kind === 'object') {
    body = <ObjectField {...inside} />;
  } else if (shape.kind === 'list') {
    body = <ListField {...inside} />;
  } else if (shape.kind === 'map') {
    body = <MapField {...inside} />;
  } else if (value === undefined || typeof value === 'string') {
    body = <Texts {...inside} label={title} />;
  } else {
    body = (
      <JsonBox
        label={title}
        value={value}
        readOnly={host.readOnly}
        onValue={(next) => host.set(path, next, true)}
      />
    );
  }
  return (
    <Row
      path={path}
      title={title}
      {...(shape.description ? { hint: shape.description } : {})}
      required={required}
      id={id}
      onRemove={
        required || host.readOnly || value === undefined
          ? undefined
          : () => host.set(path, undefined)
      }
      aside={
        mayExpress &&
        !host.readOnly && (
          <button
            type="button"
            className={`field-fx ${expression ? 'on' : ''}`}
            aria-pressed={expression}
            aria-label={`${title} as an expression`}
            title="As an expression"
            onClick={() => {
              if (expression) host.set(path, undefined);
              setAsExpression(!expression);
            }}
          >
            <FunctionSquare size={13} aria-hidden="true" />
          </button>
        )
      }
    >
      {body}
    </Row>
  );
}
