import { expect, it } from 'vitest';
import { placeAt, placeKey, printWithPlaces } from './places';

const document = {
  name: 'Ü',
  properties: { actions: [{ type: 'Email' }, { url: 7 }], gone: undefined },
};

it('prints what JSON.stringify prints', () => {
  expect(printWithPlaces(document).text).toBe(JSON.stringify(document));
});

it.each([
  ['"Email"', 'properties/actions/0/type'],
  ['"type"', 'properties/actions/0/type'],
  ['{"url"', 'properties/actions/1'],
  ['7', 'properties/actions/1/url'],
  ['[{', 'properties/actions'],
])('finds what is at %s', (text, place) => {
  const printed = printWithPlaces(document);
  // The letter before it is two bytes long.
  const column = printed.text.indexOf(text) + 2;
  expect(placeKey(placeAt(printed, column))).toBe(place);
});
