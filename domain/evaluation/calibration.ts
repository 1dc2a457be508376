import { type Clusters, clusteredStandardError, clusterSums, type Estimate, estimate } from './clusters.ts';

/** Logits are cut here: a probability of 1e-15 is as good as none. */
const FURTHEST_LOGIT = Math.log(1e15);

const STEPS = 50;

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
  const logits = scores.map(logit);
  return {
    logOe: observedOverExpected(labels, scores, clusters),
    intercept: recalibrate({ labels, logits, clusters }, [0, 1], { fitSlope: false })[0],
    slope: recalibrate({ labels, logits, clusters }, [0, 1], { fitSlope: true })[1],
  };
}

function logit(probability: number): number {
  const value = Math.log(probability) - Math.log1p(-probability);
  return Math.max(-FURTHEST_LOGIT, Math.min(FURTHEST_LOGIT, value));
}

function observedOverExpected(labels: Float64Array, scores: Float64Array, clusters: Clusters): Estimate {
  const observed = labels.reduce((sum, value) => sum + value, 0);
  const expected = scores.reduce((sum, value) => sum + value, 0);
  const influences = labels.map((label, row) => label / observed - scores[row]! / expected);
  return estimate(Math.log(observed / expected), clusteredStandardError(influences, clusters), clusters);
}

interface Recalibration {
  readonly labels: Float64Array;
  readonly logits: Float64Array;
  readonly clusters: Clusters;
}

/** Logistic regression of the label on intercept and logit by Newton's method, its errors by the sandwich over clusters. */
function recalibrate(
  { labels, logits, clusters }: Recalibration,
  start: readonly [number, number],
  { fitSlope }: { fitSlope: boolean },
): [Estimate, Estimate] {
  let [intercept, slope] = start;
  let step = normalEquations({ labels, logits, clusters }, [intercept, slope], fitSlope);
  for (let count = 0; count < STEPS; count += 1) {
    intercept += step.change[0];
    slope += step.change[1];
    const done =
      Math.abs(step.change[0]) + Math.abs(step.change[1]) < 1e-13 * (Math.abs(intercept) + Math.abs(slope) + 1);
    step = normalEquations({ labels, logits, clusters }, [intercept, slope], fitSlope);
    if (done) break;
  }
  const residuals = labels.map((label, row) => label - sigmoid(intercept + slope * logits[row]!));
  const first = clusterSums(residuals, clusters);
  const second = clusterSums(
    residuals.map((residual, row) => residual * logits[row]!),
    clusters,
  );
  const [[a, b], [, d]] = step.inverse;
  let [varianceOfIntercept, varianceOfSlope] = [0, 0];
  for (let cluster = 0; cluster < clusters.count; cluster += 1) {
    varianceOfIntercept += (a * first[cluster]! + b * second[cluster]!) ** 2;
    varianceOfSlope += (b * first[cluster]! + d * second[cluster]!) ** 2;
  }
  const correction = clusters.count / (clusters.count - 1);
  return [
    estimate(intercept, Math.sqrt(varianceOfIntercept * correction), clusters),
    estimate(slope, Math.sqrt(varianceOfSlope * correction), clusters),
  ];
}

interface Step {
  readonly change: readonly [number, number];
  /** Inverse of the information matrix. */
  readonly inverse: readonly [readonly [number, number], readonly [number, number]];
}

function normalEquations(
  { labels, logits }: Recalibration,
  [intercept, slope]: readonly [number, number],
  fitSlope: boolean,
): Step {
  let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0];
  for (let row = 0; row < labels.length; row += 1) {
    const x = logits[row]!;
    const probability = sigmoid(intercept + slope * x);
    const residual = labels[row]! - probability;
    const weight = probability * (1 - probability);
    g0 += residual;
    g1 += residual * x;
    h00 += weight;
    h01 += weight * x;
    h11 += weight * x * x;
  }
  if (!fitSlope)
    return {
      change: [g0 / h00, 0],
      inverse: [
        [1 / h00, 0],
        [0, 0],
      ],
    };
  const determinant = h00 * h11 - h01 * h01;
  const [a, b, d] = [h11 / determinant, -h01 / determinant, h00 / determinant];
  return {
    change: [a * g0 + b * g1, b * g0 + d * g1],
    inverse: [
      [a, b],
      [b, d],
    ],
  };
}

function sigmoid(value: number): number {
  return value >= 0 ? 1 / (1 + Math.exp(-value)) : Math.exp(value) / (1 + Math.exp(value));
}
