import { expect, it } from 'vitest';
import { readParameter } from './ParameterFields';

it('reads parameters by their type', () => {
  expect(readParameter('int', '12')).toEqual({ value: 12 });
  expect(readParameter('int', '1.5')).toHaveProperty('error');
  expect(readParameter('float', '1.5')).toEqual({ value: 1.5 });
  expect(readParameter('bool', 'True')).toEqual({ value: true });
  expect(readParameter('bool', 'yes')).toHaveProperty('error');
  expect(readParameter('array', '[1]')).toEqual({ value: [1] });
  expect(readParameter('array', '{}')).toHaveProperty('error');
  expect(readParameter('object', 'no')).toHaveProperty('error');
  expect(readParameter('string', '[1]')).toEqual({ value: '[1]' });
});
