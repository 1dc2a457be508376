/** XGBoost's floor under a hessian. */
const LEAST_HESSIAN = 1e-16;

/** What a model is trained for: from margins (sums of leaves) to predictions, and the derivatives of the loss. */
export interface Objective {
  readonly name: string;
  /** Margins, and so predictions and trees a round, per row: 1, or one for each class. */
  readonly outputs: number;
  /** The metric XGBoost reports when none is asked for. */
  readonly defaultMetric: string;
  /** Why a label cannot be learnt, or undefined. */
  rejects(label: number): string | undefined;
  /** The margin that a base score stands for. */
  margin(baseScore: number): number;
  /** Writes the prediction at each margin, float32: all rows of the first output, then of the next. Both may be the same array. */
  predict(margins: Float32Array, into: Float32Array): void;
  /** Writes a pair (gradient, hessian) per row, float32, of one output. */
  gradients(into: Float32Array, at: Predicted): void;
}

/** One output's predictions of the labelled rows. */
export interface Predicted {
  readonly predictions: Float32Array;
  readonly labels: Float32Array;
  readonly output: number;
}

/** The objective of that name, or undefined. `scalePosWeight` multiplies the weight of rows labelled 1. */
export function findObjective(
  name: string,
  { scalePosWeight, classes }: { readonly scalePosWeight: number; readonly classes: number },
): Objective | undefined {
  switch (name) {
    case 'reg:squarederror':
      return squaredError;
    case 'binary:logistic':
      return binaryLogistic(scalePosWeight);
    case 'multi:softprob':
      return multiSoftprob(classes);
    default:
      return undefined;
  }
}

function binaryLogistic(scalePosWeight: number): Objective {
  return {
    name: 'binary:logistic',
    outputs: 1,
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

/** A probability for each class. The base score is the same for all of them, so it changes nothing. */
function multiSoftprob(classes: number): Objective {
  return {
    name: 'multi:softprob',
    outputs: classes,
    defaultMetric: 'mlogloss',
    rejects: (label) =>
      Number.isInteger(label) && label >= 0 && label < classes
        ? undefined
        : `multi:softprob takes whole numbers from 0 to num_class - 1, ${classes - 1}`,
    margin: (baseScore) => baseScore,
    predict: (margins, into) => softmax(margins, into, classes),
    gradients(into, { predictions, labels, output }) {
      for (let row = 0; row < labels.length; row++) {
        const probability = predictions[row]!;
        into[2 * row] = labels[row] === output ? probability - 1 : probability;
        // XGBoost's hessian of a class is twice the diagonal of the softmax's, a bound of the whole matrix.
        const hessian = Math.fround(2 * probability) * Math.fround(1 - probability);
        into[2 * row + 1] = Math.max(hessian, LEAST_HESSIAN);
      }
    },
  };
}

/** Exponentials in float32 about the largest margin, their sum in double, as XGBoost takes them. */
function softmax(margins: Float32Array, into: Float32Array, classes: number): void {
  const rows = margins.length / classes;
  for (let row = 0; row < rows; row++) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let at = row; at < margins.length; at += rows) largest = Math.max(largest, margins[at]!);
    let sum = 0;
    for (let at = row; at < margins.length; at += rows) {
      into[at] = Math.exp(Math.fround(margins[at]! - largest));
      sum += into[at]!;
    }
    sum = Math.fround(sum);
    for (let at = row; at < margins.length; at += rows) into[at] = into[at]! / sum;
  }
}

const squaredError: Objective = {
  name: 'reg:squarederror',
  outputs: 1,
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
