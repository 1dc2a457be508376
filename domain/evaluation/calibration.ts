import { type Clusters, clusteredStandardError, clusterSums, type Estimate, estimate } from './clusters.ts';
import { type Line, recalibrate } from './recalibration.ts';

/** Logits are cut here: a probability of 1e-15 is as good as none. */
const FURTHEST_LOGIT = Math.log(1e15);

export interface Calibration {
  /** Logarithm of observed over expected events: its error is symmetric on this scale. */
  readonly logOe: Estimate;
  /** Calibration in the large: what must be added to every logit so that the mean fits. */
  readonly intercept: Estimate;
  /** Slope of a logistic recalibration: below 1 the scores are too extreme. */
  readonly slope: Estimate;
}

/**
 * How well probabilities mean what they say, each with its error over clusters. Source: Van Calster et al., "Calibration: the
 * Achilles heel of predictive analytics", BMC Medicine 17, 2019.
 */
export function calibrate(labels: Float64Array, scores: Float64Array, clusters: Clusters): Calibration {
  const logits = logitsOf(scores);
  const asIs: Line = { intercept: 0, slope: 1 };
  return {
    logOe: observedOverExpected(labels, scores, clusters),
    intercept: recalibrate({ labels, logits, clusters, fitSlope: false }, asIs).intercept,
    slope: recalibrate({ labels, logits, clusters, fitSlope: true }, asIs).slope,
  };
}

function logitsOf(scores: Float64Array): Float64Array {
  const logits = new Float64Array(scores.length);
  for (let row = 0; row < logits.length; row += 1) {
    const score = scores[row]!;
    logits[row] = Math.max(-FURTHEST_LOGIT, Math.min(FURTHEST_LOGIT, Math.log(score / (1 - score))));
  }
  return logits;
}

export function observedOverExpected(labels: Float64Array, scores: Float64Array, clusters: Clusters): Estimate {
  const observed = clusterSums(labels, clusters);
  const expected = clusterSums(scores, clusters);
  const total = (sums: Float64Array) => sums.reduce((all, sum) => all + sum, 0);
  const [allObserved, allExpected] = [total(observed), total(expected)];
  const contributions = observed.map((sum, cluster) => sum / allObserved - expected[cluster]! / allExpected);
  return estimate(Math.log(allObserved / allExpected), clusteredStandardError(contributions), clusters);
}
