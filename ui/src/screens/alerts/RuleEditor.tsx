import { useQueryClient } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { readAlert, type AlertRule } from '@/api/alerts';
import { useFactory } from '@/api/factory';
import { useResources } from '@/api/resourceList';
import { plural } from '@/format/number';
import type { Place } from '@/json/places';
import { Button, IconButton } from '@/kit/Button';
import { Menu, MenuItem } from '@/kit/Menu';
import { Panel } from '@/kit/Panel';
import { Problem } from '@/problem/Problem';
import {
  addAction,
  documentOf,
  draftOf,
  isDoc,
  newDraft,
  withValue,
  type Draft,
  type DraftAction,
} from './draft';
import { FieldInput } from './FieldInput';
import {
  actionOf,
  channelOf,
  CHANNELS,
  conditionOf,
  CONDITIONS,
  SCOPE,
  type Field,
} from './fields';
import { SaveRule } from './SaveRule';
import { useFaults, type Fault } from './useFaults';
import { sentence } from './words';

const NAME: Field = { name: 'name', label: 'Name', kind: 'text', placeholder: 'LoadFailed' };
const ABOUT: Field = {
  name: 'description',
  label: 'Description',
  kind: 'text',
  placeholder: 'What it is for, and what to do',
};
const HOW: readonly Field[] = [
  {
    name: 'group',
    label: 'One notice for what comes within',
    kind: 'span',
    otherwise: '00:01:00',
    hint: '0: each by itself.',
  },
  { name: 'recovery', label: 'Tell when it is over, too', kind: 'flag', otherwise: true },
];

interface Shared {
  pipelines: readonly string[];
  faultsAt: (place: Place) => readonly Fault[];
}

/** Who is told: a channel and what it takes. */
function ActionPart({
  action,
  at,
  shared,
  onChange,
  onRemove,
}: {
  action: DraftAction;
  at: number;
  shared: Shared;
  onChange: (value: Record<string, unknown>) => void;
  onRemove: () => void;
}) {
  const channel = channelOf(action.value);
  const own = shared.faultsAt(['actions', at]);
  return (
    <li className="rule-action">
      <header>
        <select
          className="input"
          aria-label={`Channel ${at + 1}`}
          value={channel?.id ?? ''}
          onChange={(event) => {
            const next = actionOf(event.target.value);
            // The address of a webhook is the same thing whatever form its notices have.
            const both = next.type === 'Webhook' && action.value.type === 'Webhook';
            onChange(both ? { ...action.value, ...next } : next);
          }}
        >
          {!channel && <option value="">Choose …</option>}
          {CHANNELS.map((one) => (
            <option key={one.id} value={one.id}>
              {one.label}
            </option>
          ))}
        </select>
        <span className="spring" />
        <IconButton label={`Take channel ${at + 1} away`} onPress={onRemove}>
          <Trash2 size={15} />
        </IconButton>
      </header>
      {own.map((one) => (
        <p key={one.message} className="rule-said bad">
          {one.message}
        </p>
      ))}
      <div className="rule-fields">
        {channel?.fields.map((field) => (
          <FieldInput
            key={`${action.key} ${channel.id === 'Email' || channel.id === 'Pipeline' ? channel.id : 'url'} ${field.name}`}
            field={field}
            value={action.value[field.name]}
            pipelines={shared.pipelines}
            faults={shared.faultsAt(['actions', at, field.name])}
            onChange={(value) => onChange(withValue(action.value, [field.name], value))}
          />
        ))}
      </div>
    </li>
  );
}

