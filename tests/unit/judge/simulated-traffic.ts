import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { intraMinuteCorrelation } from '#domain/judge/correlation.ts';
import { type SettledMinute, type Traffic, totalTraffic } from '#domain/judge/settled-minute.ts';
import type { Baseline } from '#domain/ledger/champion.ts';

export interface TrafficScenario {
  readonly minutes: number;
  readonly greenPerMinute: number;
  readonly bluePerMinute: number;
  /** Failure rate of both fleets. */
  readonly base: number;
  /** Extra failure rate of green from minute `onset` on. */
  readonly lift?: number;
  readonly onset?: number;
  /** Chance that one fleet, in one minute, fails at 30 %. */
  readonly bursts?: number;
}

/** Two fleets' minutes, the same for the same seed. */
export function simulateTraffic(scenario: TrafficScenario, seed: number): SettledMinute[] {
  const { minutes, greenPerMinute, bluePerMinute, base, lift = 0, onset = 0, bursts = 0 } = scenario;
  const generator = xoroshiro128plus(seed);
  const chance = (p: number) => uniformFloat64(generator) < p;
  const fleet = (requests: number, rate: number): Traffic => {
    const p = chance(bursts) ? 0.3 : rate;
    let failures = 0;
    for (let request = 0; request < requests; request += 1) if (chance(p)) failures += 1;
    return { requests, failures };
  };
  return Array.from({ length: minutes }, (_, minute) => ({
    at: new Date(1_700_000_000_000 + minute * 60_000).toISOString(),
    green: fleet(greenPerMinute, minute >= onset ? base + lift : base),
    blue: fleet(bluePerMinute, base),
  }));
}

/** What blue did in `minutes` minutes before. */
export function simulateHistory(scenario: Omit<TrafficScenario, 'greenPerMinute'>, seed: number): Baseline {
  const blue = simulateTraffic({ ...scenario, greenPerMinute: 0, lift: 0 }, seed).map((minute) => minute.blue);
  return { ...totalTraffic(blue), correlation: intraMinuteCorrelation(blue) };
}
