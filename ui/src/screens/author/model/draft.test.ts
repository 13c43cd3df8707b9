import { expect, it } from 'vitest';
import { edit, isChanged, openDraft, redo, undo } from './draft';

it('undoes and redoes, typing in one go', () => {
  let draft = openDraft({ a: 1 }, 'e1', false);
  expect(isChanged(draft)).toBe(false);
  draft = edit(draft, '{"a": 2}', true, 1000);
  draft = edit(draft, '{"a": 23}', true, 1100);
  draft = edit(draft, '{"a": 23, "b": 1}', false, 1200);
  expect(draft.past).toHaveLength(2);
  draft = undo(draft);
  expect(draft.document).toEqual({ a: 23 });
  draft = undo(draft);
  expect(isChanged(draft)).toBe(false);
  draft = redo(redo(draft));
  expect(draft.document).toEqual({ a: 23, b: 1 });
  expect(redo(draft)).toBe(draft);
});

it('keeps the last document while the text is no JSON', () => {
  const draft = edit(openDraft({ a: 1 }, 'e1', false), '{"a": ', true, 0);
  expect(draft.broken).not.toBeNull();
  expect(draft.document).toEqual({ a: 1 });
  expect(undo(draft).broken).toBeNull();
});

it('has something new differ from nothing', () => {
  expect(isChanged(openDraft({}, null, true))).toBe(true);
});