function WhenPart({
  draft,
  shared,
  onChange,
}: {
  draft: Draft;
  shared: Shared;
  onChange: (properties: Record<string, unknown>) => void;
}) {
  const condition = isDoc(draft.properties.condition) ? draft.properties.condition : {};
  const choice = conditionOf(typeof condition.type === 'string' ? condition.type : '');
  const often = typeof condition.times === 'number' && condition.times > 1;
  const fields = (choice?.fields ?? []).filter((one) => one.name !== 'within' || often);
  const own = shared.faultsAt(['condition']);
  const wholeService = choice?.id === 'QueueLength';
  return (
    <Panel title="When">
      <div className="rule-fields">
        <div className="rule-field">
          <label htmlFor="rule-condition">It tells when</label>
          <select
            id="rule-condition"
            className="input"
            value={choice?.id ?? ''}
            onChange={(event) =>
              onChange({ ...draft.properties, condition: { type: event.target.value } })
            }
          >
            {CONDITIONS.map((one) => (
              <option key={one.id} value={one.id}>
                {one.label}
              </option>
            ))}
          </select>
          {own.map((one) => (
            <p key={one.message} className="rule-said bad">
              {one.message}
            </p>
          ))}
        </div>
        {fields.map((field) => (
          <FieldInput
            key={`${choice?.id ?? ''} ${field.name}`}
            field={field}
            value={condition[field.name]}
            pipelines={shared.pipelines}
            faults={shared.faultsAt(['condition', field.name])}
            onChange={(value) => {
              const next = withValue(condition, [field.name], value);
              if (field.name === 'times' && (value === undefined || value === 1)) {
                delete next.within;
                delete next.times;
              } else if (field.name === 'times' && next.within === undefined) {
                next.within = '01:00:00';
              }
              onChange({ ...draft.properties, condition: next });
            }}
          />
        ))}
        {!wholeService &&
          SCOPE.map((field) => (
            <FieldInput
              key={field.name}
              field={field}
              value={isDoc(draft.properties.scope) ? draft.properties.scope[field.name] : undefined}
              pipelines={shared.pipelines}
              faults={[
                ...shared.faultsAt(['scope', field.name]),
                ...(field.name === 'pipelines'
                  ? (isDoc(draft.properties.scope) &&
                    Array.isArray(draft.properties.scope.pipelines)
                      ? draft.properties.scope.pipelines
                      : []
                    ).flatMap((_, i) => shared.faultsAt(['scope', 'pipelines', i]))
                  : []),
              ]}
              onChange={(value) =>
                onChange(withValue(draft.properties, ['scope', field.name], value))
              }
            />
          ))}
      </div>
    </Panel>
  );
}

