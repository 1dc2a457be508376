import { describe, expect, it } from 'vitest';
import { judgeRelease } from '#domain/judge/judge-release.ts';
import type { SettledMinute } from '#domain/judge/settled-minute.ts';
import type { Baseline } from '#domain/ledger/baseline.ts';
import type { Service } from '../../../bench/judge/traffic.ts';
import { bakeOf, CANARY, minutesOf, NOTHING, seeds } from './bakes.ts';

const settings = { margin: 0.005, maxRegression: 0.05, minimumRequests: 100 };

interface Trial {
  readonly minutes: readonly SettledMinute[];
  readonly history: Baseline;
  readonly plannedLooks: number;
  readonly deadline: boolean;
}

/** By the share of failed requests alone, which then has the whole of alpha. */
function judge({ minutes, history, plannedLooks, deadline }: Trial) {
  const metric = { name: 'failures', kind: 'critical', mode: 'enforce', minutes, history, settings } as const;
  const { metrics, ...judgement } = judgeRelease({ metrics: [metric], alpha: 0.01, plannedLooks, deadline });
  const finding = metrics[0]?.finding;
  return { ...judgement, bound: finding !== undefined && 'bound' in finding ? finding.bound : undefined };
}

interface Bake {
  readonly seed: number;
  readonly lift?: number;
  readonly onset?: number;
  /** Minutes seen of the 30 that are planned; all where it is not said. */
  readonly seen?: number;
}

function trial(service: Service, { seed, lift = 0, onset = 0, seen = 30 }: Bake): Trial {
  const { minutes, history } = bakeOf(service, { seed, lift, onset });
  return { minutes: minutes.slice(0, seen), history, plannedLooks: 30, deadline: seen === 30 };
}

/** The first look, in minutes, at which the judge says Harmful. */
function firstAlarm(service: Service, bake: Bake): number | undefined {
  for (let seen = 1; seen <= 30; seen += 1) {
    if (judge(trial(service, { ...bake, seen })).verdict === 'Harmful') return seen;
  }
  return undefined;
}

describe('a version that behaves as the one before', () => {
  it.each(['iid', 'bursts-1', 'shared-outage', 'beta'] as const)('is hardly ever called harmful (%s)', (scenario) => {
    const verdicts = seeds(60).map((seed) => judge(trial({ ...CANARY, scenario }, { seed })).verdict);
    expect(verdicts.filter((verdict) => verdict === 'Harmful').length).toBeLessThanOrEqual(2);
  });

  it('is healthy at the deadline', () => {
    const verdict = judge(trial(CANARY, { seed: 3 }));
    expect(verdict.verdict).toBe('Healthy');
    expect(verdict.bound?.difference).toBeLessThan(0.05);
    expect(verdict.bound?.basis).toBe('against-blue');
    expect(verdict.reasons[1]).toMatch(
      /^With 95 % confidence green fails at most \d\.\d\d % more than blue; 5.00 % is excluded/,
    );
  });

  it('is healthy beside its past where blue answers nothing, and the verdict says so', () => {
    const { verdict, bound, reasons } = judge(trial({ ...CANARY, green: 300, blue: 0 }, { seed: 3 }));
    expect(verdict).toBe('Healthy');
    expect(bound?.basis).toBe('against-baseline');
    expect(reasons[1]).toMatch(/more than blue's past \(against-baseline\); 5.00 % is excluded/);
  });

  it('is healthy after a canary and a final bake, each part against what there was', () => {
    const canary = trial(CANARY, { seed: 3, seen: 20 }).minutes;
    const alone = trial({ ...CANARY, green: 300, blue: 0 }, { seed: 4 }).minutes.slice(20);
    const { verdict, bound, reasons } = judge({
      ...trial(CANARY, { seed: 3 }),
      minutes: [...canary, ...alone],
    });
    expect(verdict).toBe('Healthy');
    expect(bound?.basis).toBe('against-both');
    expect(reasons[1]).toMatch(/more than blue and, where blue had no traffic, its past \(against-both\)/);
  });

  it('is not yet called healthy before the deadline', () => {
    expect(judge(trial(CANARY, { seed: 3, seen: 29 })).verdict).toBe('Inconclusive');
  });
});

describe('a version that fails 20 points more', () => {
  it.each([
    { name: 'a canary of 30 a minute', service: CANARY, within: 5 },
    { name: 'half of 5 a second', service: { ...CANARY, green: 150, blue: 150 }, within: 4 },
    { name: '5 a second', service: { ...CANARY, green: 300, blue: 300 }, within: 4 },
  ])('is caught within $within minutes of its onset as $name', ({ service, within }) => {
    for (const seed of seeds(15)) {
      const caught = firstAlarm(service, { seed, lift: 0.2, onset: 5 });
      expect(caught).toBeDefined();
      expect((caught ?? 99) - 5).toBeLessThanOrEqual(within);
    }
  });

  it('is caught against the history when blue answers nothing, as after an all-at-once shift', () => {
    const alone = { ...CANARY, green: 300, blue: 0 };
    for (const seed of seeds(10)) {
      expect(judge(trial(alone, { seed, lift: 0.2, seen: 4 })).verdict).toBe('Harmful');
    }
  });

  it('is told with its evidence and the minute that showed it', () => {
    const { reasons, harmfulAt, eValue } = judge(trial(CANARY, { seed: 1, lift: 0.2 }));
    expect(eValue).toBeGreaterThanOrEqual(100);
    expect(reasons[1]).toMatch(/^Evidence of harm is .*, at or above 1\/alpha = 100\.$/);
    expect(harmfulAt).toMatch(/^\d{4}-\d\d-\d\dT/);
  });
});

describe('a verdict at the deadline', () => {
  it('is inconclusive with too few requests, whatever they answered', () => {
    const { verdict, reasons, bound } = judge({ ...trial(CANARY, { seed: 1, seen: 3 }), deadline: true });
    expect(verdict).toBe('Inconclusive');
    expect(bound).toBeUndefined();
    expect(reasons[1]).toBe('Green answered 90 requests; 100 are needed for a verdict.');
  });

  it('is inconclusive without any traffic', () => {
    const { verdict, eValue, reasons } = judge(trial({ ...CANARY, green: 0, blue: 0 }, { seed: 1 }));
    expect(verdict).toBe('Inconclusive');
    expect(eValue).toBeCloseTo(1, 9);
    expect(reasons[0]).toBe('Green failed none of 0 requests, blue none of 0 requests.');
  });

  it('is inconclusive when a regression can be neither shown nor excluded', () => {
    const minutes = minutesOf([[100, 6, 100, 1]]);
    const history = { ...NOTHING, correlation: 0.001 };
    const { verdict, reasons } = judge({ minutes, history, plannedLooks: 1, deadline: true });
    expect(verdict).toBe('Inconclusive');
    expect(reasons[1]).toMatch(/5.00 % cannot be excluded/);
  });
});
