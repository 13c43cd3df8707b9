import { describe, expect, it } from 'vitest';
import { lengthOf, parameterTerm, termsOf } from './terms';

const of = (asked: Record<string, string>) => termsOf({ text: (name) => asked[name] ?? '' });

describe('terms', () => {
  it('are read from the address', () => {
    const terms = of({ q: 'load  7', error: 'no file', by: 'EachHour', took: '5m', under: 'x' });
    expect(terms).toEqual([
      { operand: 'Text', operator: 'Contains', values: ['load'] },
      { operand: 'Text', operator: 'Contains', values: ['7'] },
      { operand: 'Error', operator: 'Contains', values: ['no file'] },
      { operand: 'InvokedBy', operator: 'Contains', values: ['EachHour'] },
      { operand: 'DurationInMs', operator: 'AtLeast', values: ['300000'] },
    ]);
    expect(of({ error: '  ' })).toEqual([]);
  });
  it('know a parameter by its name', () => {
    expect(parameterTerm('day=2026-01=x')).toEqual({
      operand: 'Parameter',
      operator: 'Equals',
      name: 'day',
      values: ['2026-01=x'],
    });
    expect(parameterTerm('day ~2026')).toMatchObject({ operator: 'Contains', name: 'day' });
    expect(parameterTerm('2026')).not.toHaveProperty('name');
  });
});

describe('a length of time', () => {
  it('has a unit, or is in seconds', () => {
    expect(lengthOf('90')).toBe(90_000);
    expect(lengthOf('1.5 h')).toBe(5_400_000);
    expect(lengthOf('250ms')).toBe(250);
  });
  it('is none', () => {
    for (const text of ['', 'soon', '-5s', '5 y', '1e9']) expect(lengthOf(text)).toBeNull();
  });
});
