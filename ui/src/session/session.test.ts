import { expect, it } from 'vitest';
import { sentences } from './Refused';
import { departure } from './session';

it('leaves for the page that was wanted', () => {
  const way = { name: 'Example', url: 'https://weir.example/weir/sign-in/begin' };
  expect(departure(way, '/ui/f/a b?status=Failed&x#y')).toBe(
    `${way.url}?to=%2Fui%2Ff%2Fa%20b%3Fstatus%3DFailed%26x%23y`,
  );
  expect(departure(way, '/ui/', true)).toBe(`${way.url}?to=%2Fui%2F&again=true`);
});

it('makes sentences of messages', () => {
  expect(sentences('the clock is off; set it')).toBe('The clock is off; set it.');
  expect(sentences('Try again.')).toBe('Try again.');
});
