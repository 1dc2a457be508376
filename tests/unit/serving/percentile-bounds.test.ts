import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percentileRanks, valuesNeeded } from '#domain/serving/percentile-bounds.ts';

/** P(X <= count) of a binomial X, by its sum. */
function atMost(count: number, values: number, share: number): number {
  let [term, sum] = [(1 - share) ** values, 0];
  for (let k = 0; k <= count; k += 1) {
    sum += term;
    term *= ((values - k) / (k + 1)) * (share / (1 - share));
  }
  return sum;
}

const percentile = fc.double({ min: 0.5, max: 0.99, noNaN: true });
const confidence = fc.constantFrom(0.9, 0.95, 0.99);
const values = fc.integer({ min: 1, max: 150 });

describe('the ranks that bound a percentile', () => {
  it('are those of the textbook', () => {
    // Bin(100, 0.95): P(X <= 97) = 0.882, P(X <= 98) = 0.963; P(X >= 91) = 0.972, P(X >= 92) = 0.937.
    expect(percentileRanks({ values: 100, percentile: 0.95, confidence: 0.95 })).toEqual({ lower: 91, upper: 99 });
    // Bin(20, 0.5): P(X <= 13) = 0.942, P(X <= 14) = 0.979.
    expect(percentileRanks({ values: 20, percentile: 0.5, confidence: 0.95 })).toEqual({ lower: 6, upper: 15 });
  });

  it('are the tightest that hold with the confidence, whatever is asked', () => {
    fc.assert(
      fc.property(values, percentile, confidence, (n, p, c) => {
        const { lower, upper } = percentileRanks({ values: n, percentile: p, confidence: c });
        const margin = 1e-9;
        if (upper === undefined) expect(atMost(n - 1, n, p)).toBeLessThan(c + margin);
        else {
          expect(atMost(upper - 1, n, p)).toBeGreaterThan(c - margin);
          if (upper > 1) expect(atMost(upper - 2, n, p)).toBeLessThan(c + margin);
        }
        // P(X >= k) = 1 - P(X <= k - 1).
        if (lower === undefined) expect(1 - atMost(0, n, p)).toBeLessThan(c + margin);
        else {
          expect(1 - atMost(lower - 1, n, p)).toBeGreaterThan(c - margin);
          if (lower < n) expect(1 - atMost(lower, n, p)).toBeLessThan(c + margin);
        }
      }),
    );
  });

  it('have an upper one exactly from as many values on as are needed', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 0.995, noNaN: true }), confidence, (p, c) => {
        const needed = valuesNeeded({ percentile: p, confidence: c });
        expect(percentileRanks({ values: needed, percentile: p, confidence: c }).upper).toBe(needed);
        if (needed === 1) return;
        expect(percentileRanks({ values: needed - 1, percentile: p, confidence: c }).upper).toBeUndefined();
      }),
    );
    expect(valuesNeeded({ percentile: 0.95, confidence: 0.95 })).toBe(59);
    expect(valuesNeeded({ percentile: 0.5, confidence: 0.5 })).toBe(1);
  });

  it('lie above and below the true percentile as often as they say', () => {
    // A fixed linear congruential sequence: uniform values, whose percentile is the share itself.
    let state = 1;
    const random = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    const [rounds, n, p] = [4000, 100, 0.95];
    const { lower = 0, upper = 0 } = percentileRanks({ values: n, percentile: p, confidence: 0.95 });
    let [above, below] = [0, 0];
    for (let round = 0; round < rounds; round += 1) {
      const sample = Array.from({ length: n }, random).sort((a, b) => a - b);
      if (sample[upper - 1]! >= p) above += 1;
      if (sample[lower - 1]! <= p) below += 1;
    }
    // Exact: 0.963 and 0.972; four standard errors of 4000 rounds are 0.012.
    expect(above / rounds).toBeCloseTo(0.963, 1.6);
    expect(below / rounds).toBeCloseTo(0.972, 1.6);
    expect(Math.min(above, below) / rounds).toBeGreaterThan(0.95);
  });
});
