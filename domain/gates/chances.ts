import { noncentralTail } from '../evaluation/noncentral-t.ts';
import { studentQuantile } from '../evaluation/student-t.ts';

/** What becomes of a candidate that is truly worse by so much; the rest of the chance is inconclusive. */
export interface Chance {
  readonly worseBy: number;
  readonly passes: number;
  readonly fails: number;
}

/** How sure a comparison is. */
export interface Precision {
  readonly standardError: number;
  readonly degreesOfFreedom: number;
}

/** A limit with the confidence of its one-sided bounds. */
export interface Limit {
  readonly margin: number;
  readonly confidence: number;
}

/**
 * P(L >= -margin) and P(U < -margin) of a candidate that is truly worse by `worseBy`: the difference, plus the margin, over its own
 * estimated error is a noncentral t.
 */
export function chanceAt(worseBy: number, { margin, confidence }: Limit, precision: Precision): Chance {
  const { standardError, degreesOfFreedom } = precision;
  const reach = studentQuantile(confidence, degreesOfFreedom);
  const shift = (margin - worseBy) / standardError;
  return {
    worseBy,
    passes: noncentralTail(reach, degreesOfFreedom, shift),
    fails: 1 - noncentralTail(-reach, degreesOfFreedom, shift),
  };
}

/** The margin at which this share of equal candidates passes. By bisection. */
export function marginFor(share: number, confidence: number, precision: Precision): number {
  const passes = (margin: number) => chanceAt(0, { margin, confidence }, precision).passes;
  let [low, high] = [0, precision.standardError];
  while (passes(high) < share) [low, high] = [high, 2 * high];
  for (let step = 0; step < 60 && high - low > 1e-12 * high; step += 1) {
    const middle = (low + high) / 2;
    if (passes(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
