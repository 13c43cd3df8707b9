import { secondsOf } from '@/api/alerts';
import { channelOf, conditionOf, SCOPE, type Field } from './fields';
import { isDoc, isKept } from './draft';
import { actionWords, spanWords } from './words';

type Doc = Record<string, unknown>;

/** A setting that is not what it was; empty where there was or is none. */
export interface Change {
  what: string;
  old: string;
  now: string;
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

const doc = (value: unknown): Doc => (isDoc(value) ? value : {});

function valueWords(field: Field, value: unknown): string {
  const given = value ?? field.otherwise;
  if (given === undefined || given === null) return '';
  switch (field.kind) {
    case 'secret':
      return isKept(given) ? 'as it is kept' : 'a new one';
    case 'span': {
      const seconds = typeof given === 'string' ? secondsOf(given) : null;
      return seconds === null ? textOf(given) : spanWords(seconds);
    }
    case 'flag':
      return given === true ? 'yes' : 'no';
    case 'pipeline':
      return textOf(doc(given).referenceName);
    case 'json':
      return JSON.stringify(given);
    case 'text':
    case 'number':
    case 'time':
    case 'addresses':
    case 'pipelines':
    case 'annotations':
      return Array.isArray(given) ? given.join(', ') : textOf(given);
  }
}

function compare(
  lead: string,
  fields: readonly Field[],
  old: Doc,
  now: Doc,
  changes: Change[],
): void {
  for (const field of fields) {
    const [before, after] = [
      valueWords(field, old[field.name]),
      valueWords(field, now[field.name]),
    ];
    if (before !== after) changes.push({ what: lead + field.label, old: before, now: after });
  }
}

const OWN: readonly Field[] = [
  { name: 'description', label: 'Description', kind: 'text' },
  { name: 'group', label: 'One notice for what comes within', kind: 'span', otherwise: '00:01:00' },
  { name: 'recovery', label: 'Told when it is over, too', kind: 'flag', otherwise: true },
  { name: 'enabled', label: 'On', kind: 'flag', otherwise: true },
];

/** What is not as it was, setting by setting. */
export function changesOf(
  old: Doc,
  oldActions: readonly Doc[],
  now: Doc,
  actions: readonly { origin: number | null; value: Doc }[],
): Change[] {
  const changes: Change[] = [];
  const [before, after] = [doc(old.condition), doc(now.condition)];
  const [was, is] = [conditionOf(textOf(before.type)), conditionOf(textOf(after.type))];
  if (was?.id !== is?.id)
    changes.push({ what: 'When', old: was?.label ?? '', now: is?.label ?? '' });
  const common = was?.id === is?.id;
  compare('', is?.fields ?? [], common ? before : {}, after, changes);
  compare('', SCOPE, doc(old.scope), doc(now.scope), changes);
  compare('', OWN, old, now, changes);
  const left = new Set(oldActions.keys());
  actions.forEach(({ origin, value }) => {
    const kept = origin === null ? undefined : oldActions[origin];
    if (origin !== null) left.delete(origin);
    if (!kept) {
      changes.push({ what: 'Told, too', old: '', now: actionWords(value) });
      return;
    }
    const [one, other] = [channelOf(kept), channelOf(value)];
    const lead = `${actionWords(kept)}: `;
    if (one?.id !== other?.id) {
      changes.push({ what: `${lead}channel`, old: one?.label ?? '', now: other?.label ?? '' });
    }
    compare(lead, other?.fields ?? [], kept, value, changes);
  });
  for (const i of left) {
    changes.push({ what: 'No longer told', old: actionWords(oldActions[i] ?? {}), now: '' });
  }
  return changes;
}
