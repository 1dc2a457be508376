/** Probabilities are kept this far from 0 and 1, so that one confident mistake does not make the loss infinite. */
const CLIP = 1e-15;

/** Per row: minus the logarithm of the probability given to what happened. */
export function logLosses(labels: Float64Array, scores: Float64Array): Float64Array {
  return labels.map((label, row) => {
    const probability = Math.min(1 - CLIP, Math.max(CLIP, scores[row]!));
    return label === 1 ? -Math.log(probability) : -Math.log1p(-probability);
  });
}

/** Per row: the squared distance of score and label. Its mean is the Brier score, or the mean squared error. */
export function squaredErrors(labels: Float64Array, scores: Float64Array): Float64Array {
  return labels.map((label, row) => (scores[row]! - label) ** 2);
}

export function absoluteErrors(labels: Float64Array, scores: Float64Array): Float64Array {
  return labels.map((label, row) => Math.abs(scores[row]! - label));
}

export function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
