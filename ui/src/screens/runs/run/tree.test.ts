import { describe, expect, it } from 'vitest';
import { readActivity, type Activity } from '@/api/runs';
import { childRunOf, criticalPath, failedLeaf, flatten, indexOf, keysAround, treeOf } from './tree';

const at = (s: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, s)).toISOString();
const activity = (
  name: string,
  path: string,
  from: number,
  to: number | null,
  status = 'Succeeded',
  attempt = 0,
): Activity =>
  readActivity({
    activityRunId: `${path}/${name}#${attempt}`,
    activityName: name,
    activityType: 'Copy',
    path,
    status,
    activityRunStart: at(from),
    activityRunEnd: to === null ? null : at(to),
    retryAttempt: attempt || null,
  });

const RUN = [
  activity('Each', '', 1, 9, 'Failed'),
  activity('List', '', 0, 1),
  activity('Copy', 'Each[1]', 2, 5, 'Failed', 0),
  activity('Copy', 'Each[1]', 6, 8, 'Failed', 1),
  activity('Copy', 'Each[0]', 2, 4),
  activity('Log', 'Each[0]', 4, 5),
  activity('Tell', 'Each[1]/Check', 8, 9),
  activity('Check', 'Each[1]', 8, 9),
];

describe('the tree', () => {
  const tree = treeOf(RUN);
  it('has loops with their iterations, in order', () => {
    expect(tree.map((node) => node.name)).toEqual(['List', 'Each']);
    expect(tree[1]?.children.map((node) => node.key)).toEqual(['Each[0]', 'Each[1]']);
    expect(tree[1]?.counts).toEqual({ Succeeded: 1, Failed: 1 });
    expect(tree[1]?.children[0]).toMatchObject({ status: 'Succeeded', end: Date.parse(at(5)) });
  });
  it('keeps the attempts of an activity together', () => {
    const copy = indexOf(tree).get('Each[1]/Copy');
    expect(copy?.attempts.map((one) => one.attempt)).toEqual([0, 1]);
    expect(copy?.start).toBe(Date.parse(at(2)));
  });
  it('shows what is open', () => {
    expect(flatten(tree, new Set()).length).toBe(2);
    expect(flatten(tree, new Set(['Each', 'Each[1]'])).map((node) => node.key)).toEqual([
      'List',
      'Each',
      'Each[0]',
      'Each[1]',
      'Each[1]/Copy',
      'Each[1]/Check',
    ]);
  });
  it('finds the leaf that failed', () => {
    expect(failedLeaf(tree)?.key).toBe('Each[1]/Copy');
    expect(failedLeaf(treeOf([RUN[1]!]))).toBeNull();
  });
  it('takes ten thousand iterations', () => {
    const many = [activity('Each', '', 0, 9)];
    for (let i = 0; i < 10_000; i++) many.push(activity('Copy', `Each[${i}]`, 1, 2));
    const big = treeOf(many);
    expect(big[0]?.children).toHaveLength(10_000);
    expect(big[0]?.children[9_999]?.key).toBe('Each[9999]');
  });
});

describe('keys', () => {
  it.each([
    ['List', []],
    ['Each[1]', ['Each']],
    ['Each[1]/Copy', ['Each', 'Each[1]']],
    ['If/Each[2]/Check/Tell', ['If', 'If/Each', 'If/Each[2]', 'If/Each[2]/Check']],
  ])('around %s', (key, around) => {
    expect(keysAround(key)).toEqual(around);
  });
});

describe('the critical path', () => {
  it('follows what was waited for, and goes into containers', () => {
    const run = [
      activity('A', '', 0, 3),
      activity('B', '', 0, 5),
      activity('C', '', 5, 9),
      activity('In', 'C', 6, 9),
    ];
    const needs: Record<string, string[]> = { C: ['A', 'B'] };
    expect([...criticalPath(treeOf(run), (key) => needs[key] ?? [])].sort()).toEqual([
      'B',
      'C',
      'C/In',
    ]);
  });
});

it('knows the child run', () => {
  const call = {
    ...activity('Call', '', 0, 1),
    activityType: 'ExecutePipeline',
    output: { pipelineRunId: 'r2' },
  };
  expect(childRunOf(call)).toBe('r2');
  expect(childRunOf(RUN[0])).toBeNull();
});
