import type { Estimate } from '../evaluation/clusters.ts';
import { studentQuantile, studentTail } from '../evaluation/student-t.ts';

/** Fewer clusters say too little of their own error. */
export const LEAST_CLUSTERS = 5;

/** Student's distribution of so many degrees of freedom is the normal one to nine digits where it is used. */
const NORMAL = 1e9;

/**
 * How many standard errors an estimate of `rows` rows may be off, at all looks from the first to the last together, with chance `alpha`
 * at most on one side; the bound is narrowest at about `at` rows. Source: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-uniform
 * central limit theory and asymptotic confidence sequences", Annals of Statistics 52, 2024, one-sided, with the rho of its section 3.
 */
export function uniformReach({ rows, at, alpha }: { rows: number; at: number; alpha: number }): number {
  const odds = -2 * Math.log(2 * alpha);
  const scaled = (rows * (odds + Math.log(odds + 1))) / at;
  return Math.sqrt(((2 * (scaled + 1)) / scaled) * Math.log(1 + Math.sqrt(scaled + 1) / (2 * alpha)));
}

/**
 * Lower and upper bound that both hold at every look, each with chance 1 - alpha. Few clusters widen them as Student's t does. Infinite
 * where the error is not known.
 */
export function uniformBounds(
  { value, standardError, degreesOfFreedom }: Estimate,
  look: { rows: number; at: number; alpha: number },
): [number, number] {
  if (!Number.isFinite(standardError) || degreesOfFreedom < LEAST_CLUSTERS - 1)
    return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const tail = studentTail(uniformReach(look), NORMAL);
  const reach = studentQuantile(1 - tail, degreesOfFreedom) * standardError;
  return [value - reach, value + reach];
}
