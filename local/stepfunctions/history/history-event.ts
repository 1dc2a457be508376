/** One event of an execution's history, in the shape of the API but for its time, which is virtual ms. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: number;
  readonly type: string;
  readonly [details: `${string}EventDetails`]: object;
}

/** The most events a history may hold. Source: Step Functions service quotas. */
export const MAX_EVENTS = 25_000;
