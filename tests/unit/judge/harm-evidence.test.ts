import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HarmTest, harmEvidence } from '#domain/judge/harm-evidence.ts';
import { onsetBelief } from '#domain/judge/onset-belief.ts';
import type { SettledMinute, Traffic } from '#domain/judge/settled-minute.ts';
import { WAGERS } from '#domain/judge/wagers.ts';
import { bakeOf, CANARY, minutesOf, NOTHING, seeds } from './bakes.ts';

const MARGINS = { margin: 0.005, baselineMargin: 0.02 };
const HISTORY = { requests: 500, failures: 5, correlation: 0.01 };

const evidenceOf = (minutes: readonly SettledMinute[], test: Partial<HarmTest> = {}) =>
  harmEvidence({ minutes, history: HISTORY, ...MARGINS, plannedLooks: 30, ...test });

/** Share of bakes that ever reach 1/alpha. */
const alarms = (bakes: readonly number[][], alpha: number) =>
  bakes.filter((evidence) => Math.max(...evidence) >= 1 / alpha).length / bakes.length;

const fleet = fc
  .tuple(fc.integer({ min: 0, max: 400 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([requests, share]): Traffic => ({ requests, failures: Math.round(requests * share) }));
const anyMinutes = fc
  .array(fc.tuple(fleet, fleet), { minLength: 1, maxLength: 20 })
  .map((fleets) =>
    minutesOf(fleets.map(([green, blue]) => [green.requests, green.failures, blue.requests, blue.failures])),
  );

describe('what the evidence is staked on', () => {
  it('sums to 1 over lifts and caps, and over the minutes a fault may start in', () => {
    expect(WAGERS.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    for (const looks of [1, 2, 14, 15, 16, 120]) {
      const belief = onsetBelief(looks);
      expect(belief).toHaveLength(looks + 10);
      expect(belief.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12);
      expect(Math.min(...belief)).toBeGreaterThan(0);
    }
  });
});

describe('the evidence of harm while there is none', () => {
  /** Every outcome of two minutes of three requests a fleet, with its chance when both fail at these rates. */
  const meanAfterTwoMinutes = (chanceOf: (failures: number, fleet: 'green' | 'blue') => number) => {
    const counts = [0, 1, 2, 3];
    const fates = counts.flatMap((g) =>
      counts.map((b) => ({ g, b, chance: chanceOf(g, 'green') * chanceOf(b, 'blue') })),
    );
    return fates
      .flatMap((first) =>
        fates.map((second) => {
          const minutes = minutesOf([
            [3, first.g, 3, first.b],
            [3, second.g, 3, second.b],
          ]);
          return first.chance * second.chance * evidenceOf(minutes, { plannedLooks: 3 })[1]!;
        }),
      )
      .reduce((sum, each) => sum + each, 0);
  };
  const binomialOfThree = (failures: number, rate: number) =>
    [1, 3, 3, 1][failures]! * rate ** failures * (1 - rate) ** (3 - failures);

  it.each([
    { green: 0, blue: 0 },
    { green: 0.01, blue: 0.01 },
    { green: 0.015, blue: 0.01 },
    { green: 0.305, blue: 0.3 },
    { green: 0.9, blue: 0.9 },
  ])('has a mean of at most 1 at any look when green fails $green and blue $blue', ({ green, blue }) => {
    const mean = meanAfterTwoMinutes((failures, of) => binomialOfThree(failures, of === 'green' ? green : blue));
    expect(mean).toBeLessThanOrEqual(1 + 1e-9);
  });

  it('keeps it when in 1 % of minutes all of green fails', () => {
    const mean = meanAfterTwoMinutes((failures, of) => {
      const stray = of === 'green' ? 0.01 : 0;
      return (1 - stray) * binomialOfThree(failures, 0.01) + (failures === 3 ? stray : 0);
    });
    expect(mean).toBeLessThanOrEqual(1 + 1e-9);
  });

  it.each(['iid', 'shared-outage', 'beta', 'bursts-1'] as const)('hardly ever reaches 200 (%s)', (scenario) => {
    const bakes = seeds(150).map((seed) => {
      const { minutes, history } = bakeOf({ ...CANARY, scenario }, { seed });
      return evidenceOf(minutes, { history });
    });
    expect(alarms(bakes, 0.005)).toBeLessThanOrEqual(0.02);
  });

  it('hardly ever reaches 200 against the past, where blue answers nothing', () => {
    const bakes = seeds(150).map((seed) => {
      const { minutes, history } = bakeOf({ ...CANARY, scenario: 'beta', green: 300, blue: 0 }, { seed });
      return evidenceOf(minutes, { history });
    });
    expect(alarms(bakes, 0.005)).toBeLessThanOrEqual(0.02);
  });
});

describe('the evidence of harm', () => {
  it('is there for a fault of 20 points within 6 minutes of its onset', () => {
    for (const seed of seeds(30)) {
      const { minutes, history } = bakeOf(CANARY, { seed, lift: 0.2, onset: 10 });
      const evidence = evidenceOf(minutes, { history });
      expect(Math.max(...evidence.slice(0, 10))).toBeLessThan(200);
      expect(Math.max(...evidence.slice(10, 16))).toBeGreaterThanOrEqual(200);
    }
  });

  it('is there against the past, where blue answers nothing', () => {
    for (const seed of seeds(30)) {
      const { minutes, history } = bakeOf({ ...CANARY, green: 300, blue: 0 }, { seed, lift: 0.2 });
      expect(Math.max(...evidenceOf(minutes, { history }).slice(0, 4))).toBeGreaterThanOrEqual(200);
    }
  });

  it('needs more against the past than beside blue, as its margin is wider', () => {
    const failing = Array.from({ length: 4 }, () => [300, 9, 2700, 27] as const);
    const beside = evidenceOf(minutesOf(failing));
    const alone = evidenceOf(minutesOf(failing.map(([n, x]) => [n, x, 0, 0])), {
      history: { requests: 1_000_000, failures: 10_000, correlation: 0.001 },
    });
    expect(alone.at(-1)).toBeLessThan(beside.at(-1)!);
  });

  it('is never less for one more failure of green, in any minute', () => {
    fc.assert(
      fc.property(anyMinutes, fc.nat(), (minutes, where) => {
        const worse = minutes.map((minute, index) => {
          const { requests, failures } = minute.green;
          const more = index === where % minutes.length ? Math.min(requests, failures + 1) : failures;
          return { ...minute, green: { requests, failures: more } };
        });
        const before = evidenceOf(minutes);
        for (const [index, after] of evidenceOf(worse).entries()) {
          expect(after).toBeGreaterThanOrEqual(before[index]! * (1 - 1e-9));
        }
      }),
    );
  });

  it('after a minute is not changed by the minutes that follow', () => {
    fc.assert(
      fc.property(anyMinutes, fc.nat(), (minutes, cut) => {
        const count = 1 + (cut % minutes.length);
        expect(evidenceOf(minutes.slice(0, count))).toEqual(evidenceOf(minutes).slice(0, count));
      }),
    );
  });

  it('is not negative and finite, whatever the traffic was', () => {
    fc.assert(
      fc.property(anyMinutes, fc.boolean(), (minutes, known) => {
        const history = known ? HISTORY : { ...NOTHING, correlation: 1 };
        for (const evidence of evidenceOf(minutes, { history, plannedLooks: 10 })) {
          expect(evidence).toBeGreaterThanOrEqual(0);
          expect(Number.isFinite(evidence)).toBe(true);
        }
      }),
    );
  });

  it('stays finite over a week in which everything fails, of a billion requests a minute', () => {
    const minutes = minutesOf(Array.from({ length: 7 * 24 * 60 }, () => [1e9, 1e9, 1e9, 0]));
    expect(Number.isFinite(evidenceOf(minutes).at(-1))).toBe(true);
  });

  it('is 1 as long as green answers nothing, and without any minute there is none', () => {
    const idle = minutesOf(Array.from({ length: 40 }, () => [0, 0, 300, 5]));
    for (const evidence of evidenceOf(idle)) expect(evidence).toBeCloseTo(1, 12);
    expect(evidenceOf([])).toEqual([]);
  });

  it('is not lost by idle minutes', () => {
    const burning = Array.from({ length: 3 }, () => [30, 20, 270, 2] as const);
    const idle = Array.from({ length: 10 }, () => [0, 0, 270, 2] as const);
    const before = evidenceOf(minutesOf(burning)).at(-1)!;
    expect(evidenceOf(minutesOf([...burning, ...idle])).at(-1)).toBeGreaterThanOrEqual(before);
  });

  it('knows no harm where blue has neither traffic nor past', () => {
    const alone = minutesOf([[300, 300, 0, 0]]);
    expect(evidenceOf(alone, { history: { ...NOTHING, correlation: 0.005 } })).toEqual([1]);
  });

  it('takes blue’s minutes of the watch as its past where it had none before', () => {
    const seen = Array.from({ length: 10 }, () => [300, 3, 2700, 27] as const);
    const alone = Array.from({ length: 4 }, () => [3000, 1500, 0, 0] as const);
    const evidence = evidenceOf(minutesOf([...seen, ...alone]), { history: { ...NOTHING, correlation: 0.005 } });
    expect(evidence[9]).toBeLessThan(2);
    expect(evidence[13]).toBeGreaterThanOrEqual(200);
  });

  it.each([30, 35, 39])('is there for a fault that starts after %d of 30 planned minutes', (onset) => {
    const quiet = Array.from({ length: onset }, () => [30, 0, 270, 2] as const);
    const burning = Array.from({ length: 6 }, () => [30, 25, 270, 2] as const);
    expect(evidenceOf(minutesOf([...quiet, ...burning])).at(-1)).toBeGreaterThanOrEqual(200);
  });

  it('is not looked for in faults that start later still', () => {
    const quiet = Array.from({ length: 60 }, () => [30, 0, 270, 2] as const);
    const burning = Array.from({ length: 3 }, () => [30, 25, 270, 2] as const);
    expect(evidenceOf(minutesOf([...quiet, ...burning])).at(-1)).toBeLessThan(200);
  });
});
