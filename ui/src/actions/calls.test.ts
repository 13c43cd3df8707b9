import { expect, it } from 'vitest';
import { factoriesOf } from '@/api/factory';
import { cancelCall, curlOf, quoted, rerunCall } from './calls';

const [factory] = factoriesOf([
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.DataFactory/factories/fac',
]);

it('quotes what a shell would take apart', () => {
  expect(quoted('plain-1.0')).toBe('plain-1.0');
  expect(quoted("it's")).toBe(`'it'\\''s'`);
  expect(quoted('$(rm)')).toBe(`'$(rm)'`);
});

it('says how to cancel', () => {
  const call = cancelCall(factory!, 'r1', true, 'https://weir:1');
  expect(call.command).toBe('weir cancel r1 --recursive --server https://weir:1 --factory fac');
  expect(curlOf(call, 'https://weir:1')).toContain(
    '/pipelineruns/r1/cancel?api-version=2018-06-01&isRecursive=true',
  );
});

it('says how to run again, with other parameters too', () => {
  const wish = { pipelineName: 'Load all', runId: 'r1' };
  const again = rerunCall(factory!, { ...wish, from: { kind: 'failure' } }, 'https://w');
  expect(again.path).toContain('/pipelines/Load%20all/createRun?');
  expect(again.path).toContain('isRecovery=true&startFromFailure=true');
  const other = rerunCall(
    factory!,
    { ...wish, from: { kind: 'start' }, parameters: { day: '2026-01-31', n: 3 } },
    'https://w',
  );
  expect(other.path).toContain('useBodyParameters=true');
  expect(other.path).not.toContain('isRecovery');
  expect(other.command).toContain('--param day=2026-01-31 --param n=3');
});
