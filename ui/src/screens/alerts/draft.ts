import type { AlertRule } from '@/api/alerts';
import type { Place } from '@/json/places';

type Doc = Record<string, unknown>;

/** One who is told, and at which place it was in the rule that is kept. */
export interface DraftAction {
  key: number;
  origin: number | null;
  value: Doc;
}

/** A rule that is being written. */
export interface Draft {
  name: string;
  properties: Doc;
  actions: DraftAction[];
}

/** What the service shows in place of a secret. */
const HIDDEN = '**********';

export const isDoc = (value: unknown): value is Doc =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** True of a secret that the service keeps and does not show. */
export function isKept(value: unknown): boolean {
  if (isDoc(value)) return value.value === HIDDEN;
  return typeof value === 'string' && (value === HIDDEN || value.endsWith('/…'));
}

const SECRETS = ['url', 'password'] as const;

let lastKey = 0;
const nextKey = (): number => ++lastKey;

export const newDraft = (): Draft => ({
  name: '',
  properties: { condition: { type: 'Failed' } },
  actions: [{ key: nextKey(), origin: null, value: { type: 'Webhook', form: 'teams' } }],
});

export const addAction = (value: Doc): DraftAction => ({ key: nextKey(), origin: null, value });

/** A rule to change, or a copy of one: secrets are not copied. */
export function draftOf(rule: AlertRule, copy: boolean): Draft {
  const properties = withValue(rule.properties, ['actions'], undefined);
  return {
    name: copy ? '' : rule.name,
    properties: copy ? withValue(properties, ['enabled'], undefined) : properties,
    actions: rule.actions.map((action, i) => ({
      key: nextKey(),
      origin: copy ? null : i,
      value: copy
        ? Object.fromEntries(Object.entries(action).filter(([, value]) => !isKept(value)))
        : action,
    })),
  };
}

/** The document that is saved. */
export function documentOf(draft: Draft): { properties: Doc } {
  return {
    properties: {
      ...draft.properties,
      actions: draft.actions.map((one) => one.value),
    },
  };
}

/** The same without what was typed for secrets, to be shown. */
export function shownDocument(draft: Draft): { properties: Doc } {
  const shown = (value: unknown) =>
    isDoc(value) && !isKept(value) ? { ...value, value: '…' } : value;
  return documentOf({
    ...draft,
    actions: draft.actions.map((one) => ({
      ...one,
      value: Object.fromEntries(
        Object.entries(one.value).map(([name, value]) => [
          name,
          SECRETS.includes(name as 'url') ? shown(value) : value,
        ]),
      ),
    })),
  });
}

/** A value at a place, set or (undefined) taken out; what is in between is made. */
export function withValue(doc: Doc, place: Place, value: unknown): Doc {
  const [first = '', ...rest] = place;
  const next = { ...doc };
  if (rest.length > 0) {
    const inner = withValue(isDoc(doc[first]) ? doc[first] : {}, rest, value);
    next[first] = Object.keys(inner).length > 0 ? inner : undefined;
  } else {
    next[first] = value;
  }
  if (next[first] === undefined) delete next[first];
  return next;
}

const sameDoc = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/**
 * Secrets that would be lost: the service knows a kept secret again by its place or by all that is
 * around it, so one that was moved and changed at once must be given anew.
 */
export function lostSecrets(draft: Draft, kept: readonly Doc[]): Place[] {
  return draft.actions.flatMap(({ origin, value }, i): Place[] =>
    origin === null || origin === i || sameDoc(value, kept[origin])
      ? []
      : SECRETS.filter((name) => isKept(value[name])).map((name): Place => ['actions', i, name]),
  );
}

/** "00:30:00", "1.02:00:00". */
export function spanText(seconds: number): string {
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  const days = Math.floor(seconds / 86_400);
  const time = [(seconds % 86_400) / 3600, (seconds % 3600) / 60, seconds % 60].map(two).join(':');
  return days > 0 ? `${days}.${time}` : time;
}

const FIRST_QUOTED = /'([\w.]+)'/;

/** Where a finding belongs that is about a whole object: it names the member. */
export function memberPlace(place: Place, message: string): Place {
  const named = FIRST_QUOTED.exec(message)?.[1]?.split('.') ?? [];
  const at = place[0] === 'properties' ? place.slice(1) : place;
  if (named.length === 0 || at.at(-1) === named.at(-1)) return at;
  if (named[0] === 'scope' || at.length === 0) return named;
  const last = at.at(-1);
  return last === 'condition' || (at[0] === 'actions' && typeof last === 'number')
    ? [...at, ...named]
    : at;
}
