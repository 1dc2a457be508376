import type { SettledMinute, Traffic } from '../judge/settled-minute.ts';

const MINUTE = 60_000;

/** Metrics of a minute may still change for this long after its end. */
export const SETTLING_SECONDS = 60;

/** Traffic of one fleet by the ISO start of the minute. */
export type TrafficByMinute = ReadonlyMap<string, Traffic>;

/** The last moment that has settled: the end of the newest minute that will not change any more. */
export function settledUntil(now: Date): Date {
  return new Date(Math.floor((now.getTime() - SETTLING_SECONDS * 1000) / MINUTE) * MINUTE);
}

/** Start of the first minute in which any of the metrics has a request, in ms since the epoch. */
export function firstBusyMinute(metrics: readonly TrafficByMinute[]): number | undefined {
  const busy = metrics.flatMap((minutes) =>
    [...minutes].filter(([, { requests }]) => requests > 0).map(([at]) => Date.parse(at)),
  );
  return busy.length === 0 ? undefined : busy.reduce((first, at) => Math.min(first, at));
}

/**
 * Pairs the two fleets minute by minute: from green's first request on, since before it green had no traffic, and blue's minutes would only
 * dilute the plan. A minute without data of a fleet had no requests there.
 */
export function pairMinutes(
  fleets: { readonly green: TrafficByMinute; readonly blue: TrafficByMinute },
  { from, until }: { readonly from: number; readonly until: Date },
): SettledMinute[] {
  const minutes: SettledMinute[] = [];
  for (let at = from; at + MINUTE <= until.getTime(); at += MINUTE) {
    const start = new Date(at).toISOString();
    minutes.push({ at: start, green: fleets.green.get(start) ?? none, blue: fleets.blue.get(start) ?? none });
  }
  return minutes;
}

const none: Traffic = { requests: 0, failures: 0 };
