import type { JudgedMetric } from '../judge/judge-metric.ts';
import { type Baselines, baselineOf } from '../ledger/baseline.ts';
import type { ReleaseMetric } from './release-metrics.ts';
import { firstBusyMinute, pairMinutes, type TrafficByMinute } from './settled-minutes.ts';

/** A metric of one fleet by minute, or why CloudWatch does not tell it. */
export type MeasuredTraffic = { readonly minutes: TrafficByMinute } | { readonly unmeasured: string };

/** It is said of every metric, and travels in the workflow's data. */
const LONGEST_REASON = 300;

/** One metric of both fleets. */
export interface MeasuredMetric {
  readonly metric: ReleaseMetric;
  readonly green: MeasuredTraffic;
  readonly blue: MeasuredTraffic;
}

/** What the judge is given: every metric's minutes, the same ones, until the last that settled. */
export function judgedMetrics(
  measured: readonly MeasuredMetric[],
  { until, baselines }: { readonly until: Date; readonly baselines: Baselines },
): JudgedMetric[] {
  const from = firstBusyMinute(measured.map(({ green }) => minutesOf(green)));
  return measured.map(({ metric: { source: _, ...description }, green, blue }) => {
    const history = baselineOf(baselines, description.name);
    const reason = [green, blue].map((fleet) => ('unmeasured' in fleet ? fleet.unmeasured : undefined)).find(Boolean);
    if (reason !== undefined) {
      return { ...description, history, minutes: [], unmeasured: reason.slice(0, LONGEST_REASON) };
    }
    const fleets = { green: minutesOf(green), blue: minutesOf(blue) };
    return { ...description, history, minutes: from === undefined ? [] : pairMinutes(fleets, { from, until }) };
  });
}

function minutesOf(fleet: MeasuredTraffic): TrafficByMinute {
  return 'minutes' in fleet ? fleet.minutes : new Map();
}
