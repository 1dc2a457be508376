import { type Traffic, totalTraffic } from './settled-minute.ts';

/** Failures are never quite independent, and a short history cannot show that they are. */
const FLOOR = 0.001;

/** Minutes of outage are rare harm, not the ordinary clumping that this measures. */
const TRIMMED_SHARE = 0.05;

/**
 * Intra-class correlation of failures within a fleet's minutes, by the estimator of Fleiss and Cuzick (1979), without the worst
 * 5 % of minutes. Between 0.001 and 1.
 */
export function intraMinuteCorrelation(minutes: readonly Traffic[]): number {
  const busy = minutes.filter(({ requests }) => requests > 0);
  const byRate = busy.toSorted((a, b) => a.failures / a.requests - b.failures / b.requests);
  const kept = byRate.slice(0, Math.ceil(byRate.length * (1 - TRIMMED_SHARE)));
  const { requests, failures } = totalTraffic(kept);
  const rate = failures / requests;
  const between = (requests - kept.length) * rate * (1 - rate);
  if (!(between > 0)) return FLOOR;
  const within = kept.reduce(
    (sum, minute) => sum + (minute.failures * (minute.requests - minute.failures)) / minute.requests,
    0,
  );
  return Math.min(1, Math.max(FLOOR, 1 - within / between));
}

/** How many independent requests these are worth: n / (1 + (n - 1) rho). */
export function effectiveSize(requests: number, correlation: number): number {
  return requests === 0 ? 0 : requests / (1 + (requests - 1) * correlation);
}
