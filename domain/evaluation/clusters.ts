import { studentQuantile } from './student-t.ts';

/** Which cluster each row is in: 0 to count - 1. */
export interface Clusters {
  readonly codes: Uint32Array;
  readonly count: number;
}

/** A number with how sure it is. */
export interface Estimate {
  readonly value: number;
  readonly standardError: number;
  /** Of Student's t. */
  readonly degreesOfFreedom: number;
}

/** Every row for itself. */
export function unclustered(rows: number): Clusters {
  return { codes: Uint32Array.from({ length: rows }, (_, row) => row), count: rows };
}

/** Sums of a value over clusters. */
export function clusterSums(values: Float64Array, { codes, count }: Clusters): Float64Array {
  const sums = new Float64Array(count);
  for (let row = 0; row < values.length; row += 1) sums[codes[row]!]! += values[row]!;
  return sums;
}

/**
 * Standard error of a sum of influences that add up to zero over all rows: G/(G-1) times the sum of squared cluster sums.
 * Source: Liang and Zeger, Biometrika 73, 1986, with the usual correction for few clusters.
 */
export function clusteredStandardError(influences: Float64Array, clusters: Clusters): number {
  const sums = clusterSums(influences, clusters);
  const squares = sums.reduce((sum, value) => sum + value * value, 0);
  return Math.sqrt((squares * clusters.count) / (clusters.count - 1));
}

/** Mean of a value per row, its error over clusters. */
export function clusteredMean(values: Float64Array, clusters: Clusters): Estimate {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const influences = values.map((value) => (value - mean) / values.length);
  return estimate(mean, clusteredStandardError(influences, clusters), clusters);
}

export function estimate(value: number, standardError: number, { count }: Clusters): Estimate {
  return { value, standardError, degreesOfFreedom: Math.max(1, count - 1) };
}

/** One-sided bounds, each of which holds with the given confidence; infinite when the error is unknown, as with one cluster. */
export function bounds({ value, standardError, degreesOfFreedom }: Estimate, confidence: number): [number, number] {
  if (!Number.isFinite(standardError)) return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  if (standardError === 0) return [value, value];
  const reach = studentQuantile(confidence, degreesOfFreedom) * standardError;
  return [value - reach, value + reach];
}
