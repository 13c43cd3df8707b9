import { useState } from 'react';
import { Button } from '@/kit/Button';
import { Dialog } from '@/kit/Dialog';
import { useSchema, type Listed } from '../api';
import { kindOf, KINDS } from '../kinds';
import { objectOf, type JsonObject } from '../model/json';
import { shapeAt, shapeOf, startOf } from '../schema/schema';

/** Names of Data Factory: what the service refuses is said before it is asked. */
export function againstName(name: string, taken: readonly string[]): string {
  if (name === '') return '';
  if (taken.some((one) => one.toLowerCase() === name.toLowerCase())) {
    return 'There is one of that name.';
  }
  if (!/^[A-Za-z0-9_]/.test(name)) return 'It begins with a letter, a digit or _.';
  if (/[.+?/<>*%&:\\]/.test(name)) return 'It must not hold . + ? / < > * % & : or \\.';
  return '';
}

/** Asks what to make; it is saved later, with what is put into it. */
export function NewDialog({
  resources,
  folder,
  first,
  onMake,
  onClose,
}: {
  resources: readonly Listed[];
  folder: string;
  first: string;
  onMake: (kind: string, name: string, document: JsonObject) => void;
  onClose: () => void;
}) {
  const [kind, setKind] = useState(first);
  const [type, setType] = useState('');
  const [name, setName] = useState('');
  const schema = useSchema(kind);
  const about = kindOf(kind);
  const root = schema.data ? shapeAt(schema.data, {}, ['properties']) : null;
  const types = root?.typed ? root.values : [];
  const wrong = againstName(
    name.trim(),
    resources.filter((one) => one.kind === kind).map((one) => one.name),
  );
  const ready =
    name.trim() !== '' && wrong === '' && schema.data && (types.length === 0 || type !== '');
  const make = () => {
    if (!ready || !schema.data) return;
    const node = shapeOf(schema.data, schema.data.root).properties.find(
      (one) => one.name === 'properties',
    )?.node;
    const begun = objectOf(startOf(schema.data, node, type === '' ? undefined : type));
    const properties: JsonObject = {
      ...begun,
      ...(kind === 'pipeline'
        ? { activities: [], ...(folder ? { folder: { name: folder } } : {}) }
        : {}),
    };
    onMake(kind, name.trim(), { name: name.trim(), properties });
  };
  return (
    <Dialog
      title="Make a resource"
      open
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Not now</Button>
          <Button kind="primary" isDisabled={!ready} onPress={make}>
            Begin
          </Button>
        </>
      }
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          make();
        }}
      >
        <div className="field">
          <label className="field-name" htmlFor="new-kind">
            Kind
          </label>
          <select
            id="new-kind"
            className="input"
            value={kind}
            onChange={(event) => {
              setKind(event.target.value);
              setType('');
            }}
          >
            {KINDS.map((one) => (
              <option key={one.id} value={one.id}>
                {one.one.charAt(0).toUpperCase() + one.one.slice(1)}
              </option>
            ))}
          </select>
        </div>
        {types.length > 0 && (
          <div className="field">
            <label className="field-name" htmlFor="new-type">
              Type
            </label>
            <select
              id="new-type"
              className="input"
              value={type}
              onChange={(event) => setType(event.target.value)}
            >
              <option value="">Choose a type …</option>
              {types.map((one) => (
                <option key={one} value={one}>
                  {one}
                </option>
              ))}
            </select>
          </div>
        )}
        <div className="field">
          <label className="field-name" htmlFor="new-name">
            Name
          </label>
          <input
            id="new-name"
            className="input"
            autoFocus
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          {wrong !== '' && <p className="field-said error">{wrong}</p>}
        </div>
        <p className="muted">
          Nothing is sent to the service before you save the {about?.one ?? 'resource'}.
        </p>
      </form>
    </Dialog>
  );
}
