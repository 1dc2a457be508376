import type { SettledMinute, Traffic } from '#domain/judge/settled-minute.ts';
import type { Baseline } from '#domain/ledger/baseline.ts';
import { randomFrom } from '../../../bench/judge/random.ts';
import { type Service, simulateBake, simulateHistory } from '../../../bench/judge/traffic.ts';

/** 5 requests a second of which a canary of one in ten instances takes its share. */
export const CANARY: Service = { base: 0.01, scenario: 'iid', green: 30, blue: 270 };

/** A bake and the day before it, the same for the same seed. */
export function bakeOf(
  service: Service,
  { seed, minutes = 30, lift = 0, onset = 0 }: { seed: number; minutes?: number; lift?: number; onset?: number },
): { minutes: SettledMinute[]; history: Baseline } {
  return {
    minutes: simulateBake(service, { minutes, lift, onset }, randomFrom('bake', seed)),
    history: simulateHistory(service, randomFrom('day before', seed)),
  };
}

/** Minutes one after the other, of [green requests, failures, blue requests, failures]. */
export function minutesOf(counts: readonly (readonly [number, number, number, number])[]): SettledMinute[] {
  return counts.map(([greenRequests, greenFailures, blueRequests, blueFailures], index) => ({
    at: new Date(1_772_323_200_000 + index * 60_000).toISOString(),
    green: { requests: greenRequests, failures: greenFailures },
    blue: { requests: blueRequests, failures: blueFailures },
  }));
}

export const NOTHING: Traffic = { requests: 0, failures: 0 };

export const seeds = (count: number) => Array.from({ length: count }, (_, seed) => seed + 1);
