import { useCallback, useSyncExternalStore } from 'react';
import { print, type Json } from './json';

/** A document as it is being edited: the text is what counts; it may be no JSON for a while. */
export interface Draft {
  text: string;
  /** What the text holds, or last held when it was JSON. */
  document: Json;
  /** Why the text is no JSON; null if it is. */
  broken: string | null;
  /** As the service has it; null for one that is not there yet. */
  base: string | null;
  etag: string | null;
  past: readonly string[];
  future: readonly string[];
  /** When the text changed last, and by whom: typing is undone in one go. */
  typedAt: number;
}

const STEPS_MAX = 200;
const TYPING_MS = 900;

function read(text: string, before: Json): Pick<Draft, 'text' | 'document' | 'broken'> {
  try {
    return { text, document: JSON.parse(text) as Json, broken: null };
  } catch (thrown) {
    return { text, document: before, broken: thrown instanceof Error ? thrown.message : '' };
  }
}

export function openDraft(document: Json, etag: string | null, isNew: boolean): Draft {
  const text = print(document);
  return {
    text,
    document,
    broken: null,
    base: isNew ? null : text,
    etag,
    past: [],
    future: [],
    typedAt: 0,
  };
}

export const isChanged = (draft: Draft): boolean => draft.text !== draft.base;

/** The draft with another text. Steps of typing that follow each other at once are one step. */
export function edit(draft: Draft, text: string, typing: boolean, now: number): Draft {
  if (text === draft.text) return draft;
  const together = typing && now - draft.typedAt < TYPING_MS && draft.past.length > 0;
  return {
    ...draft,
    ...read(text, draft.document),
    past: together ? draft.past : [...draft.past, draft.text].slice(-STEPS_MAX),
    future: [],
    typedAt: typing ? now : 0,
  };
}

export function undo(draft: Draft): Draft {
  const text = draft.past.at(-1);
  if (text === undefined) return draft;
  return {
    ...draft,
    ...read(text, draft.document),
    past: draft.past.slice(0, -1),
    future: [draft.text, ...draft.future],
    typedAt: 0,
  };
}

export function redo(draft: Draft): Draft {
  const [text, ...future] = draft.future;
  if (text === undefined) return draft;
  return {
    ...draft,
    ...read(text, draft.document),
    past: [...draft.past, draft.text],
    future,
    typedAt: 0,
  };
}

/** Kept while the page is open: going to another screen and back loses nothing. */
const drafts = new Map<string, Draft>();
const listeners = new Set<() => void>();
let changed: ReadonlySet<string> = new Set();

function keep(key: string, draft: Draft | null): void {
  if (draft) drafts.set(key, draft);
  else drafts.delete(key);
  const next = [...drafts].filter(([, one]) => isChanged(one)).map(([name]) => name);
  if (next.length !== changed.size || next.some((name) => !changed.has(name))) {
    changed = new Set(next);
  }
  listeners.forEach((listener) => listener());
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const draftKey = (factoryId: string, kind: string, name: string): string =>
  `${factoryId}/${kind}/${name.toLowerCase()}`;

/** The draft of a key, if there is one, and how to change it. */
export function useDraft(key: string) {
  const draft = useSyncExternalStore(subscribe, () => drafts.get(key)) ?? null;
  const change = useCallback(
    (by: (draft: Draft) => Draft | null) => {
      const now = drafts.get(key);
      if (now) keep(key, by(now));
    },
    [key],
  );
  const put = useCallback((next: Draft | null) => keep(key, next), [key]);
  return { draft, change, put };
}

export const draftOf = (key: string): Draft | null => drafts.get(key) ?? null;
export const putDraft = keep;

/** The keys of drafts that differ from what the service has. */
export const useChangedDrafts = (): ReadonlySet<string> =>
  useSyncExternalStore(subscribe, () => changed);

window.addEventListener('beforeunload', (event) => {
  if (changed.size > 0) event.preventDefault();
});
