import { expect, it } from 'vitest';
import { readActivity } from '@/api/runs';
import { definedOf } from '../definition';
import { indexOf, treeOf } from '../tree';
import { scopeOf } from './scope';

const DEFINITION = definedOf([
  { name: 'List', type: 'Lookup' },
  {
    name: 'Each',
    type: 'ForEach',
    typeProperties: { activities: [{ name: 'Copy', type: 'Copy' }] },
  },
]);
const tree = treeOf(
  [
    ['Each', ''],
    ['Copy', 'Each[0]'],
    ['Copy', 'Each[1]'],
    ['Gone', ''],
  ].map(([activityName, path], i) =>
    readActivity({
      activityRunId: String(i),
      activityName,
      path,
      status: 'Succeeded',
      activityRunStart: new Date(i).toISOString(),
    }),
  ),
);
const nodes = indexOf(tree);

it('shows the pipeline, with what is not defined any more', () => {
  const scope = scopeOf(DEFINITION, tree, nodes, '');
  expect(scope.activities.map((one) => one.name)).toEqual(['List', 'Each', 'Gone']);
  expect(scope.keyOf('Each')).toBe('Each');
  expect(scope.iterations).toEqual([]);
});

it('shows one iteration of a loop, and knows the others', () => {
  const scope = scopeOf(DEFINITION, tree, nodes, 'Each[1]');
  expect(scope.activities.map((one) => one.name)).toEqual(['Copy']);
  expect(scope.keyOf('Copy')).toBe('Each[1]/Copy');
  expect(scope.iterations.map((one) => one.key)).toEqual(['Each[0]', 'Each[1]']);
});
