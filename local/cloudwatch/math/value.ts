/** Points of one series: start of the period in ms since the epoch -> value. A period without data has no entry. */
export type Points = ReadonlyMap<number, number>;

/** What a metric math expression works on: a number, one series, or several. */
export type Value =
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'series'; readonly points: Points; readonly label?: string }
  | { readonly kind: 'list'; readonly items: readonly Points[] };

export const scalar = (value: number): Value => ({ kind: 'scalar', value });
export const series = (points: Points): Value => ({ kind: 'series', points });

/** The expression cannot be read or computed; the message says where and why. */
export class MetricMathError extends Error {
  override readonly name = 'MetricMathError';
}

/** Where an expression is computed: the periods of the range, and the metrics and expressions by id. */
export interface MathScope {
  /** Starts of all periods in the range, ms since the epoch, ascending. */
  readonly periods: readonly number[];
  readonly periodSeconds: number;
  lookup(id: string): Value;
  /** Every metric of the request, for METRICS(). */
  metrics(): readonly Points[];
}
