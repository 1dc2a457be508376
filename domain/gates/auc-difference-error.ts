/** An AUC to be expected, and the rows it will be measured on. */
export interface ExpectedAuc {
  readonly auc: number;
  readonly positives: number;
  readonly negatives: number;
  /** Of the two AUCs: 0.9 to 0.97 for successive versions. */
  readonly correlation: number;
}

/**
 * Standard error of the difference of two AUCs on the same independent rows, before anything has been measured. Source: Hanley
 * and McNeil, Radiology 143, 1982 and 148, 1983.
 */
export function aucDifferenceError({ auc, positives, negatives, correlation }: ExpectedAuc): number {
  const q1 = auc / (2 - auc);
  const q2 = (2 * auc * auc) / (1 + auc);
  const variance =
    (auc * (1 - auc) + (positives - 1) * (q1 - auc * auc) + (negatives - 1) * (q2 - auc * auc)) /
    (positives * negatives);
  return Math.sqrt(2 * (1 - correlation) * variance);
}
