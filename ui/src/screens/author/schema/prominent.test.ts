import { expect, it } from 'vitest';
import { askedOf } from './prominent';

it('asks for what a type does nothing without, whatever its spelling', () => {
  expect(askedOf('copy', 'own')).toEqual(['inputs', 'outputs']);
  expect(askedOf('Script', 'settings')).toEqual(['scripts']);
  expect(askedOf('HDInsightHive', 'own')).toEqual(['linkedServiceName']);
  expect(askedOf('DelimitedTextSource', 'settings')).toContain('storeSettings');
  expect(askedOf('Wait', 'settings')).toEqual([]);
});
