import { expect, it } from 'vitest';
import { byPlace, definedOf, placeOf } from './definition';

const ACTIVITIES = [
  { name: 'List', type: 'Lookup' },
  {
    name: 'Each',
    type: 'ForEach',
    dependsOn: [{ activity: 'List', dependencyConditions: ['Succeeded'] }],
    typeProperties: {
      activities: [
        {
          name: 'Check',
          type: 'IfCondition',
          typeProperties: { ifTrueActivities: [{ name: 'Copy', type: 'Copy' }] },
        },
        {
          name: 'Which',
          type: 'Switch',
          typeProperties: {
            cases: [{ value: 'a', activities: [{ name: 'A', type: 'Wait' }] }],
            defaultActivities: [{ name: 'B', type: 'Wait' }],
          },
        },
      ],
    },
  },
];

it('finds activities inside of containers', () => {
  const places = byPlace(definedOf(ACTIVITIES));
  expect([...places.keys()]).toEqual([
    'List',
    'Each',
    'Each/Check',
    'Each/Check/Copy',
    'Each/Which',
    'Each/Which/B',
    'Each/Which/A',
  ]);
  expect(places.get('Each')?.dependsOn).toEqual([{ activity: 'List', conditions: ['Succeeded'] }]);
});

it('knows the place of what ran', () => {
  expect(placeOf('Each[3]/Check/Copy')).toBe('Each/Check/Copy');
  expect(placeOf('Each[12]')).toBe('Each');
});

it('bears documents that are no pipelines', () => {
  expect(definedOf(undefined)).toEqual([]);
  expect(definedOf([null])).toHaveLength(1);
});
