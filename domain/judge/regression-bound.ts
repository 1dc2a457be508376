import { lowerBound, upperBound } from './clopper-pearson.ts';
import type { Traffic } from './settled-minute.ts';

/** How much worse than blue green may be at most, with 95 % confidence. */
export interface RegressionBound {
  /** Upper bound of green's failure rate. */
  readonly green: number;
  /** Lower bound of blue's. */
  readonly blue: number;
  readonly difference: number;
}

/** Each side errs with chance 2.5 %, so both hold with 95 % at least. */
const SIDE_CONFIDENCE = 0.975;

/** Exact one-sided 95 % upper bound of green's failure rate less blue's, from a Clopper-Pearson bound on each side. */
export function regressionBound(green: Traffic, blue: Traffic): RegressionBound {
  const upper = upperBound(green, SIDE_CONFIDENCE);
  const lower = lowerBound(blue, SIDE_CONFIDENCE);
  return { green: upper, blue: lower, difference: upper - lower };
}
