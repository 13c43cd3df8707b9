import { describe, expect, it } from 'vitest';
import { readRun, type Run } from '@/api/runs';
import {
  belongs,
  needsSearch,
  questionOf,
  searchOf,
  withChanges,
  withFound,
  type Asked,
} from './question';

const run = (id: string, more: object = {}): Run =>
  readRun({
    runId: id,
    pipelineName: 'Load',
    status: 'InProgress',
    runStart: `2026-01-01T00:00:0${id}Z`,
    lastUpdated: `2026-01-01T00:00:0${id}Z`,
    parameters: { month: '2026-01' },
    annotations: ['nightly'],
    ...more,
  });
const asked = (more: Partial<Asked> = {}): Asked => ({
  status: [],
  pipeline: [],
  group: '',
  latest: false,
  span: '',
  from: '',
  to: '',
  terms: [],
  sort: { by: 'RunStart', down: true },
  ...more,
});

describe('the question', () => {
  it('has a filter for each thing that is asked for', () => {
    const question = questionOf(
      asked({ status: ['Failed'], pipeline: ['a', 'b'], latest: true, span: '1h' }),
      Date.parse('2026-01-31T08:00:00Z'),
    );
    expect(question.after).toBe('2026-01-31T07:00:00.000Z');
    expect(question.filters.map((one) => one.operand)).toEqual([
      'Status',
      'PipelineName',
      'LatestOnly',
    ]);
    expect(question.order).toEqual({ orderBy: 'RunStart', order: 'DESC' });
  });
});

describe('a search', () => {
  it('has the terms beside the filters', () => {
    const error = { operand: 'Error', operator: 'Contains', values: ['file'] } as const;
    const what = asked({ status: ['Failed'], terms: [{ ...error, values: ['file'] }] });
    expect(needsSearch(what)).toBe(true);
    expect(needsSearch(asked({ status: ['Failed'] }))).toBe(false);
    const body = searchOf(what, 0);
    expect(body.filters?.map((one) => one.operand)).toEqual(['Status', 'Error']);
    expect(body).not.toHaveProperty('lastUpdatedAfter');
  });
  it('is needed for what ran longest', () => {
    const longest = asked({ sort: { by: 'DurationInMs', down: true } });
    expect(needsSearch(longest)).toBe(true);
    expect(searchOf(longest, 0).orderBy).toEqual([{ orderBy: 'DurationInMs', order: 'DESC' }]);
  });
  it('brings new runs on top, and old ones in their place', () => {
    const next = withFound([run('2'), run('1')], [run('3'), run('1', { status: 'Failed' })]);
    expect(next.map((one) => one.runId + one.status)).toEqual([
      '3InProgress',
      '2InProgress',
      '1Failed',
    ]);
  });
});

describe('live changes', () => {
  it('show in the row, and new runs come on top', () => {
    const rows = [run('2'), run('1')];
    const changes = new Map([
      ['1', run('1', { status: 'Succeeded', parameters: {}, lastUpdated: '2026-01-01T00:00:05Z' })],
      ['3', run('3')],
    ]);
    const next = withChanges(rows, changes, asked());
    expect(next.map((one) => one.runId)).toEqual(['3', '2', '1']);
    expect(next[2]?.status).toBe('Succeeded');
    expect(next[2]?.parameters).toEqual({ month: '2026-01' });
  });
  it('do not take an older state for a newer one', () => {
    const rows = [run('1', { status: 'Succeeded', lastUpdated: '2026-01-01T00:00:09Z' })];
    expect(withChanges(rows, new Map([['1', run('1')]]), asked())[0]?.status).toBe('Succeeded');
  });
  it('leave out what the filters leave out', () => {
    expect(belongs(run('1'), asked({ status: ['Failed'] }))).toBe(false);
    expect(belongs(run('1'), asked({ pipeline: ['load'] }))).toBe(true);
    expect(withChanges([], new Map([['1', run('1')]]), asked({ status: ['Failed'] }))).toEqual([]);
    const oldestFirst = asked({ sort: { by: 'RunStart', down: false } });
    expect(withChanges([], new Map([['1', run('1')]]), oldestFirst)).toEqual([]);
  });
});
