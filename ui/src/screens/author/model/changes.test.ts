import { expect, it } from 'vitest';
import { changesOf } from './changes';
import type { Json } from './json';

const pipeline = (activities: Json[], more: Record<string, Json> = {}): Json => ({
  name: 'p',
  properties: { activities, ...more },
});
const wait = (name: string, seconds: Json): Json => ({
  name,
  type: 'Wait',
  typeProperties: { waitTimeInSeconds: seconds },
});

it('tells of each activity and parameter, and of which setting changed', () => {
  const changes = changesOf(
    pipeline([wait('A', 1), wait('B', 1)], { parameters: { day: { type: 'String' } } }),
    pipeline([wait('A', { value: '@pipeline().parameters.n', type: 'Expression' }), wait('C', 1)], {
      parameters: { day: { type: 'String' }, n: { type: 'Int' } },
    }),
  );
  expect(changes).toEqual([
    {
      kind: 'changed',
      what: 'Activity A',
      parts: [
        { name: 'typeProperties.waitTimeInSeconds', old: '1', now: '@pipeline().parameters.n' },
      ],
    },
    { kind: 'added', what: 'Activity C', parts: [] },
    { kind: 'added', what: 'Parameter n', parts: [] },
    { kind: 'removed', what: 'Activity B', parts: [] },
  ]);
});

it('tells of what is inside of a container, not of the container', () => {
  const each = (inner: Json[]): Json => ({
    name: 'Each',
    type: 'ForEach',
    typeProperties: { items: '@x', activities: inner },
  });
  const changes = changesOf(pipeline([each([wait('A', 1)])]), pipeline([each([wait('A', 2)])]));
  expect(changes.map((one) => one.what)).toEqual(['Activity Each › Inside › A']);
});

it('tells nothing of the same', () => {
  expect(changesOf(pipeline([wait('A', 1)]), pipeline([wait('A', 1)]))).toEqual([]);
});
