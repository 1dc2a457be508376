import { type Clusters, clusteredStandardError, type Estimate, estimate } from './clusters.ts';

/** Intercept and slope on the logit scale. */
export interface Line {
  readonly intercept: number;
  readonly slope: number;
}

export interface Recalibration {
  readonly labels: Float64Array;
  readonly logits: Float64Array;
  readonly clusters: Clusters;
  /** Otherwise the slope stays as it is given. */
  readonly fitSlope: boolean;
}

const MOST_STEPS = 50;

/** Every so many rows serve to come near the solution before all of them are asked. */
const COARSE = 32;

/** Fewer rows than this need no such start. */
const WORTH_A_START = 50_000;

/** Logistic regression of the label on the logit by Newton's method, its errors by the sandwich over clusters. */
export function recalibrate(data: Recalibration, start: Line): { intercept: Estimate; slope: Estimate } {
  const near = data.labels.length < WORTH_A_START ? start : solve(data, start, { stride: COARSE });
  const line = solve(data, near, { stride: 1 });
  const [[a, b], [, d]] = newtonStep(data, line, 1).inverse;
  const { ofIntercept, ofSlope } = scores(data, line);
  const of = (p: number, q: number) =>
    clusteredStandardError(ofIntercept.map((score, cluster) => p * score + q * ofSlope[cluster]!));
  return {
    intercept: estimate(line.intercept, of(a, b), data.clusters),
    slope: estimate(line.slope, of(b, d), data.clusters),
  };
}

function solve(data: Recalibration, start: Line, { stride }: { stride: number }): Line {
  let { intercept, slope } = start;
  for (let count = 0; count < MOST_STEPS; count += 1) {
    const { change } = newtonStep(data, { intercept, slope }, stride);
    intercept += change[0];
    slope += change[1];
    // Newton doubles the digits: after a step this small, the next one would change nothing.
    if (!(Math.abs(change[0]) + Math.abs(change[1]) > 1e-7)) break;
  }
  return { intercept, slope };
}

interface Step {
  readonly change: readonly [number, number];
  /** Inverse of the information matrix. */
  readonly inverse: readonly [readonly [number, number], readonly [number, number]];
}

function newtonStep({ labels, logits, fitSlope }: Recalibration, { intercept, slope }: Line, stride: number): Step {
  let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0];
  for (let row = 0; row < labels.length; row += stride) {
    const x = logits[row]!;
    const probability = 1 / (1 + Math.exp(-intercept - slope * x));
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

/** Sums of the score function over each cluster. */
function scores({ labels, logits, clusters: { codes, count } }: Recalibration, { intercept, slope }: Line) {
  const ofIntercept = new Float64Array(count);
  const ofSlope = new Float64Array(count);
  for (let row = 0; row < labels.length; row += 1) {
    const x = logits[row]!;
    const residual = labels[row]! - 1 / (1 + Math.exp(-intercept - slope * x));
    const cluster = codes[row]!;
    ofIntercept[cluster] = ofIntercept[cluster]! + residual;
    ofSlope[cluster] = ofSlope[cluster]! + residual * x;
  }
  return { ofIntercept, ofSlope };
}
