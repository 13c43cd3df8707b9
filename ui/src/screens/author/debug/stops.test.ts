import { expect, it } from 'vitest';
import type { Json } from '../model/json';
import { knownStops, placeOfPaused, stopKey, toggled, withRenamed } from './stops';

const document: Json = {
  properties: {
    activities: [
      { name: 'First', type: 'Wait' },
      {
        name: 'Each',
        type: 'ForEach',
        typeProperties: {
          activities: [
            {
              name: 'Pick',
              type: 'IfCondition',
              typeProperties: { ifFalseActivities: [{ name: 'One', type: 'Copy' }] },
            },
          ],
        },
      },
    ],
  },
};
const one = 'Each:activities/Pick:ifFalseActivities/One';

it('names a breakpoint by what is around it, and finds it where a run pauses', () => {
  expect(stopKey(one)).toBe('Each/Pick/One');
  expect(placeOfPaused(document, 'Each[12]/Pick', 'One')).toEqual({
    scope: [
      { name: 'Each', branch: 'activities' },
      { name: 'Pick', branch: 'ifFalseActivities' },
    ],
    name: 'One',
  });
  expect(placeOfPaused(document, '', 'first')).toEqual({ scope: [], name: 'First' });
  expect(placeOfPaused(document, '', 'One')).toBeNull();
});

it('drops breakpoints of what is gone, and follows what is renamed', () => {
  expect(knownStops(document, [one, 'Gone'])).toEqual([one]);
  expect(withRenamed([one, 'First'], { scope: [], name: 'Each' }, 'All')).toEqual([
    'All:activities/Pick:ifFalseActivities/One',
    'First',
  ]);
  expect(withRenamed(['First'], { scope: [], name: 'First' }, 'Begin')).toEqual(['Begin']);
  expect(toggled(['First'], one)).toEqual(['First', one]);
  expect(toggled(['First', one], 'First')).toEqual([one]);
});
