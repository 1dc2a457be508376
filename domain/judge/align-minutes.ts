import { NO_TRAFFIC, type SettledMinute, type Traffic } from './settled-minute.ts';

/**
 * The same minutes for every metric, in order of time, whatever order they came in: a metric without a minute that another has
 * had no traffic in it. Counts become whole and possible.
 */
export function alignMinutes(metrics: readonly (readonly SettledMinute[])[]): SettledMinute[][] {
  const times = [...new Set(metrics.flatMap((minutes) => minutes.map(({ at }) => at)))].sort();
  return metrics.map((minutes) => {
    const byTime = new Map(minutes.map((minute) => [minute.at, minute]));
    return times.map((at) => {
      const minute = byTime.get(at);
      return { at, green: counted(minute?.green ?? NO_TRAFFIC), blue: counted(minute?.blue ?? NO_TRAFFIC) };
    });
  });
}

/** A sum of a metric may be off a whole number by rounding, and failures may be published before their requests. */
export function counted({ requests, failures }: Traffic): Traffic {
  const whole = count(requests);
  return { requests: whole, failures: Math.min(whole, count(failures)) };
}

function count(value: number): number {
  return Number.isFinite(value) ? Math.max(0, Math.round(value)) : 0;
}
