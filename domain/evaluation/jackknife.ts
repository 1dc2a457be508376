import { type Clusters, type Estimate, estimate } from './clusters.ts';
import type { Kept } from './precision-recall.ts';

/** Groups left out in turn; whole clusters go together. */
const GROUPS = 50;

/**
 * A statistic of kept rows with its grouped jackknife error: every group left out once. Undefined for a group (no positive
 * left, say) makes the error unknown. Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 11.
 */
export function jackknife(statistic: (kept: Kept) => number, { codes, count }: Clusters): Estimate {
  const groups = Math.min(GROUPS, count);
  const without = Array.from({ length: groups }, (_, group) => statistic((row) => codes[row]! % groups !== group));
  const average = without.reduce((sum, value) => sum + value, 0) / groups;
  const squares = without.reduce((sum, value) => sum + (value - average) ** 2, 0);
  const standardError = groups < 2 ? Number.NaN : Math.sqrt(((groups - 1) / groups) * squares);
  return estimate(
    statistic(() => true),
    standardError,
    { count: groups },
  );
}
