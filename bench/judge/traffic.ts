import { intraMinuteCorrelation } from '#domain/judge/correlation.ts';
import { type SettledMinute, type Traffic, totalTraffic } from '#domain/judge/settled-minute.ts';
import type { Baseline } from '#domain/ledger/baseline.ts';
import { beta, binomial, type Random } from './random.ts';

/**
 * iid: requests fail independently. shared-outage: 2 % of minutes fail at 30 % in both fleets. beta: each fleet has its own rate in
 * each minute, with an intra-class correlation of 0.005. bursts: each instance alone fails at 30 % in 1 % or 3 % of minutes.
 */
export const SCENARIOS = ['iid', 'shared-outage', 'beta', 'bursts-1', 'bursts-3'] as const;

export type Scenario = (typeof SCENARIOS)[number];

export interface Service {
  /** Failure rate of both fleets. */
  readonly base: number;
  readonly scenario: Scenario;
  /** Requests of each fleet in a minute; a fleet of ten instances, green with one of them unless blue has nothing. */
  readonly green: number;
  readonly blue: number;
}

export interface Fault {
  /** Extra failure rate of green from minute `onset` on. */
  readonly lift: number;
  readonly onset: number;
}

const OUTAGE_CHANCE = 0.02;
const BROKEN_RATE = 0.3;
const CORRELATION = 0.005;
const BURST_CHANCE: Partial<Record<Scenario, number>> = { 'bursts-1': 0.01, 'bursts-3': 0.03 };

/** Requests of one instance in a minute. */
function instances({ green, blue }: Service): { green: number; blue: number } {
  return blue === 0 ? { green: 10, blue: 0 } : { green: 1, blue: Math.round(blue / green) };
}

/** Both fleets in each minute of a bake. */
export function simulateBake(service: Service, fault: Fault & { minutes: number }, random: Random): SettledMinute[] {
  return Array.from({ length: fault.minutes }, (_, minute) => {
    const outage = service.scenario === 'shared-outage' && random() < OUTAGE_CHANCE;
    const base = outage ? BROKEN_RATE : service.base;
    const lift = minute >= fault.onset ? fault.lift : 0;
    const fleets = instances(service);
    const fleet = (requests: number, rate: number, count: number) =>
      simulateFleet({ requests, rate, instances: count, scenario: service.scenario }, random);
    return {
      at: new Date(1_700_000_000_000 + minute * 60_000).toISOString(),
      green: fleet(service.green, base + lift, fleets.green),
      blue: fleet(service.blue, base, fleets.blue),
    };
  });
}

interface FleetMinute {
  readonly requests: number;
  readonly rate: number;
  readonly instances: number;
  readonly scenario: Scenario;
}

function simulateFleet({ requests, rate, instances: count, scenario }: FleetMinute, random: Random): Traffic {
  const bursts = BURST_CHANCE[scenario];
  if (bursts !== undefined) {
    const broken = (requests / Math.max(1, count)) * binomial(random, count, bursts);
    const failures = binomial(random, broken, Math.max(BROKEN_RATE, rate)) + binomial(random, requests - broken, rate);
    return { requests, failures };
  }
  const weight = 1 / CORRELATION - 1;
  const own = scenario === 'beta' && rate > 0 ? beta(random, weight * rate, weight * (1 - rate)) : rate;
  return { requests, failures: binomial(random, requests, own) };
}

const DAY = 24 * 60;

/** All traffic in the 24 hours before, when blue's ten instances had it alone. */
export function simulateHistory({ base, green, blue, scenario }: Service, random: Random): Baseline {
  const minutes = Array.from({ length: DAY }, () => {
    const rate = scenario === 'shared-outage' && random() < OUTAGE_CHANCE ? BROKEN_RATE : base;
    return simulateFleet({ requests: green + blue, rate, instances: 10, scenario }, random);
  });
  return { ...totalTraffic(minutes), correlation: intraMinuteCorrelation(minutes) };
}
