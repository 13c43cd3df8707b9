import { expect, it } from 'vitest';
import { readActivity } from '@/api/runs';
import { compareTrees } from './comparison';
import { treeOf } from './tree';

const tree = (...rows: [string, number, string][]) =>
  treeOf(
    rows.map(([name, ms, status], i) =>
      readActivity({
        activityRunId: String(i),
        activityName: name,
        status,
        activityRunStart: new Date(i * 1000).toISOString(),
        activityRunEnd: new Date(i * 1000 + ms).toISOString(),
      }),
    ),
  );

it('puts the same places side by side', () => {
  const pairs = compareTrees(
    tree(['A', 100, 'Succeeded'], ['B', 200, 'Failed']),
    tree(['A', 150, 'Succeeded'], ['B', 100, 'Succeeded'], ['C', 5, 'Succeeded']),
  );
  expect(pairs.map((pair) => [pair.key, pair.differs, pair.slower])).toEqual([
    ['A', false, 50],
    ['B', true, -100],
    ['C', true, null],
  ]);
});
