import { type Clusters, clusteredStandardError, type Estimate, estimate } from './clusters.ts';

/** Intercept and slope on the logit scale. */
export interface Line {
  readonly intercept: number;
  readonly slope: number;
}

export interface Recalibration {
  readonly labels: Float64Array;
  readonly logits: Float64Array;
  /** How many rows each stands for; one each when absent. */
  readonly weights?: Float64Array;
  readonly clusters: Clusters;
  /** Otherwise the slope stays as it is given. */
  readonly fitSlope: boolean;
}

const MOST_STEPS = 50;

/** Newton doubles the digits: after a step this small, the next one would change nothing. */
const SMALL = 1e-9;

/** Bins of logits, from which the solution is neared before all rows are asked: fine enough to leave one step and its proof. */
const BINS = 1 << 14;

/** Fewer rows than this need no such start. */
const WORTH_A_START = 50_000;

/** Logistic regression of the label on the logit by Newton's method, its errors by the sandwich over clusters. */
export function recalibrate(data: Recalibration, start: Line): { intercept: Estimate; slope: Estimate } {
  const near = data.labels.length < WORTH_A_START ? start : solve(binned(data), start).line;
  const { line, step } = solve(data, near);
  const [[a, b], [, d]] = step.inverse;
  const { ofIntercept, ofSlope } = step;
  const of = (p: number, q: number) =>
    clusteredStandardError(ofIntercept.map((score, cluster) => p * score + q * ofSlope[cluster]!));
  return {
    intercept: estimate(line.intercept, of(a, b), data.clusters),
    slope: estimate(line.slope, of(b, d), data.clusters),
  };
}

/** Rows of about the same logit as one row that stands for all of them, in one cluster, as its errors are not asked. */
function binned({ labels, logits, fitSlope }: Recalibration): Recalibration {
  const sums = { labels: new Float64Array(BINS), logits: new Float64Array(BINS), weights: new Float64Array(BINS) };
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 0; row < logits.length; row += 1) {
    low = Math.min(low, logits[row]!);
    high = Math.max(high, logits[row]!);
  }
  const scale = (BINS - 1) / (high - low || 1);
  for (let row = 0; row < logits.length; row += 1) {
    const logit = logits[row]!;
    const bin = Math.floor((logit - low) * scale);
    sums.labels[bin] = sums.labels[bin]! + labels[row]!;
    sums.logits[bin] = sums.logits[bin]! + logit;
    sums.weights[bin] = sums.weights[bin]! + 1;
  }
  const perRow = (values: Float64Array) => values.map((sum, bin) => sum / (sums.weights[bin]! || 1));
  return {
    labels: perRow(sums.labels),
    logits: perRow(sums.logits),
    weights: sums.weights,
    fitSlope,
    clusters: { codes: new Uint32Array(BINS), count: 1 },
  };
}

/** The solution, with the last step to it, which was too small to change what it was made of. */
function solve(data: Recalibration, start: Line): { line: Line; step: Step } {
  let { intercept, slope } = start;
  for (let count = 1; ; count += 1) {
    const step = newtonStep(data, { intercept, slope });
    intercept += step.change[0];
    slope += step.change[1];
    const size = Math.abs(step.change[0]) + Math.abs(step.change[1]);
    if (!(size > SMALL) || count === MOST_STEPS) return { line: { intercept, slope }, step };
  }
}

interface Step {
  readonly change: readonly [number, number];
  /** Inverse of the information matrix. */
  readonly inverse: readonly [readonly [number, number], readonly [number, number]];
  /** Sums of the score function over each cluster. */
  readonly ofIntercept: Float64Array;
  readonly ofSlope: Float64Array;
}

function newtonStep(
  { labels, logits, weights, fitSlope, clusters: { codes, count } }: Recalibration,
  { intercept, slope }: Line,
): Step {
  const ofIntercept = new Float64Array(count);
  const ofSlope = new Float64Array(count);
  let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0];
  for (let row = 0; row < labels.length; row += 1) {
    const x = logits[row]!;
    const probability = 1 / (1 + Math.exp(-intercept - slope * x));
    const rows = weights === undefined ? 1 : weights[row]!;
    const residual = rows * (labels[row]! - probability);
    const weight = rows * probability * (1 - probability);
    g0 += residual;
    g1 += residual * x;
    const cluster = codes[row]!;
    ofIntercept[cluster] = ofIntercept[cluster]! + residual;
    ofSlope[cluster] = ofSlope[cluster]! + residual * x;
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
      ofIntercept,
      ofSlope,
    };
  const determinant = h00 * h11 - h01 * h01;
  const [a, b, d] = [h11 / determinant, -h01 / determinant, h00 / determinant];
  return {
    change: [a * g0 + b * g1, b * g0 + d * g1],
    inverse: [
      [a, b],
      [b, d],
    ],
    ofIntercept,
    ofSlope,
  };
}
