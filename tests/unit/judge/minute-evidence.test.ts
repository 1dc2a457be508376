import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minuteEvidence } from '#domain/judge/minute-evidence.ts';
import { nullPoint } from '#domain/judge/null-point.ts';

const rate = fc.double({ min: 0.001, max: 0.4, noNaN: true });

/** Chance of k successes in n tries of chance p. */
function binomial(k: number, n: number, p: number): number {
  let chance = (1 - p) ** n;
  for (let i = 1; i <= k; i += 1) chance *= ((n - i + 1) / i) * (p / (1 - p));
  return chance;
}

describe('the evidence of a minute', () => {
  it('has a mean of at most 1 wherever green is within the margin of blue', () => {
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
    fc.assert(
      fc.property(shape, ({ green, blue, blueRate, truth, closeness, lift, correlation }) => {
        const margin = 0.005;
        const greenTruth = (truth + margin) * closeness;
        const expected = { blueRate, blueCeiling: truth, margin, correlation };
        let mean = 0;
        for (let g = 0; g <= green; g += 1) {
          for (let b = 0; b <= blue; b += 1) {
            const minute = { green: { requests: green, failures: g }, blue: { requests: blue, failures: b } };
            mean += binomial(g, green, greenTruth) * binomial(b, blue, truth) * minuteEvidence(minute, expected, lift);
          }
        }
        expect(mean).toBeLessThanOrEqual(1 + 1e-9);
      }),
      { numRuns: 300 },
    );
  });

  it('grows with every failure of green and shrinks with every failure of blue', () => {
    const expected = { blueRate: 0.01, blueCeiling: 1, margin: 0.005, correlation: 0.001 };
    const evidence = (g: number, b: number) =>
      minuteEvidence({ green: { requests: 30, failures: g }, blue: { requests: 270, failures: b } }, expected, 0.1);
    expect(evidence(6, 3)).toBeGreaterThan(evidence(5, 3));
    expect(evidence(6, 4)).toBeLessThan(evidence(6, 3));
  });

  it('says nothing when blue already fails as often as any alternative', () => {
    const minute = { green: { requests: 30, failures: 30 }, blue: { requests: 30, failures: 30 } };
    const expected = { blueRate: 0.96, blueCeiling: 1, margin: 0.005, correlation: 0.001 };
    expect(minuteEvidence(minute, expected, 0.4)).toBe(1);
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
