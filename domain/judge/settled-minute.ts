/** What one fleet answered in a minute, or in many. */
export interface Traffic {
  readonly requests: number;
  readonly failures: number;
}

/** One minute that will not change any more, of the two fleets. */
export interface SettledMinute {
  /** ISO time of its start. */
  readonly at: string;
  readonly green: Traffic;
  readonly blue: Traffic;
}

export const NO_TRAFFIC: Traffic = { requests: 0, failures: 0 };

/** Sum of some minutes of one fleet. */
export function totalTraffic(parts: Iterable<Traffic>): Traffic {
  let requests = 0;
  let failures = 0;
  for (const part of parts) {
    requests += part.requests;
    failures += part.failures;
  }
  return { requests, failures };
}
