/** XGBoost's floor under a hessian. */
const LEAST_HESSIAN = 1e-16;

/** What a model is trained for: from margins (sums of leaves) to predictions, and the derivatives of the loss. */
export interface Objective {
  readonly name: string;
  /** The metric XGBoost reports when none is asked for. */
  readonly defaultMetric: string;
  /** Why a label cannot be learnt, or undefined. */
  rejects(label: number): string | undefined;
  /** The margin that a base score stands for. */
  margin(baseScore: number): number;
  /** Writes the prediction at each margin, float32. Both may be the same array. */
  predict(margins: Float32Array, into: Float32Array): void;
  /** Writes a pair (gradient, hessian) per row, float32. */
  gradients(into: Float32Array, at: { readonly predictions: Float32Array; readonly labels: Float32Array }): void;
}

/** The objective of that name, or undefined. `scalePosWeight` multiplies the weight of rows labelled 1. */
export function findObjective(
  name: string,
  { scalePosWeight }: { readonly scalePosWeight: number },
): Objective | undefined {
  if (name === squaredError.name) return squaredError;
  return name === 'binary:logistic' ? binaryLogistic(scalePosWeight) : undefined;
}

function binaryLogistic(scalePosWeight: number): Objective {
  return {
    name: 'binary:logistic',
    defaultMetric: 'logloss',
    rejects: (label) => (label >= 0 && label <= 1 ? undefined : 'binary:logistic takes labels from 0 to 1'),
    margin: (baseScore) => -Math.log(1 / baseScore - 1),
    predict(margins, into) {
      for (let row = 0; row < margins.length; row++) into[row] = 1 / (1 + Math.exp(-margins[row]!));
    },
    gradients(into, { predictions, labels }) {
      for (let row = 0; row < labels.length; row++) {
        const probability = predictions[row]!;
        const label = labels[row]!;
        const weight = label === 1 ? scalePosWeight : 1;
        into[2 * row] = Math.fround(probability - label) * weight;
        into[2 * row + 1] = Math.max(Math.fround(probability * Math.fround(1 - probability)), LEAST_HESSIAN) * weight;
      }
    },
  };
}

const squaredError: Objective = {
  name: 'reg:squarederror',
  defaultMetric: 'rmse',
  rejects: () => undefined,
  margin: (baseScore) => baseScore,
  predict: (margins, into) => into.set(margins),
  gradients(into, { predictions, labels }) {
    for (let row = 0; row < labels.length; row++) {
      into[2 * row] = predictions[row]! - labels[row]!;
      into[2 * row + 1] = 1;
    }
  },
};
