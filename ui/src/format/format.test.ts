import { describe, expect, it } from 'vitest';
import { bytes, count, plural } from './number';
import { clock, duration, relative, spanOf } from './time';

describe('durations', () => {
  it.each([
    [null, '–'],
    [0, '0 ms'],
    [999, '999 ms'],
    [1000, '1.0 s'],
    [59_949, '59.9 s'],
    [59_960, '1 m 00 s'],
    [184_000, '3 m 04 s'],
    [7_500_000, '2 h 05 m'],
    [273_600_000, '3 d 4 h'],
    [-5, '0 ms'],
  ])('%s ms is %s', (ms, said) => {
    expect(duration(ms)).toBe(said);
  });
});

describe('moments', () => {
  const now = Date.parse('2026-01-31T08:00:00Z');
  it('counts both ways', () => {
    expect(relative('2026-01-31T07:59:48Z', now)).toBe('12 s ago');
    expect(relative('2026-01-31T08:03:00Z', now)).toBe('in 3 m');
    expect(relative('2026-01-29T08:00:00Z', now)).toBe('2 d ago');
    expect(relative(null, now)).toBe('–');
    expect(relative('soon', now)).toBe('–');
  });
  it('leaves the date out today', () => {
    expect(clock(new Date(now).toISOString(), now)).toMatch(/^\d\d:\d\d:\d\d$/);
    expect(clock('2025-12-01T12:00:00Z', now)).toMatch(/^Dec 1, 2025 /);
  });
  it('reads spans', () => {
    expect(spanOf('6h')).toBe(21_600_000);
    expect(spanOf('7d')).toBe(604_800_000);
    expect(spanOf('h')).toBeNull();
    expect(spanOf('1w')).toBeNull();
  });
});

describe('numbers', () => {
  it('shortens what is large', () => {
    expect(count(99_999)).toBe('99,999');
    expect(count(123_456)).toBe('123 k');
    expect(count(4_560_000)).toBe('4.56 M');
    expect(bytes(428)).toBe('428 B');
    expect(bytes(1234)).toBe('1.2 kB');
    expect(bytes(999_999)).toBe('1.0 MB');
    expect(plural(1, 'run')).toBe('1 run');
    expect(plural(0, 'run')).toBe('0 runs');
  });
});
