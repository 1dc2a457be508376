import { describe, expect, it } from 'vitest';
import { isHigh, kayentaLooks, shiftEstimate, wilcoxon } from '../../../../bench/judge/kayenta.ts';
import { retuned } from '../../../../bench/judge/retune.ts';
import { minutesOf } from '../bakes.ts';

const PUBLISHED = { warmUp: 5, allowedIncrease: 1 };
const looksOf = (counts: Parameters<typeof minutesOf>[0]) => [...kayentaLooks(minutesOf(counts))];

describe('the Wilcoxon statistic', () => {
  it('is the normal one with a correction for continuity', () => {
    // W = 25 of 25, mean 12.5, variance 25 * 11 / 12.
    const apart = { green: [1, 2, 3, 4, 5], blue: [0.5, 0.6, 0.7, 0.8, 0.9] };
    expect(wilcoxon(apart, 0)).toBeCloseTo(12 / Math.sqrt(275 / 12), 9);
    expect(wilcoxon({ green: apart.blue, blue: apart.green }, 0)).toBeCloseTo(-12 / Math.sqrt(275 / 12), 9);
  });

  it('counts a tie as half a win and lowers the variance for it', () => {
    // Ranks 1, 2.5, 2.5, 4: W = 6.5 - 3 = 3.5, mean 2, variance 4/12 * (5 - 6/12).
    expect(wilcoxon({ green: [1, 2], blue: [0, 1] }, 0)).toBeCloseTo(1 / Math.sqrt(1.5), 9);
  });

  it('is 0 when all are equal', () => {
    expect(wilcoxon({ green: [1, 1], blue: [1, 1] }, 0)).toBe(0);
  });

  it('falls as green is shifted down', () => {
    const samples = { green: [3, 4, 5], blue: [1, 2, 3] };
    expect(wilcoxon(samples, 1)).toBeLessThan(wilcoxon(samples, 0));
  });
});

describe('the estimate of the shift', () => {
  it('is the median of all differences', () => {
    expect(shiftEstimate([2, 3, 10], [0, 1, 1])).toBe(2);
    expect(shiftEstimate([0, 0, 0.5], [0, 0, 0])).toBe(0);
  });
});

describe('Kayenta’s rule', () => {
  const worse = Array(10).fill([100, 20, 900, 9]) as [number, number, number, number][];

  it('is High for a shift from the first minute on, once it is asked', () => {
    const looks = looksOf(worse);
    expect(looks.findIndex((look) => isHigh(look, PUBLISHED))).toBe(4);
  });

  it('passes equal rates, and no failures at all', () => {
    for (const counts of [Array(10).fill([100, 1, 900, 9]), Array(10).fill([100, 0, 900, 0])]) {
      expect(looksOf(counts).some((look) => isHigh(look, PUBLISHED))).toBe(false);
    }
  });

  it('does not test the effect where blue never fails', () => {
    expect(looksOf([[100, 5, 900, 0]])[0]?.meanRatio).toBe(Number.POSITIVE_INFINITY);
  });

  it('is retuned to the effect that 1 % of bakes at the margin reach', () => {
    const bakes = Array.from({ length: 200 }, (_, index) => [{ minute: 5, z: 3, meanRatio: 2 + index }]);
    const tuned = retuned(bakes, PUBLISHED)!;
    expect(bakes.filter(([look]) => isHigh(look!, tuned))).toHaveLength(2);
  });

  it('cannot be retuned where the effect is not tested', () => {
    const bakes = Array.from({ length: 200 }, () => [{ minute: 5, z: 3, meanRatio: Number.POSITIVE_INFINITY }]);
    expect(retuned(bakes, PUBLISHED)).toBeUndefined();
  });

  it('is not loosened where it is sound as published', () => {
    expect(retuned([[{ minute: 5, z: 0, meanRatio: 9 }]], PUBLISHED)).toEqual(PUBLISHED);
  });
});
