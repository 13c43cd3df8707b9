import { expect, it } from 'vitest';
import { changeBetween } from './change';
import { offsetOf, pathAt, rangeOf, treeOf } from './locate';

const TEXT = `{
  "name": "ä",
  "list": [1, {"a b": "x"}, [true]]
}`;
const tree = treeOf(TEXT);
const at = (words: string) => pathAt(tree, TEXT, TEXT.indexOf(words));

it('knows the path of a place', () => {
  expect(at('"ä"')).toEqual(['name']);
  expect(at('"x"')).toEqual(['list', 1, 'a b']);
  expect(at('"a b"')).toEqual(['list', 1, 'a b']);
  expect(at('true')).toEqual(['list', 2, 0]);
  expect(pathAt(tree, TEXT, 0)).toEqual([]);
});

it('knows the place of a path', () => {
  const range = rangeOf(tree, TEXT, ['list', 1, 'A B'])!;
  expect(TEXT.slice(range.from, range.to)).toBe('"x"');
  expect(rangeOf(tree, TEXT, ['list', 7])).toBeNull();
  expect(rangeOf(tree, TEXT, [])).toEqual({ from: 0, to: TEXT.length });
});

it('counts bytes as the service does', () => {
  expect(TEXT.slice(offsetOf(TEXT, 2, 14))).toMatch(/^"/);
  expect(offsetOf(TEXT, 99, 1)).toBe(TEXT.length);
});

it('finds the smallest change', () => {
  expect(changeBetween('abcabc', 'abcXabc')).toEqual({ from: 3, to: 3, insert: 'X' });
  expect(changeBetween('aa', 'a')).toEqual({ from: 1, to: 2, insert: '' });
});
