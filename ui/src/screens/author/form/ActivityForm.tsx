import { OctagonPause, Plus, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, IconButton } from '@/kit/Button';
import { ChoiceMenu, Menu, MenuItem } from '@/kit/Menu';
import { iconOf } from '../canvas/icons';
import { getAt, member, objectOf, textOf, type Json, type Path } from '../model/json';
import {
  activitiesIn,
  CONDITIONS,
  connect,
  dependenciesOf,
  waitsFor,
  type Place,
} from '../model/pipeline';
import { askedOf } from '../schema/prominent';
import { shapeAt } from '../schema/schema';
import { useFormHost } from './context';
import { Field, Members, Row } from './Field';
import { hasNone } from './members';
import { Value } from './Value';

const INNER = ['activities', 'ifTrueActivities', 'ifFalseActivities', 'defaultActivities'];
const FIRST = ['name', 'type', 'description', 'state', 'dependsOn', 'typeProperties'];

function NameField({
  path,
  name,
  taken,
  onRename,
}: {
  path: Path;
  name: string;
  taken: ReadonlySet<string>;
  onRename: (next: string) => void;
}) {
  const { readOnly } = useFormHost();
  const [text, setText] = useState(name);
  useEffect(() => setText(name), [name]);
  const next = text.trim();
  const double = next.toLowerCase() !== name.toLowerCase() && taken.has(next.toLowerCase());
  const commit = () => {
    if (next === '' || double) setText(name);
    else if (next !== name) onRename(next);
  };
  if (readOnly) {
    return (
      <Row path={[...path, 'name']} title="Name" required>
        <Value text={name} />
      </Row>
    );
  }
  return (
    <Row path={[...path, 'name']} title="Name" required id="activity-name">
      <input
        id="activity-name"
        className="input"
        maxLength={55}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
          if (event.key === 'Escape') setText(name);
        }}
      />
      {double && <p className="field-said error">Another activity has this name.</p>}
    </Row>
  );
}

/** What an activity waits for, and for which outcome of it. */
function WaitsFor({
  document,
  place,
  path,
  onDocument,
}: {
  document: Json;
  place: Place;
  path: Path;
  onDocument: (document: Json) => void;
}) {
  const { readOnly } = useFormHost();
  const activities = activitiesIn(document, place.scope);
  const on = dependenciesOf(objectOf(getAt(document, path)));
  const known = new Set(on.map((one) => one.activity.toLowerCase()));
  const possible = activities
    .map((one) => textOf(member(one, 'name')))
    .filter((name) => !known.has(name.toLowerCase()) && !waitsFor(activities, name, place.name));
  const set = (from: string, conditions: readonly string[]) =>
    onDocument(connect(document, place.scope, from, place.name, conditions));
  if (on.length === 0 && (readOnly || possible.length === 0)) return null;
  return (
    <Row path={[...path, 'dependsOn']} title="Waits for" required={false}>
      {on.map((one) => (
        <div key={one.activity} className="field-line waits">
          <span className="waits-name" title={one.activity}>
            {one.activity}
          </span>
          {readOnly ? (
            <span className="muted">{one.conditions.join(' or ')}</span>
          ) : (
            <>
              <ChoiceMenu
                label={`Outcomes of ${one.activity}`}
                options={CONDITIONS.map((id) => ({ id, text: id, label: id }))}
                chosen={one.conditions}
                onChange={(next) => set(one.activity, next)}
                trigger={<Button small>{one.conditions.join(' or ') || 'Succeeded'}</Button>}
              />
              <IconButton
                label={`Do not wait for ${one.activity}`}
                onPress={() => set(one.activity, [])}
              >
                <X size={13} />
              </IconButton>
            </>
          )}
        </div>
      ))}
      {!readOnly && possible.length > 0 && (
        <Menu
          label="Activities that it can wait for"
          onAction={(name) => set(name, ['Succeeded'])}
          trigger={
            <Button kind="quiet" small className="field-more">
              <Plus size={13} /> Wait for another
            </Button>
          }
        >
          {possible.map((name) => (
            <MenuItem key={name} id={name} textValue={name}>
              {name}
            </MenuItem>
          ))}
        </Menu>
      )}
    </Row>
  );
}

/** All that can be set of one activity. */
export function ActivityForm({
  document,
  place,
  path,
  taken,
  stops,
  onStop,
  onDocument,
  onRename,
}: {
  document: Json;
  place: Place;
  path: Path;
  taken: ReadonlySet<string>;
  /** Debug runs pause before it. */
  stops: boolean;
  onStop: (() => void) | null;
  onDocument: (document: Json) => void;
  onRename: (next: string) => void;
}) {
  const host = useFormHost();
  const activity = objectOf(getAt(document, path));
  const type = textOf(member(activity, 'type'));
  const Icon = iconOf(type);
  const shape = shapeAt(host.schema, document, path);
  const about = shape.properties.find((one) => one.name === 'typeProperties');
  const settings = shapeAt(host.schema, document, [...path, 'typeProperties']);
  const branches =
    INNER.includes('activities') && /^(ForEach|Until|IfCondition|Switch)$/i.test(type);
  const given = objectOf(member(activity, 'typeProperties'));
  const held = branches ? INNER : [];
  const asked = shape.properties.filter(
    (one) =>
      askedOf(type, 'own').includes(one.name) &&
      !(host.readOnly && member(activity, one.name) === undefined),
  );
  const first = [
    ...FIRST.filter((one) => one !== 'state' || member(activity, 'state') !== undefined),
    ...asked.map((one) => one.name),
  ];
  return (
    <div className="form">
      <div className="form-head">
        <Icon size={16} aria-hidden="true" />
        <span>{type || 'No type'}</span>
        <span className="spring" />
        {onStop && (
          <button
            type="button"
            className={`stop-here ${stops ? 'on' : ''}`}
            aria-pressed={stops}
            title="Debug runs pause before it (b)"
            onClick={onStop}
          >
            <OctagonPause size={14} aria-hidden="true" /> Breakpoint
          </button>
        )}
      </div>
      <NameField path={path} name={place.name} taken={taken} onRename={onRename} />
      {['description', 'state'].map((name) => {
        const one = shape.properties.find((each) => each.name === name);
        const value = member(activity, name);
        if (!one || (name === 'description' ? host.readOnly && !value : value === undefined)) {
          return null;
        }
        return (
          <Field
            key={name}
            path={[...path, name]}
            name={name}
            node={one.node}
            value={value}
            required={false}
          />
        );
      })}
      <WaitsFor document={document} place={place} path={path} onDocument={onDocument} />
      {asked.map((one) => (
        <Field
          key={one.name}
          path={[...path, one.name]}
          name={one.name}
          node={one.node}
          value={member(activity, one.name)}
          required={false}
        />
      ))}
      {about && !hasNone(host, settings, given, held) && (
        <fieldset className="form-part">
          <legend>Settings</legend>
          <Members
            path={[...path, 'typeProperties']}
            shape={settings}
            value={given}
            hidden={held}
            asked={askedOf(type, 'settings')}
          />
        </fieldset>
      )}
      {!hasNone(host, shape, activity, first) && (
        <fieldset className="form-part">
          <legend>More</legend>
          <Members path={path} shape={shape} value={activity} hidden={first} />
        </fieldset>
      )}
    </div>
  );
}
