import { expect, it } from 'vitest';
import { readRun } from '@/api/runs';
import { placeOf, readRuntime, type Resource } from './data';
import { usedBy } from './usage';

const service = (typeProperties: object): Resource => ({
  name: 'x',
  type: 'SqlServer',
  description: '',
  annotations: [],
  properties: { typeProperties },
});

it('says where a linked service points, and no secret', () => {
  expect(placeOf(service({ host: '/data' }))).toBe('/data');
  expect(placeOf(service({ url: { type: 'Expression', value: '@linkedService().url' } }))).toBe(
    '@linkedService().url',
  );
  const said = placeOf(
    service({ connectionString: 'Server=db1;Database=erp;User=sa;Password=top' }),
  );
  expect(said).toBe('db1 / erp');
  expect(placeOf(service({ connectionString: { type: 'SecureString', value: '**' } }))).toBe('');
});

it('puts the state and the load of nodes together', () => {
  const state = readRuntime(
    {
      properties: {
        state: 'Limited',
        typeProperties: {
          queueLength: 3,
          nodes: [
            {
              nodeName: 'a',
              status: 'Online',
              version: '1',
              lastConnectTime: '2026-01-01T00:00:00Z',
            },
            { nodeName: 'b', status: 'Offline', trouble: { message: 'another version' } },
          ],
        },
      },
    },
    { nodes: [{ nodeName: 'a', concurrentJobsRunning: 2, concurrentJobsLimit: 4 }] },
  );
  expect(state).toMatchObject({ state: 'Limited', queue: 3 });
  expect(state.nodes[0]).toMatchObject({ name: 'a', jobs: 2, jobsMax: 4 });
  expect(state.nodes[1]).toMatchObject({ jobs: null, heard: null, trouble: 'another version' });
});

it('bears a service that says less', () => {
  expect(readRuntime({}, null)).toMatchObject({ queue: null, nodes: [] });
});

it('counts runs by pipeline', () => {
  const run = (pipelineName: string, status: string, durationInMs: number | null) =>
    readRun({
      pipelineName,
      status,
      durationInMs,
      runStart: '2026-01-01T00:00:00Z',
      ...(durationInMs === null ? {} : { runEnd: '2026-01-01T00:01:00Z' }),
    });
  const rows = usedBy([
    run('A', 'Succeeded', 1000),
    run('A', 'Failed', 500),
    run('A', 'InProgress', null),
    run('B', 'Succeeded', 4000),
  ]);
  expect(rows.map((one) => one.pipeline)).toEqual(['B', 'A']);
  expect(rows[1]).toMatchObject({ runs: 3, failed: 1, active: 1, totalMs: 1500, longestMs: 1000 });
});
