import { describe, expect, it } from 'vitest';
import {
  areaList,
  downstream,
  endsOf,
  linesOf,
  nearest,
  readArea,
  spanned,
  tally,
  touched,
  worst,
  type Item,
} from './area';
import { readEnd, timeTicks, rangeWords, spanMs } from './axis';

const item = (start: number, end: number, state = 'Ready'): Item => ({
  key: String(start),
  start,
  end,
  state,
  label: '',
});
const six = [item(0, 6), item(6, 12), item(12, 18), item(18, 24)];
const day = item(0, 24);

describe('an area', () => {
  it('is what two items span, whichever way', () => {
    const area = spanned({ line: 'b', item: six[2]! }, { line: 'a', item: six[1]! });
    expect(area).toEqual({ first: 'b', last: 'a', from: 6, to: 18 });
    expect(linesOf(['a', 'b', 'c'], area)).toEqual(['a', 'b']);
    expect(linesOf(['a', 'c'], area)).toEqual([]);
    expect(touched(six, area).map((one) => one.start)).toEqual([6, 12]);
    expect(touched([day], area)).toEqual([day]);
    expect(readArea(areaList(area))).toEqual(area);
    expect(readArea([])).toBeNull();
    expect(readArea(['a', 'b', '5', '5'])).toBeNull();
  });
  it('finds what is nearest', () => {
    expect(nearest(six, 12)?.start).toBe(12);
    expect(nearest(six, 40)?.start).toBe(18);
    expect(nearest([], 1)).toBeUndefined();
  });
});

it('shows the worst', () => {
  expect(worst(['Succeeded', 'Queued', 'Failed', 'InProgress'])).toBe('Failed');
  expect(worst(['Succeeded', 'InProgress'])).toBe('InProgress');
  expect(worst(['Skipped', 'Succeeded'])).toBe('Succeeded');
  expect(worst([])).toBe('None');
  expect(tally(['Ready', 'Failed', 'Ready'])).toEqual([
    ['Failed', 1],
    ['Ready', 2],
  ]);
});

describe('datasets', () => {
  it('come below what they are made of', () => {
    const edges = [
      { from: 'Raw', to: 'clean' },
      { from: 'Clean', to: 'Day' },
      { from: 'Day', to: 'Report' },
    ];
    expect(downstream(['Report', 'Day', 'Clean', 'Rates', 'Raw'], edges)).toEqual([
      'Rates',
      'Raw',
      'Clean',
      'Day',
      'Report',
    ]);
  });
  it('that others are made of are not the ends', () => {
    const edges = [
      { from: 'Raw', to: 'Clean' },
      { from: 'clean', to: 'Day' },
    ];
    expect(endsOf(['Raw', 'Day', 'Rates'], edges)).toEqual(['Day', 'Rates']);
    expect(endsOf(['Raw', 'Clean'], edges)).toEqual(['Clean']);
  });
  it('that make each other stay', () => {
    const circle = [
      { from: 'A', to: 'B' },
      { from: 'B', to: 'A' },
    ];
    expect(downstream(['B', 'A'], circle)).toHaveLength(2);
  });
});

it('marks the axis in UTC', () => {
  const from = Date.parse('2026-11-20T00:00:00Z');
  const ticks = timeTicks(from, from + 7 * 86_400_000, 1000);
  expect(ticks[0]).toEqual({ at: from, label: 'Fri 20' });
  expect(ticks).toHaveLength(7);
  expect(readEnd('2026-11-20', 0)).toBe(from + 86_400_000);
  expect(readEnd('', 7)).toBe(7);
  expect(rangeWords(from, from + 3_600_000, from)).toBe('20 Nov 00:00 – 01:00 UTC');
  const later = Date.UTC(2031, 5, 1);
  expect(rangeWords(from, from + 3_600_000, later)).toMatch(/^20 Nov 00:00 – 01:00, 20\d\d UTC$/);
  expect(rangeWords(Date.UTC(2015, 11, 31), Date.UTC(2016, 0, 1))).toBe(
    '31 Dec 00:00, 2015 – 1 Jan 00:00, 2016 UTC',
  );
  expect(spanMs('1y')).toBe(365 * 86_400_000);
});
