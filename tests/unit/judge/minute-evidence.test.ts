import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Expectation, minuteEvidence } from '#domain/judge/minute-evidence.ts';
import { nullPoint } from '#domain/judge/null-point.ts';
import type { Traffic } from '#domain/judge/settled-minute.ts';

const rate = fc.double({ min: 0.001, max: 0.4, noNaN: true });

/** Chance of k successes in n tries of chance p. */
function binomial(k: number, n: number, p: number): number {
  let chance = (1 - p) ** n;
  for (let i = 1; i <= k; i += 1) chance *= ((n - i + 1) / i) * (p / (1 - p));
  return chance;
}

describe('the evidence of a minute', () => {
  const size = fc.integer({ min: 1, max: 14 });
  const shape = fc.record({
    green: size,
    blue: fc.integer({ min: 0, max: 14 }),
    blueRate: rate,
    truth: rate,
    closeness: fc.double({ min: 0, max: 1, noNaN: true }),
    lift: fc.constantFrom(0.005, 0.02, 0.1, 0.4),
    correlation: fc.constantFrom(0.001, 0.05, 0.4),
  });
  const everyOutcome = (green: number, blue: number) =>
    Array.from({ length: green + 1 }, (_, g) =>
      Array.from({ length: blue + 1 }, (_, b) => ({
        green: { requests: green, failures: g },
        blue: { requests: blue, failures: b },
      })),
    ).flat();

  it('has a mean of at most 1 wherever green is within the margin of blue', () => {
    fc.assert(
      fc.property(shape, ({ green, blue, truth, closeness, lift, ...known }) => {
        const margin = 0.005;
        const greenTruth = (truth + margin) * closeness;
        // Where blue answers nothing, its rate is taken to be at most what is expected of it.
        const expected = { ...known, margin, ...(blue === 0 ? { blueRate: truth } : {}) };
        const mean = everyOutcome(green, blue)
          .map((minute) => {
            const { green: g, blue: b } = minute;
            const chance = binomial(g.failures, green, greenTruth) * binomial(b.failures, blue, truth);
            return chance * minuteEvidence(minute, expected, lift).ratio;
          })
          .reduce((sum, each) => sum + each, 0);
        expect(mean).toBeLessThanOrEqual(1 + 1e-9);
      }),
      { numRuns: 300 },
    );
  });

  it('is never more than the most it says it can be, which is at least 1', () => {
    fc.assert(
      fc.property(shape, ({ green, blue, blueRate, lift, correlation }) => {
        const expected = { blueRate, margin: 0.005, correlation };
        for (const minute of everyOutcome(green, blue)) {
          const { ratio, most } = minuteEvidence(minute, expected, lift);
          expect(ratio).toBeLessThanOrEqual(most * (1 + 1e-9));
          expect(most).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 50 },
    );
  });

  const usual: Expectation = { blueRate: 0.01, margin: 0.005, correlation: 0.001 };
  const ratioOf = (green: Traffic, blue: Traffic, expected = usual) =>
    minuteEvidence({ green, blue }, expected, 0.1).ratio;

  it('grows with every failure of green and shrinks with every failure of blue', () => {
    const evidence = (g: number, b: number) => ratioOf({ requests: 30, failures: g }, { requests: 270, failures: b });
    for (let failures = 0; failures < 30; failures += 1) {
      expect(evidence(failures + 1, 3)).toBeGreaterThan(evidence(failures, 3));
      expect(evidence(6, failures + 1)).toBeLessThan(evidence(6, failures));
    }
  });

  it('is the plain likelihood ratio of independent requests', () => {
    // One request a fleet weighs 1: q_g = 0.115 against r + 0.005, q_b = 0.01 against r.
    const one = { requests: 1, failures: 1 };
    const r = nullPoint({ green: { rate: 0.115, weight: 1 }, blue: { rate: 0.01, weight: 1 } }, 0.005);
    expect(ratioOf(one, { requests: 1, failures: 0 })).toBeCloseTo((0.115 / (r + 0.005)) * (0.99 / (1 - r)), 9);
  });

  it('says nothing when blue already fails as often as any alternative', () => {
    const all = { requests: 30, failures: 30 };
    expect(minuteEvidence({ green: all, blue: all }, { ...usual, blueRate: 0.96 }, 0.4)).toEqual({ ratio: 1, most: 1 });
  });

  it('says nothing without requests of green', () => {
    const minute = { green: { requests: 0, failures: 0 }, blue: { requests: 30, failures: 1 } };
    expect(minuteEvidence(minute, usual, 0.1)).toEqual({ ratio: 1, most: 1 });
  });

  it('is finite or too large to matter, never without a value, for any counts', () => {
    const count = fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 1e15 }));
    const fleet = fc.tuple(count, count).map(([a, b]) => ({ requests: Math.max(a, b), failures: Math.min(a, b) }));
    fc.assert(
      fc.property(fleet, fleet, fc.double({ min: 1e-9, max: 1, noNaN: true }), (green, blue, blueRate) => {
        const { ratio, most } = minuteEvidence({ green, blue }, { ...usual, blueRate }, 0.1);
        expect(ratio).toBeGreaterThanOrEqual(0);
        expect(most).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});

describe('the nearest point of the null hypothesis', () => {
  it('lies between blue and green less the margin, nearer to the fleet that weighs more', () => {
    fc.assert(
      fc.property(rate, fc.double({ min: 0.01, max: 0.4, noNaN: true }), (blue, lift) => {
        const at = (greenWeight: number) =>
          nullPoint(
            { green: { rate: blue + 0.005 + lift, weight: greenWeight }, blue: { rate: blue, weight: 100 } },
            0.005,
          );
        expect(at(100)).toBeGreaterThan(blue);
        expect(at(100)).toBeLessThan(blue + lift);
        expect(at(1000)).toBeGreaterThan(at(100));
      }),
    );
  });
});
