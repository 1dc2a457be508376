import { incompleteBeta } from '../evaluation/incomplete-beta.ts';

/** A percentile (0 to 1) of so many independent values, to be bounded with one-sided `confidence`. */
export interface PercentileQuestion {
  readonly values: number;
  readonly percentile: number;
  readonly confidence: number;
}

/**
 * Exact one-sided bounds of a percentile by order statistics, whatever the distribution: the rank, from 1, of the sorted value that lies
 * at or above the true percentile with chance `confidence`, and of the one at or below it. Undefined when so few values cannot say.
 * Source: David and Nagaraja, Order Statistics, 3rd edition, 7.1; a tie or a jump of the distribution only makes them safer.
 */
export function percentileRanks(question: PercentileQuestion): {
  readonly lower: number | undefined;
  readonly upper: number | undefined;
} {
  const { values, percentile, confidence } = question;
  const ranks = Array.from({ length: values }, (_, index) => index + 1);
  return {
    // The k-th value is above unless k or more values lie below the percentile.
    upper: ranks.find((rank) => 1 - atLeast(rank, { values, share: percentile }) >= confidence),
    // The k-th value is below if k or more values do.
    lower: ranks.findLast((rank) => atLeast(rank, { values, share: percentile }) >= confidence),
  };
}

/** The fewest values by which a percentile has an upper bound: the largest of them lies below it with chance percentile^n. */
export function valuesNeeded({ percentile, confidence }: Omit<PercentileQuestion, 'values'>): number {
  return Math.ceil(Math.log1p(-confidence) / Math.log(percentile) - 1e-9);
}

/** P(X >= count) of a binomial X. */
function atLeast(count: number, { values, share }: { values: number; share: number }): number {
  return incompleteBeta(share, count, values - count + 1);
}