/** A rule as a form: what it takes is in fields.ts, what is wrong with it the service says. */
export function RuleEditor({
  rule,
  copy,
  taken,
  onClose,
  onSaved,
}: {
  /** What is kept; null: a new one. */
  rule: AlertRule | null;
  /** Of which it is a copy. */
  copy: AlertRule | null;
  taken: readonly string[];
  onClose: () => void;
  onSaved: (rule: AlertRule) => void;
}) {
  const factory = useFactory();
  const queries = useQueryClient();
  const resources = useResources();
  const [base, setBase] = useState(rule);
  const [draft, setDraft] = useState(() =>
    rule ? draftOf(rule, false) : copy ? draftOf(copy, true) : newDraft(),
  );
  const [first] = useState(draft);
  const [tried, setTried] = useState(rule !== null);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [saving, setSaving] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const faults = useFaults(draft, base?.actions ?? [], taken);
  const pipelines = useMemo(
    () =>
      (resources.data?.all ?? [])
        .filter((one) => one.kind === 'pipeline')
        .map((one) => one.name)
        .sort((a, b) => a.localeCompare(b)),
    [resources.data],
  );
  const touch = (part: string, next: Draft) => {
    setTouched((old) => new Set(old).add(part));
    setDraft(next);
  };
  // What nobody has come to yet is not scolded.
  const shows = (place: Place) => {
    const [first = '', index = ''] = place;
    const part =
      first === 'actions' ? `actions ${index}` : first === 'scope' ? 'condition' : String(first);
    return tried || touched.has(part);
  };
  const shared: Shared = {
    pipelines,
    faultsAt: (place) => (shows(place) ? faults.at(place) : []),
  };
  const errors = faults.all.filter((one) => !one.warns);
  const elsewhere = tried ? faults.at([]).concat(faults.at(['actions'])) : [];
  const save = () => {
    setTried(true);
    if (errors.length === 0) return setSaving(true);
    // The first field that is wrong; it is marked with the next drawing.
    setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
  };
  const taken_up = (theirs: AlertRule, mine: boolean) => {
    setBase(theirs);
    if (!mine) setDraft(draftOf(theirs, false));
    setSaving(false);
    void queries.invalidateQueries({ queryKey: ['alerts', factory.id] });
  };
  const setActions = (part: string, actions: DraftAction[]) => touch(part, { ...draft, actions });
  const properties = (part: string) => (next: Record<string, unknown>) =>
    touch(part, { ...draft, properties: next });
  return (
    <form
      ref={form}
      className="rule-form"
      aria-label={rule ? `Edit ${rule.name}` : 'New rule'}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <p className="rule-sentence" role="status">
        {sentence(readAlert({ name: draft.name, ...documentOf(draft) }))}
      </p>
      {faults.error && <Problem error={faults.error} />}
      {elsewhere.map((one) => (
        <p key={one.message} className="rule-said bad" role="alert">
          {one.message}
        </p>
      ))}
      <div className="rule-columns">
        <div>
          <Panel title="Rule">
            <div className="rule-fields">
              {!rule && (
                <FieldInput
                  field={NAME}
                  value={draft.name}
                  pipelines={[]}
                  faults={shared.faultsAt(['name'])}
                  onChange={(name) =>
                    touch('name', { ...draft, name: typeof name === 'string' ? name : '' })
                  }
                />
              )}
              <FieldInput
                field={ABOUT}
                value={draft.properties.description}
                pipelines={[]}
                faults={shared.faultsAt(['description'])}
                onChange={(value) =>
                  properties('description')(withValue(draft.properties, ['description'], value))
                }
              />
            </div>
          </Panel>
          <WhenPart draft={draft} shared={shared} onChange={properties('condition')} />
        </div>
        <div>
          <Panel
            title="Who is told"
            aside={
              <Menu
                label="Channels"
                trigger={
                  <Button small>
                    <Plus size={14} /> Add
                  </Button>
                }
                onAction={(id) => setActions('', [...draft.actions, addAction(actionOf(id))])}
              >
                {CHANNELS.map((one) => (
                  <MenuItem key={one.id} id={one.id} textValue={one.label}>
                    {one.label}
                  </MenuItem>
                ))}
              </Menu>
            }
          >
            {draft.actions.length === 0 && (
              <p className="rule-said bad rule-nobody">Nobody is told: add a channel.</p>
            )}
            <ul className="rule-actions">
              {draft.actions.map((action, at) => (
                <ActionPart
                  key={action.key}
                  action={action}
                  at={at}
                  shared={shared}
                  onChange={(value) =>
                    setActions(
                      `actions ${at}`,
                      draft.actions.map((one) =>
                        one.key === action.key ? { ...one, value } : one,
                      ),
                    )
                  }
                  onRemove={() =>
                    setActions(
                      '',
                      draft.actions.filter((one) => one.key !== action.key),
                    )
                  }
                />
              ))}
            </ul>
          </Panel>
          <Panel title="How">
            <div className="rule-fields">
              {HOW.map((field) => (
                <FieldInput
                  key={field.name}
                  field={field}
                  value={draft.properties[field.name]}
                  pipelines={[]}
                  faults={shared.faultsAt([field.name])}
                  onChange={(value) =>
                    properties(field.name)(withValue(draft.properties, [field.name], value))
                  }
                />
              ))}
            </div>
          </Panel>
        </div>
      </div>
      <footer className="rule-foot">
        <span className="muted" role="status">
          {tried && errors.length > 0
            ? `${plural(errors.length, 'thing')} to mend`
            : faults.current
              ? ''
              : 'Checking …'}
        </span>
        <span className="spring" />
        <Button onPress={onClose}>{draft === first ? 'Close' : 'Drop the change'}</Button>
        <Button
          kind="primary"
          type="submit"
          isDisabled={!faults.current || (rule !== null && draft === first && base === rule)}
        >
          {rule ? 'Save …' : 'Make it …'}
        </Button>
      </footer>
      {saving && (
        <SaveRule
          draft={draft}
          rule={base}
          onClose={() => setSaving(false)}
          onSaved={onSaved}
          onTheirs={taken_up}
        />
      )}
    </form>
  );
}
