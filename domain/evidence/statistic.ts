import type { MetricValue } from '../evaluation/evaluation-document.ts';

/** A number as Model Monitor writes it. */
export interface Statistic {
  readonly value: number | string;
  readonly standard_deviation: string;
}

/** NaN is what Model Monitor writes for a deviation that was not estimated. */
export function statistic(metric: MetricValue | undefined): Statistic {
  return { value: metric?.value ?? 'NaN', standard_deviation: 'NaN' };
}
