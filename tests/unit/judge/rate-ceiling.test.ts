import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { upperBound } from '#domain/judge/clopper-pearson.ts';
import { rateCeiling } from '#domain/judge/rate-ceiling.ts';

describe('the rate that a fleet hardly exceeds', () => {
  it('is 1 when nothing is known, or everything failed', () => {
    expect(rateCeiling({ requests: 0, failures: 0 })).toBe(1);
    expect(rateCeiling({ requests: 10, failures: 10 })).toBe(1);
  });

  it('is 1 - 0.001^(1/n) where nothing failed', () => {
    expect(rateCeiling({ requests: 500, failures: 0 })).toBeCloseTo(1 - 0.001 ** (1 / 500), 9);
  });

  it('is above the exact bound of the same confidence, and near the rate for many requests', () => {
    const traffic = fc
      .integer({ min: 1, max: 5000 })
      .chain((requests) =>
        fc.record({ requests: fc.constant(requests), failures: fc.integer({ min: 0, max: requests }) }),
      );
    fc.assert(
      fc.property(traffic, (seen) => {
        expect(rateCeiling(seen)).toBeGreaterThanOrEqual(upperBound(seen, 0.999) - 1e-9);
        expect(rateCeiling(seen)).toBeLessThanOrEqual(1);
      }),
    );
    expect(rateCeiling({ requests: 1e9, failures: 1e7 })).toBeCloseTo(0.01, 4);
  });
});
