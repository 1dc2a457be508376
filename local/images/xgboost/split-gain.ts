/** What penalises a split or a leaf, named as XGBoost names it. */
export interface Regularization {
  readonly lambda: number;
  readonly alpha: number;
  readonly gamma: number;
  readonly minChildWeight: number;
}

/** XGBoost's kRtEps: a split must gain more than this. */
export const LEAST_GAIN = Math.fround(1e-6);

/**
 * What a node with these sums of gradients and hessians contributes to the objective (Chen and Guestrin 2016, eq. 6).
 * The gradient, its square and the quotient are each rounded to float32, as in XGBoost: that decides between equal splits.
 */
export function nodeGain(gradient: number, hessian: number, penalty: Regularization): number {
  if (hessian <= 0) return 0;
  const shrunk = softThreshold(gradient, penalty.alpha);
  return Math.fround(Math.fround(shrunk * shrunk) / (hessian + penalty.lambda));
}

/** The best constant for a node (eq. 5), as float32, before it is multiplied by the learning rate. */
export function nodeWeight(gradient: number, hessian: number, penalty: Regularization): number {
  if (hessian < penalty.minChildWeight || hessian <= 0) return 0;
  return Math.fround(-softThreshold(gradient, penalty.alpha) / (hessian + penalty.lambda));
}

/** The gradient after the L1 penalty, as float32. */
function softThreshold(gradient: number, alpha: number): number {
  if (gradient > alpha) return Math.fround(gradient - alpha);
  return gradient < -alpha ? Math.fround(gradient + alpha) : 0;
}
