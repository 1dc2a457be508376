import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectiveSize, intraMinuteCorrelation } from '#domain/judge/correlation.ts';
import { simulateTraffic } from './simulated-traffic.ts';

describe('the correlation of failures within minutes', () => {
  it('is at its floor for independent failures, for no failures and for no requests', () => {
    const scenario = { minutes: 400, greenPerMinute: 0, bluePerMinute: 300, base: 0.02 };
    expect(intraMinuteCorrelation(simulateTraffic(scenario, 1).map(({ blue }) => blue))).toBeLessThan(0.002);
    expect(intraMinuteCorrelation([{ requests: 10, failures: 0 }])).toBe(0.001);
    expect(intraMinuteCorrelation([{ requests: 0, failures: 0 }])).toBe(0.001);
    expect(intraMinuteCorrelation([])).toBe(0.001);
  });

  it('is near 1 when a minute fails as a whole or not at all', () => {
    const minutes = Array.from({ length: 100 }, (_, i) => ({ requests: 50, failures: i % 2 === 0 ? 50 : 0 }));
    expect(intraMinuteCorrelation(minutes)).toBeGreaterThan(0.95);
  });

  it('does not take a rare outage for ordinary clumping', () => {
    const quiet = Array.from({ length: 100 }, () => ({ requests: 300, failures: 3 }));
    const outage = quiet.with(50, { requests: 300, failures: 90 });
    expect(intraMinuteCorrelation(outage)).toBe(0.001);
  });

  it('makes any number of requests worth at most 1/rho', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), fc.double({ min: 0.001, max: 1, noNaN: true }), (n, rho) => {
        const worth = effectiveSize(n, rho);
        expect(worth).toBeLessThanOrEqual(Math.min(n, 1 / rho) + 1e-6);
        expect(worth).toBeGreaterThanOrEqual(Math.min(n, 1));
      }),
    );
  });
});
