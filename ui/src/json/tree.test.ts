import { expect, it } from 'vitest';
import { around, find, linesOf, openAtFirst } from './tree';

const DOCUMENT = { rows: [{ name: 'Ada', 'a b': 1 }, { name: 'Grace' }], none: null, empty: {} };

it('shows what is open', () => {
  expect(linesOf(DOCUMENT, new Set()).length).toBe(1);
  const paths = linesOf(DOCUMENT, new Set(['$', '$.rows', '$.rows[0]'])).map((line) => line.path);
  expect(paths).toEqual([
    '$',
    '$.rows',
    '$.rows[0]',
    '$.rows[0].name',
    '$.rows[0]["a b"]',
    '$.rows[1]',
    '$.none',
    '$.empty',
  ]);
});

it('opens a small document wholly and a large one not far', () => {
  expect(openAtFirst(DOCUMENT)).toContain('$.rows[1]');
  const large = { first: Array.from({ length: 1000 }, (_, i) => ({ i })), second: { x: 1 } };
  expect(openAtFirst(large)).toContain('$');
  expect(openAtFirst(large)).not.toContain('$.first');
});

it('finds names and values, and what must be open to see them', () => {
  expect(find(DOCUMENT, 'grace')).toEqual(['$.rows[1].name']);
  expect(find(DOCUMENT, 'name')).toEqual(['$.rows[0].name', '$.rows[1].name']);
  expect(find(DOCUMENT, '')).toEqual([]);
  expect(around(DOCUMENT, '$.rows[1].name')).toEqual(['$', '$.rows', '$.rows[1]']);
  expect(around(DOCUMENT, '$.gone')).toEqual([]);
});
