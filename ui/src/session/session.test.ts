import { expect, it } from 'vitest';
import { mayAct, type Session } from './session';

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
