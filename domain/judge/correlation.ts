import { type Traffic, totalTraffic } from './settled-minute.ts';

/** Failures are never quite independent, and a short history cannot show that they are. */
const FLOOR = 0.001;

/** Where nothing failed, nothing shows how failures clump. */
export const ASSUMED_CORRELATION = 0.005;

/** Minutes of outage are rare harm, not the ordinary clumping that this measures. */
const TRIMMED_SHARE = 0.05;

/**
 * Intra-class correlation of failures within a fleet's minutes, by the estimator of Fleiss and Cuzick (1979), without the worst
 * 5 % of minutes. Between 0.001 and 1; 0.005 where the others had no failures.
 */
export function intraMinuteCorrelation(minutes: readonly Traffic[]): number {
  const busy = minutes.filter(({ requests }) => requests > 0);
  const byRate = busy.toSorted((a, b) => a.failures / a.requests - b.failures / b.requests);
  const kept = byRate.slice(0, Math.ceil(byRate.length * (1 - TRIMMED_SHARE)));
  const { requests, failures } = totalTraffic(kept);
  const rate = failures / requests;
  const between = (requests - kept.length) * rate * (1 - rate);
  if (!(between > 0)) return ASSUMED_CORRELATION;
  const within = kept.reduce(
    (sum, minute) => sum + (minute.failures * (minute.requests - minute.failures)) / minute.requests,
    0,
  );
  return Math.min(1, Math.max(FLOOR, 1 - within / between));
}

/** What each request of a minute with this many is worth of an independent one: 1 / (1 + (n - 1) rho), rho at least 0.001. */
export function worthOfEach(requests: number, correlation: number): number {
  return 1 / (1 + Math.max(0, requests - 1) * Math.max(FLOOR, correlation));
}

/** How many independent requests these of one minute are worth. */
export function effectiveSize(requests: number, correlation: number): number {
  return requests * worthOfEach(requests, correlation);
}

/** A fleet's minutes together, counted as what they are worth. The rate stays as it is. */
export function effectiveTotal(minutes: readonly Traffic[], correlation: number): Traffic {
  const total = totalTraffic(minutes);
  const worth = minutes.reduce((sum, { requests }) => sum + effectiveSize(requests, correlation), 0);
  return worthOf(total, total.requests === 0 ? 1 : worth / total.requests);
}

/** Traffic of which each request is worth this much of an independent one. */
export function worthOf({ requests, failures }: Traffic, each: number): Traffic {
  return { requests: requests * each, failures: failures * each };
}
