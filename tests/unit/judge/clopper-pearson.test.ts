import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lowerBound, upperBound } from '#domain/judge/clopper-pearson.ts';

/** Chance of at most k successes in n tries, summed term by term in logarithms. */
function binomialAtMost(k: number, n: number, p: number): number {
  let logTerm = n * Math.log1p(-p);
  let sum = Math.exp(logTerm);
  for (let i = 1; i <= k; i += 1) {
    logTerm += Math.log((n - i + 1) / i) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(logTerm);
  }
  return sum;
}

describe('an exact bound of a failure rate', () => {
  it.each([
    // R: binom.test(x, n)$conf.int
    { failures: 5, requests: 10, lower: 0.187086, upper: 0.812914 },
    { failures: 1, requests: 20, lower: 0.001265, upper: 0.248733 },
    { failures: 0, requests: 72, lower: 0, upper: 0.04995 },
    { failures: 7, requests: 7, lower: 0.590384, upper: 1 },
  ])('is the textbook interval for $failures of $requests', ({ failures, requests, lower, upper }) => {
    expect(lowerBound({ requests, failures }, 0.975)).toBeCloseTo(lower, 4);
    expect(upperBound({ requests, failures }, 0.975)).toBeCloseTo(upper, 4);
  });

  it('knows nothing without requests', () => {
    expect(upperBound({ requests: 0, failures: 0 }, 0.95)).toBe(1);
    expect(lowerBound({ requests: 0, failures: 0 }, 0.95)).toBe(0);
  });

  it('is where the binomial tail has exactly the remaining chance', () => {
    const counts = fc
      .integer({ min: 1, max: 300 })
      .chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: 0, max: n - 1 })));
    fc.assert(
      fc.property(counts, fc.constantFrom(0.9, 0.95, 0.975), ([requests, failures], confidence) => {
        const upper = upperBound({ requests, failures }, confidence);
        expect(binomialAtMost(failures, requests, upper)).toBeCloseTo(1 - confidence, 6);
        expect(upper).toBeGreaterThan(failures / requests);
        expect(lowerBound({ requests, failures }, confidence)).toBeLessThanOrEqual(failures / requests);
      }),
    );
  });

  it('stays finite and tight for a million requests', () => {
    const upper = upperBound({ requests: 1_000_000, failures: 10_000 }, 0.975);
    expect(upper).toBeGreaterThan(0.01);
    expect(upper).toBeLessThan(0.0103);
  });
});
