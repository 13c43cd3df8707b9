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
    pipeline([wait('A', { value: '@pipeline().parameters.n', type: 'Expression' }), wait('C', 5)], {
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

it('tells a new name once, and what is inside only if it changed', () => {
  const each = (name: string, inner: Json[], items = '@x'): Json => ({
    name,
    type: 'ForEach',
    typeProperties: { items, activities: inner },
  });
  const after = (name: string, on: string): Json => ({
    name,
    type: 'SetVariable',
    dependsOn: [{ activity: on, dependencyConditions: ['Succeeded'] }],
    typeProperties: { variableName: 'v', value: `@activity('${on}').output` },
  });
  const changes = changesOf(
    pipeline([each('Each', [wait('A', 1), wait('B', 1)]), after('Note', 'Each')]),
    pipeline([each('All', [wait('A', 2), wait('B', 1)], '@y'), after('Note', 'All')]),
  );
  expect(changes).toEqual([
    { kind: 'renamed', what: 'Activity Each', parts: [{ name: '', old: 'Each', now: 'All' }] },
    {
      kind: 'changed',
      what: 'Activity All',
      parts: [{ name: 'typeProperties.items', old: '@x', now: '@y' }],
    },
    {
      kind: 'changed',
      what: 'Activity All › Inside › A',
      parts: [{ name: 'typeProperties.waitTimeInSeconds', old: '1', now: '2' }],
    },
  ]);
});

it('tells new names at any depth, and takes what is unlike for another activity', () => {
  const pick = (name: string, inner: Json): Json => ({
    name,
    type: 'IfCondition',
    typeProperties: { expression: '@true', ifTrueActivities: [inner] },
  });
  expect(
    changesOf(pipeline([pick('If', wait('A', 1))]), pipeline([pick('Check', wait('B', 1))])).map(
      (one) => `${one.kind} ${one.what} ${one.parts[0]?.now ?? ''}`,
    ),
  ).toEqual(['renamed Activity If Check', 'renamed Activity Check › If true › A B']);
  expect(
    changesOf(pipeline([wait('A', 1)]), pipeline([wait('B', 9)])).map((one) => one.kind),
  ).toEqual(['added', 'removed']);
});
