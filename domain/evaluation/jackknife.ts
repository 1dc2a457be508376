import { type Clusters, type Estimate, estimate } from './clusters.ts';
import type { Kept } from './precision-recall.ts';

/** Groups left out in turn; whole clusters go together. */
const GROUPS = 50;

/**
 * A statistic of kept rows with its grouped jackknife error: every group left out once. Undefined for a group (no positive
 * left, say) makes the error unknown. Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 11.
 */
export function jackknife(statistic: (kept: Kept) => number, { codes, count }: Clusters): Estimate {
  const groups = groupCount({ count });
  const without = Array.from({ length: groups }, (_, group) => statistic((row) => codes[row]! % groups !== group));
  return groupedEstimate(
    statistic(() => true),
    without,
  );
}

/** Groups that so many clusters are left out in; cluster c is in group c modulo their number. */
export function groupCount({ count }: Pick<Clusters, 'count'>): number {
  return Math.min(GROUPS, count);
}

/** A statistic of all rows with its jackknife error, from what it is without each group. */
export function groupedEstimate(whole: number, without: readonly number[]): Estimate {
  const groups = without.length;
  const average = without.reduce((sum, value) => sum + value, 0) / groups;
  const squares = without.reduce((sum, value) => sum + (value - average) ** 2, 0);
  const standardError = groups < 2 ? Number.NaN : Math.sqrt(((groups - 1) / groups) * squares);
  return estimate(whole, standardError, { count: groups });
}
