import { expect, it } from 'vitest';
import { rank, score } from './rank';

const hits = [
  { group: 'Screens', label: 'Runs' },
  { group: 'Pipelines', label: 'CopyOrders' },
  { group: 'Pipelines', label: 'Orders' },
  { group: 'Pipelines', label: 'load_orders' },
];
const labels = (wanted: string) => rank(hits, wanted, (hit) => hit.label).map((hit) => hit.label);

it('puts a beginning before the start of a word before the rest', () => {
  expect(labels('orders')).toEqual(['Orders', 'load_orders', 'CopyOrders']);
});
it('keeps groups together and everything when nothing is asked for', () => {
  expect(labels('')).toHaveLength(4);
  expect(labels('r')[0]).toBe('Runs');
});
it('wants every word', () => {
  expect(score('copy orders daily', 'daily copy')).toBeGreaterThan(0);
  expect(score('copy orders', 'copy nothing')).toBe(0);
  expect(labels('xyz')).toEqual([]);
});
