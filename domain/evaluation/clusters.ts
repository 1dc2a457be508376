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
  for (let row = 0; row < values.length; row += 1) {
    const code = codes[row]!;
    sums[code] = sums[code]! + values[row]!;
  }
  return sums;
}

/** Rows of each cluster. */
export function clusterSizes({ codes, count }: Clusters): Uint32Array {
  const sizes = new Uint32Array(count);
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row]!;
    sizes[code] = sizes[code]! + 1;
  }
  return sizes;
}

/**
 * Standard error of a statistic from what each cluster contributes to it, contributions that add up to zero: G/(G-1) times
 * the sum of their squares. Source: Liang and Zeger, Biometrika 73, 1986, with the usual correction for few clusters.
 */
export function clusteredStandardError(contributions: Float64Array): number {
  const count = contributions.length;
  let squares = 0;
  for (const contribution of contributions) squares += contribution * contribution;
  return Math.sqrt((squares * count) / (count - 1));
}

/** Mean of a value per row, its error over clusters. */
export function clusteredMean(values: Float64Array, clusters: Clusters): Estimate {
  const sums = clusterSums(values, clusters);
  const sizes = clusterSizes(clusters);
  const mean = sums.reduce((total, sum) => total + sum, 0) / values.length;
  const contributions = sums.map((sum, cluster) => (sum - sizes[cluster]! * mean) / values.length);
  return estimate(mean, clusteredStandardError(contributions), clusters);
}

export function estimate(value: number, standardError: number, { count }: Pick<Clusters, 'count'>): Estimate {
  return { value, standardError, degreesOfFreedom: Math.max(1, count - 1) };
}

/** One-sided bounds, each of which holds with the given confidence; infinite when the error is unknown, as with one cluster. */
export function bounds({ value, standardError, degreesOfFreedom }: Estimate, confidence: number): [number, number] {
  if (!Number.isFinite(standardError)) return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  if (standardError === 0) return [value, value];
  const reach = studentQuantile(confidence, degreesOfFreedom) * standardError;
  return [value - reach, value + reach];
}
