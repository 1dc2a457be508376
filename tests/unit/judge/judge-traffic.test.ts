import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { harmEvidence } from '#domain/judge/harm-evidence.ts';
import { judgeTraffic, type Trial } from '#domain/judge/judge-traffic.ts';
import { simulateHistory, simulateTraffic, type TrafficScenario } from './simulated-traffic.ts';

const settings = { margin: 0.005, maxRegression: 0.05, minimumRequests: 100, alpha: 0.01 };
/** 5 requests a second of which a canary of one in ten instances takes its share. */
const canary = { minutes: 30, greenPerMinute: 30, bluePerMinute: 270, base: 0.01 };

function trial(scenario: TrafficScenario, seed: number, minutes = scenario.minutes): Trial {
  const history = simulateHistory({ ...scenario, minutes: 240, bursts: 0 }, seed + 10_000);
  const deadline = minutes === scenario.minutes;
  return { minutes: simulateTraffic(scenario, seed).slice(0, minutes), history, settings, plannedLooks: 30, deadline };
}

/** The first look, in minutes, at which the judge says Harmful. */
function firstAlarm(scenario: TrafficScenario, seed: number): number | undefined {
  for (let minute = 1; minute <= scenario.minutes; minute += 1) {
    if (judgeTraffic(trial(scenario, seed, minute)).verdict === 'Harmful') return minute;
  }
  return undefined;
}

const seeds = (count: number) => Array.from({ length: count }, (_, seed) => seed + 1);

describe('a version that behaves as the one before', () => {
  it('is hardly ever called harmful, however often it is looked at', () => {
    const alarms = seeds(60).filter((seed) => firstAlarm(canary, seed) !== undefined);
    expect(alarms.length).toBeLessThanOrEqual(2);
  });

  it('is not blamed for bursts of single instances', () => {
    const alarms = seeds(40).filter((seed) => firstAlarm({ ...canary, bursts: 0.01 }, seed) !== undefined);
    expect(alarms.length).toBeLessThanOrEqual(2);
  });

  it('is healthy at the deadline', () => {
    const verdict = judgeTraffic(trial({ ...canary, minutes: 20 }, 3));
    expect(verdict.verdict).toBe('Healthy');
    expect(verdict.bound?.difference).toBeLessThan(0.05);
    expect(verdict.reasons[1]).toMatch(
      /^With 95 % confidence green fails at most \d\.\d\d % more than blue; 5.00 % is excluded/,
    );
  });

  it('is not yet called healthy before the deadline', () => {
    expect(judgeTraffic(trial(canary, 3, 29)).verdict).toBe('Inconclusive');
  });
});

describe('a version that fails 20 points more', () => {
  it.each([
    { name: 'a canary of 30 a minute', scenario: canary, within: 5 },
    { name: 'half of 5 a second', scenario: { ...canary, greenPerMinute: 150, bluePerMinute: 150 }, within: 4 },
    { name: '5 a second', scenario: { ...canary, greenPerMinute: 300, bluePerMinute: 300 }, within: 4 },
  ])('is caught within $within minutes of its onset as $name', ({ scenario, within }) => {
    for (const seed of seeds(15)) {
      const caught = firstAlarm({ ...scenario, lift: 0.2, onset: 5 }, seed);
      expect(caught).toBeDefined();
      expect((caught ?? 99) - 5).toBeLessThanOrEqual(within);
    }
  });

  it('is caught against the history when blue answers nothing, as after an all-at-once shift', () => {
    const alone = { ...canary, greenPerMinute: 300, lift: 0.2, onset: 0 };
    for (const seed of seeds(10)) {
      const { history } = trial(canary, seed);
      const minutes = simulateTraffic({ ...alone, bluePerMinute: 0, minutes: 4 }, seed);
      const { verdict } = judgeTraffic({ minutes, history, settings, plannedLooks: 30, deadline: false });
      expect(verdict).toBe('Harmful');
    }
  });
});

describe('a verdict at the deadline', () => {
  it('is inconclusive with too few requests, whatever they answered', () => {
    const { verdict, reasons } = judgeTraffic(trial({ ...canary, minutes: 3 }, 1));
    expect(verdict).toBe('Inconclusive');
    expect(reasons[1]).toBe('Green answered 90 requests; 100 are needed for a verdict.');
  });

  it('is inconclusive without any traffic', () => {
    const verdict = judgeTraffic(trial({ ...canary, greenPerMinute: 0, bluePerMinute: 0 }, 1));
    expect(verdict).toMatchObject({ verdict: 'Inconclusive', eValue: 1 });
    expect(verdict.reasons[0]).toBe('Green failed none of 0 requests, blue none of 0 requests.');
  });

  it('is inconclusive when a regression can be neither shown nor excluded', () => {
    const minutes = [
      { at: '2026-03-01T00:00:00.000Z', green: { requests: 100, failures: 6 }, blue: { requests: 100, failures: 1 } },
    ];
    const history = { requests: 0, failures: 0, correlation: 0.001 };
    const { verdict, reasons } = judgeTraffic({ minutes, history, settings, plannedLooks: 1, deadline: true });
    expect(verdict).toBe('Inconclusive');
    expect(reasons[1]).toMatch(/5.00 % cannot be excluded/);
  });
});

describe('the evidence of harm', () => {
  const traffic = fc.record({
    requests: fc.integer({ min: 0, max: 400 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  const fleet = traffic.map(({ requests, share }) => ({ requests, failures: Math.round(requests * share) }));

  it('starts from 1, is never negative and always finite, whatever the traffic was', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ green: fleet, blue: fleet }), { maxLength: 20 }), (fleets) => {
        const minutes = fleets.map((minute, i) => ({ at: new Date(i * 60_000).toISOString(), ...minute }));
        const history = { requests: 500, failures: 5, correlation: 0.01 };
        const evidence = (count: number) =>
          harmEvidence({ minutes: minutes.slice(0, count), history, margin: 0.005, plannedLooks: 10 });
        expect(evidence(0)).toBe(1);
        expect(evidence(minutes.length)).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(evidence(minutes.length))).toBe(true);
      }),
    );
  });

  it('is not changed by minutes without traffic on green', () => {
    const minutes = simulateTraffic({ ...canary, lift: 0.1 }, 5).slice(0, 4);
    const idle = minutes.map((minute) => ({ ...minute, green: { requests: 0, failures: 0 } }));
    const history = { requests: 0, failures: 0, correlation: 0.001 };
    expect(harmEvidence({ minutes: idle, history, margin: 0.005, plannedLooks: 4 })).toBe(1);
  });
});
