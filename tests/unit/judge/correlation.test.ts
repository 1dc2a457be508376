import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectiveSize, effectiveTotal, intraMinuteCorrelation, worthOfEach } from '#domain/judge/correlation.ts';
import { bakeOf, CANARY, NOTHING, seeds } from './bakes.ts';

describe('the correlation of failures within minutes', () => {
  it('is at its floor for independent failures', () => {
    for (const seed of seeds(5)) expect(bakeOf({ ...CANARY, base: 0.02 }, { seed }).history.correlation).toBe(0.001);
  });

  it('is found where each minute has its own failure rate', () => {
    const clumped = { ...CANARY, scenario: 'beta', base: 0.05 } as const;
    for (const seed of seeds(5)) {
      const { correlation } = bakeOf(clumped, { seed }).history;
      // Made with 0.005; without the worst minutes somewhat less is seen.
      expect(correlation).toBeGreaterThan(0.002);
      expect(correlation).toBeLessThan(0.006);
    }
  });

  it('is near 1 when a minute fails as a whole or not at all', () => {
    const minutes = Array.from({ length: 100 }, (_, i) => ({ requests: 50, failures: i % 2 === 0 ? 50 : 0 }));
    expect(intraMinuteCorrelation(minutes)).toBeGreaterThan(0.95);
  });

  it('does not take a rare outage for ordinary clumping', () => {
    const quiet = Array.from({ length: 100 }, () => ({ requests: 300, failures: 3 }));
    expect(intraMinuteCorrelation(quiet.with(50, { requests: 300, failures: 90 }))).toBe(0.001);
  });

  it('is assumed where nothing failed but in the worst minutes, or nothing was asked', () => {
    const quiet = Array.from({ length: 100 }, () => ({ requests: 300, failures: 0 }));
    expect(intraMinuteCorrelation(quiet)).toBe(0.005);
    expect(intraMinuteCorrelation(quiet.with(50, { requests: 300, failures: 90 }))).toBe(0.005);
    expect(intraMinuteCorrelation([NOTHING])).toBe(0.005);
    expect(intraMinuteCorrelation([])).toBe(0.005);
  });
});

describe('what requests are worth', () => {
  it('is at most 1/rho a minute, and never more than they are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, rho) => {
        const worth = effectiveSize(n, rho);
        expect(worth).toBeLessThanOrEqual(Math.min(n, 1 / Math.max(rho, 0.001)) + 1e-6);
        expect(worth).toBeGreaterThanOrEqual(Math.min(n, 1) - 1e-9);
      }),
    );
  });

  it('is summed minute by minute, with the rate as it was', () => {
    const minutes = [{ requests: 101, failures: 5 }, { requests: 1, failures: 0 }, NOTHING];
    const { requests, failures } = effectiveTotal(minutes, 0.01);
    expect(requests).toBeCloseTo(101 / 2 + 1, 9);
    expect(failures / requests).toBeCloseTo(5 / 102, 9);
    expect(effectiveTotal([], 0.01)).toEqual(NOTHING);
    expect(worthOfEach(0, 0.01)).toBe(1);
  });
});
