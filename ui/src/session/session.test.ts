import { expect, it } from 'vitest';
import { sentences } from './Refused';
import { departure, mayAct, type Session } from './session';

const FACTORY = '/subscriptions/s/resourceGroups/g/providers/Microsoft.DataFactory/factories/fac';
const withRole = (role: string, scope: string): Session => ({
  principal: { id: '1', name: 'jo' },
  roles: [{ role, scope }],
});

it('acts where a role reaches', () => {
  expect(mayAct(withRole('Owner', '/'), FACTORY)).toBe(true);
  expect(mayAct(withRole('Data Factory Contributor', FACTORY.toLowerCase()), FACTORY)).toBe(true);
  expect(mayAct(withRole('Owner', '/subscriptions/s/resourceGroups/g/'), FACTORY)).toBe(true);
});

it('does not act beside or below it', () => {
  expect(mayAct(withRole('Reader', '/'), FACTORY)).toBe(false);
  expect(mayAct(withRole('Owner', '/subscriptions/s/resourceGroups/g1'), FACTORY)).toBe(false);
  expect(mayAct(withRole('Owner', `${FACTORY}2`), FACTORY)).toBe(false);
});

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
