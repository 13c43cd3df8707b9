import { expect, it } from 'vitest';
import type { Listed } from '../api';
import { keysTo, rowsOf } from './rows';

const ONES: Listed[] = [
  { kind: 'pipeline', name: 'Load 10', folder: 'orders/daily', uses: [] },
  { kind: 'pipeline', name: 'Load 9', folder: 'orders/daily', uses: [] },
  { kind: 'pipeline', name: 'Alone', uses: [] },
  { kind: 'dataset', name: 'Rows', type: 'DelimitedText', uses: [] },
];
const shown = (open: string[], search = '') =>
  rowsOf(ONES, new Set(open), search).map((row) =>
    row.row === 'one' ? row.one.name : row.row === 'kind' ? row.kind.many : row.name,
  );

it('opens what is asked for, folders first, numbers as numbers', () => {
  expect(shown([]).slice(0, 2)).toEqual(['Pipelines', 'Datasets']);
  expect(shown(['pipeline']).slice(0, 4)).toEqual(['Pipelines', 'orders', 'Alone', 'Datasets']);
  expect(shown(keysTo(ONES[0]!)).slice(0, 6)).toEqual([
    ...['Pipelines', 'orders', 'daily', 'Load 9', 'Load 10', 'Alone'],
  ]);
});

it('finds by name, type and folder, and opens all that leads to it', () => {
  expect(shown([], 'delimited')).toEqual(['Datasets', 'Rows']);
  expect(shown([], 'load daily')).toEqual(['Pipelines', 'orders', 'daily', 'Load 9', 'Load 10']);
  expect(shown([], 'nothing')).toEqual([]);
});
