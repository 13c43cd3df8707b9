/** What an alert rule takes, as src/alert/rule.h has it: the form is made of this. */
export type FieldKind =
  | 'text'
  | 'number'
  | 'span'
  | 'time'
  | 'flag'
  | 'secret'
  | 'addresses'
  | 'pipelines'
  | 'annotations'
  | 'pipeline'
  | 'json';

export interface Field {
  name: string;
  label: string;
  kind: FieldKind;
  hint?: string;
  placeholder?: string;
  /** What holds if it is left out. */
  otherwise?: unknown;
}

export interface Choice {
  id: string;
  label: string;
  fields: readonly Field[];
}

export const CONDITIONS: readonly Choice[] = [
  {
    id: 'Failed',
    label: 'A run fails',
    fields: [
      {
        name: 'times',
        label: 'How often',
        kind: 'number',
        otherwise: 1,
        hint: 'Failures of one pipeline before it is told. 1: each of them.',
      },
      { name: 'within', label: 'Within', kind: 'span' },
    ],
  },
  { id: 'Succeeded', label: 'A run succeeds', fields: [] },
  {
    id: 'Long',
    label: 'A run takes too long',
    fields: [{ name: 'duration', label: 'Longer than', kind: 'span' }],
  },
  {
    id: 'Late',
    label: 'No run has succeeded by a time of day',
    fields: [{ name: 'by', label: 'By', kind: 'time', hint: 'UTC, each day' }],
  },
  {
    id: 'NeverStarted',
    label: 'No run begins',
    fields: [{ name: 'duration', label: 'For', kind: 'span' }],
  },
  {
    id: 'QueueLength',
    label: 'Too many activities wait',
    fields: [{ name: 'count', label: 'More than', kind: 'number', hint: 'Of the whole service' }],
  },
];

export const SCOPE: readonly Field[] = [
  {
    name: 'pipelines',
    label: 'Pipelines',
    kind: 'pipelines',
    placeholder: 'All; or the name of one',
  },
  {
    name: 'annotations',
    label: 'Annotations',
    kind: 'annotations',
    placeholder: 'Any; or one that its runs have',
  },
];

const URL_FIELD: Field = {
  name: 'url',
  label: 'Address',
  kind: 'secret',
  placeholder: 'https://…',
  hint: 'It is kept sealed and never shown again.',
};

/** A webhook is a channel by its form. */
export const CHANNELS: readonly (Choice & { form?: string })[] = [
  { id: 'Teams', form: 'teams', label: 'Teams', fields: [URL_FIELD] },
  { id: 'Slack', form: 'slack', label: 'Slack', fields: [URL_FIELD] },
  { id: 'Webhook', form: 'json', label: 'Webhook, as JSON', fields: [URL_FIELD] },
  {
    id: 'Email',
    label: 'Mail',
    fields: [
      { name: 'to', label: 'To', kind: 'addresses', placeholder: 'ann@example.com' },
      { name: 'from', label: 'From', kind: 'text', placeholder: 'weir@example.com' },
      { name: 'host', label: 'Mail server', kind: 'text', placeholder: 'mail.example.com' },
      { name: 'port', label: 'Port', kind: 'number', otherwise: 587 },
      { name: 'user', label: 'User', kind: 'text', placeholder: 'None' },
      {
        name: 'password',
        label: 'Password',
        kind: 'secret',
        hint: 'Kept sealed, never shown again.',
      },
      { name: 'startTls', label: 'Encrypted by STARTTLS', kind: 'flag', otherwise: true },
    ],
  },
  {
    id: 'Pipeline',
    label: 'A pipeline',
    fields: [
      { name: 'pipeline', label: 'Pipeline', kind: 'pipeline' },
      {
        name: 'parameters',
        label: 'Parameters',
        kind: 'json',
        placeholder: '{"channel": "#ops"}',
        hint: 'Beside name, state, condition, pipeline, runId, message, count and noticeId.',
      },
    ],
  },
];

export const conditionOf = (type: string): Choice | undefined =>
  CONDITIONS.find((one) => one.id.toLowerCase() === type.toLowerCase());

const lower = (value: unknown): string => (typeof value === 'string' ? value.toLowerCase() : '');

/** Which channel an action is. */
export function channelOf(action: Record<string, unknown>) {
  const type = lower(action.type);
  const form = lower(action.form) || 'json';
  return CHANNELS.find((one) =>
    type === 'webhook'
      ? one.form === form
      : one.form === undefined && one.id.toLowerCase() === type,
  );
}

/** An empty action of a channel. */
export function actionOf(id: string): Record<string, unknown> {
  const channel = CHANNELS.find((one) => one.id === id);
  return channel?.form ? { type: 'Webhook', form: channel.form } : { type: id };
}
