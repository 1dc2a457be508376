import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lowerBound, upperBound } from '#domain/judge/clopper-pearson.ts';
import { regressionBound } from '#domain/judge/regression-bound.ts';
import { bakeOf, CANARY, minutesOf, NOTHING, seeds } from './bakes.ts';

/** As good as independent: one request a minute is worth one. */
const single = (green: number, failed: number, blue: number) =>
  minutesOf(Array.from({ length: green }, (_, minute) => [1, minute < failed ? 1 : 0, blue, 0] as const));
const PAST = { requests: 10_000, failures: 100, correlation: 0.001 };

describe('how much worse green may be', () => {
  it('is an exact bound of each side, beside blue', () => {
    const bound = regressionBound({ minutes: single(200, 4, 1), history: PAST, minimumRequests: 100 });
    expect(bound.basis).toBe('against-blue');
    expect(bound.green).toBeCloseTo(upperBound({ requests: 200, failures: 4 }, 0.975), 9);
    expect(bound.blue).toBe(0);
    expect(bound.difference).toBe(bound.green);
  });

  it('is against blue’s past where blue answers nothing, and says so', () => {
    const bound = regressionBound({ minutes: single(200, 4, 0), history: PAST, minimumRequests: 100 });
    expect(bound.basis).toBe('against-baseline');
    expect(bound.blue).toBeCloseTo(lowerBound(PAST, 0.975), 9);
  });

  it('is against the past too where blue answers less than a verdict needs', () => {
    const minutes = single(99, 4, 1);
    expect(regressionBound({ minutes, history: PAST, minimumRequests: 100 }).basis).toBe('against-baseline');
    expect(regressionBound({ minutes, history: PAST, minimumRequests: 99 }).basis).toBe('against-blue');
  });

  it('weighs blue and its past as green’s requests are, each with half of the error', () => {
    const [beside, alone] = [Array(300).fill([1, 0, 10, 1]), Array(100).fill([1, 0, 0, 0])];
    const bound = regressionBound({ minutes: minutesOf([...beside, ...alone]), history: PAST, minimumRequests: 100 });
    expect(bound.basis).toBe('against-both');
    const worth = 1 / (1 + 9 * 0.001);
    const ofBlue = lowerBound({ requests: 3000 * worth, failures: 300 * worth }, 0.9875);
    // 3400 requests of both fleets in 400 minutes; blue's own minutes are its past by now.
    const then = 1 / (1 + 7.5 * 0.001);
    const ofPast = lowerBound({ requests: 13_000 * then, failures: 400 * then }, 0.9875);
    expect(bound.blue).toBeCloseTo(0.75 * ofBlue + 0.25 * ofPast, 9);
  });

  it('is wider the more failures clump', () => {
    const minutes = minutesOf(Array(10).fill([100, 1, 900, 9]));
    const at = (correlation: number) =>
      regressionBound({ minutes, history: { ...PAST, correlation }, minimumRequests: 100 }).difference;
    expect(at(0.02)).toBeGreaterThan(at(0.001));
  });

  it('lies above the true difference in 19 of 20 bakes', () => {
    const wrong = seeds(300).filter((seed) => {
      const { minutes, history } = bakeOf(CANARY, { seed, lift: 0.02 });
      return regressionBound({ minutes, history, minimumRequests: 100 }).difference < 0.02;
    });
    expect(wrong.length).toBeLessThanOrEqual(15);
  });

  it('is a share for any counts, with or without a past', () => {
    const fleet = fc
      .tuple(fc.integer({ min: 0, max: 1e9 }), fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([requests, share]) => [requests, Math.round(requests * share)] as const);
    const minutes = fc
      .array(fc.tuple(fleet, fleet), { minLength: 1, maxLength: 5 })
      .map((fleets) => minutesOf(fleets.map(([green, blue]) => [...green, ...blue])))
      .filter((all) => all.some(({ green }) => green.requests > 0));
    fc.assert(
      fc.property(minutes, fc.constantFrom(PAST, { ...NOTHING, correlation: 0.005 }), (all, history) => {
        const { green, blue, difference } = regressionBound({ minutes: all, history, minimumRequests: 100 });
        for (const share of [green, blue]) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
        }
        expect(difference).toBe(green - blue);
      }),
    );
  });
});
