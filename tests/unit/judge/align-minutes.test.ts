import { describe, expect, it } from 'vitest';
import { alignMinutes, counted } from '#domain/judge/align-minutes.ts';
import { minutesOf, NOTHING } from './bakes.ts';

describe('minutes of several metrics', () => {
  it('become the same minutes, without traffic where a metric had none', () => {
    const [first, second, third] = minutesOf([
      [10, 1, 90, 2],
      [11, 1, 91, 2],
      [12, 1, 92, 2],
    ]);
    const [all, some] = alignMinutes([[first!, second!, third!], [second!]]);
    expect(all).toEqual([first, second, third]);
    expect(some).toEqual([
      { ...first, green: NOTHING, blue: NOTHING },
      second,
      { ...third, green: NOTHING, blue: NOTHING },
    ]);
  });

  it('come in order of time, whatever order they were in', () => {
    const minutes = minutesOf([
      [10, 1, 90, 2],
      [11, 1, 91, 2],
      [12, 1, 92, 2],
    ]);
    expect(alignMinutes([minutes.toReversed()])).toEqual([minutes]);
  });

  it('are none for no metric', () => {
    expect(alignMinutes([])).toEqual([]);
  });
});

describe('counts of a metric', () => {
  it.each([
    { given: { requests: 29.999_999, failures: 3.000_001 }, become: { requests: 30, failures: 3 }, as: 'whole' },
    { given: { requests: 10, failures: 12 }, become: { requests: 10, failures: 10 }, as: 'possible' },
    { given: { requests: -1, failures: -2 }, become: NOTHING, as: 'not negative' },
    { given: { requests: Number.NaN, failures: 1 }, become: NOTHING, as: 'nothing where they are no numbers' },
    { given: { requests: Number.POSITIVE_INFINITY, failures: 1 }, become: NOTHING, as: 'nothing where infinite' },
  ])('are $as', ({ given, become }) => {
    expect(counted(given)).toEqual(become);
  });
});
