import { expect, it } from 'vitest';
import { readList, withChanges } from './filters';

it('keeps what is not named and leaves out what is empty', () => {
  const params = withChanges(new URLSearchParams('a=1&b=2'), { b: '', c: ['x', 'y'] });
  expect(params.toString()).toBe('a=1&c=x%2Cy');
});

it('gives lists back as they were, commas too', () => {
  const params = withChanges(new URLSearchParams(), { names: ['Load, all', 'b'] });
  expect(readList(new URLSearchParams(params.toString()), 'names')).toEqual(['Load, all', 'b']);
  expect(readList(params, 'none')).toEqual([]);
});
