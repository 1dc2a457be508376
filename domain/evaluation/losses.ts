/** Probabilities are kept this far from 0 and 1, so that one confident mistake does not make the loss infinite. */
const CLIP = 1e-15;

// Plain loops: a callback per element would cost more than the arithmetic, and there may be a million rows.

/** Per row: minus the logarithm of the probability given to what happened. */
export function logLosses(labels: Float64Array, scores: Float64Array): Float64Array {
  const losses = new Float64Array(labels.length);
  for (let row = 0; row < losses.length; row += 1) {
    const probability = labels[row] === 1 ? scores[row]! : 1 - scores[row]!;
    losses[row] = -Math.log(Math.min(1 - CLIP, Math.max(CLIP, probability)));
  }
  return losses;
}

/** The same of several classes, whose probabilities stand row after row; a label is the index of its class. */
export function classLogLosses(labels: Float64Array, probabilities: Float64Array): Float64Array {
  const losses = new Float64Array(labels.length);
  const width = probabilities.length / labels.length;
  for (let row = 0; row < losses.length; row += 1) {
    const probability = probabilities[row * width + labels[row]!]!;
    losses[row] = -Math.log(Math.min(1 - CLIP, Math.max(CLIP, probability)));
  }
  return losses;
}

/** Per row: the squared distance of score and label. Its mean is the Brier score, or the mean squared error. */
export function squaredErrors(labels: Float64Array, scores: Float64Array): Float64Array {
  const errors = difference(scores, labels);
  for (let row = 0; row < errors.length; row += 1) errors[row] = errors[row]! * errors[row]!;
  return errors;
}

export function absoluteErrors(labels: Float64Array, scores: Float64Array): Float64Array {
  const errors = difference(scores, labels);
  for (let row = 0; row < errors.length; row += 1) errors[row] = Math.abs(errors[row]!);
  return errors;
}

/** Element by element. */
export function difference(a: Float64Array, b: Float64Array): Float64Array {
  const differences = new Float64Array(a.length);
  for (let row = 0; row < differences.length; row += 1) differences[row] = a[row]! - b[row]!;
  return differences;
}

export function mean(values: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < values.length; row += 1) sum += values[row]!;
  return sum / values.length;
}
