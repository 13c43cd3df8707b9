import { describe, expect, it } from 'vitest';
import { readRun, type Run } from '@/api/runs';
import { belongs, hasText, questionOf, withChanges, type Asked } from './question';

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
  text: '',
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

describe('text', () => {
  it('is looked for in names, parameters, annotations and messages', () => {
    const one = run('1', { message: 'Operation failed: no such file' });
    expect(hasText(one, 'load nightly')).toBe(true);
    expect(hasText(one, 'month=2026-01')).toBe(true);
    expect(hasText(one, 'NO SUCH')).toBe(true);
    expect(hasText(one, 'weekly')).toBe(false);
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
