import { expect, test } from 'vitest';
import { expressionsOf } from './expressions';

test('expressions have their place and what they read', () => {
  const found = expressionsOf({
    name: 'Each',
    typeProperties: {
      items: { value: "@concat(item().a, variables('v'), item().a)", type: 'Expression' },
      url: 'https://x/@{pipeline().parameters.day}',
      plain: '@@no',
      whole: '@item()',
      activities: [{ typeProperties: { value: '@item()' } }],
    },
    dependsOn: [],
  });
  expect(found).toEqual([
    {
      place: 'typeProperties.items',
      text: "@concat(item().a, variables('v'), item().a)",
      parts: ['@item().a', "@variables('v')"],
    },
    {
      place: 'typeProperties.url',
      text: 'https://x/@{pipeline().parameters.day}',
      parts: ['@pipeline().parameters.day'],
    },
    { place: 'typeProperties.whole', text: '@item()', parts: [] },
  ]);
});

test('an output is read to its end', () => {
  const [one] = expressionsOf({ url: "@activity('Get it').output.value[0]?['na me'].x" });
  expect(one?.parts).toEqual([]);
});
