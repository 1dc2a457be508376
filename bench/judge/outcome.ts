import type { FirstAlarm } from './rules.ts';

/** How a rule did over many bakes of one setting. */
export interface Outcome {
  /** Share of bakes rolled back before there was a fault, or without one. */
  readonly early: number;
  /** Share of bakes rolled back after the fault began. */
  readonly detected: number;
  /** Whole faulty minutes until then, among the bakes not rolled back early; null where so many never were. */
  readonly median: number | null;
  readonly p90: number | null;
}

/** What the first alarms mean where the fault began after `onset` minutes; undefined where there was none. */
export function outcomeOf(alarms: readonly FirstAlarm[], onset: number | undefined): Outcome {
  const isEarly = (alarm: FirstAlarm) => alarm !== undefined && (onset === undefined || alarm <= onset);
  const rest = alarms.filter((alarm) => !isEarly(alarm));
  const delays = rest.map((alarm) => (alarm === undefined ? Infinity : alarm - (onset ?? 0))).sort((a, b) => a - b);
  const detected = delays.filter(Number.isFinite).length;
  return {
    early: (alarms.length - rest.length) / alarms.length,
    detected: detected / alarms.length,
    median: quantile(delays, 0.5),
    p90: quantile(delays, 0.9),
  };
}

/** The smallest value that this share of them does not exceed. */
function quantile(ascending: readonly number[], share: number): number | null {
  const value = ascending[Math.max(0, Math.ceil(share * ascending.length) - 1)];
  return value === undefined || value === Infinity ? null : value;
}
