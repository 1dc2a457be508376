import { type Clusters, clusterSums, type Estimate, estimate } from './clusters.ts';

/** AUC of one set of scores, with what DeLong's variance is made of. */
export interface Placements {
  readonly auc: number;
  /**
   * Per row: of a positive, the share of negatives it is ranked above; of a negative, the share of positives ranked above it.
   * A tie counts half.
   */
  readonly values: Float64Array;
}

/** One model's scores of the same rows. */
export interface Ranked {
  /** Rows by ascending score. */
  readonly order: Uint32Array;
  readonly scores: Float64Array;
}

/** Area under the ROC curve, ties counted half, by one walk over the ranked rows. Needs both classes. */
export function placements(labels: Float64Array, { order, scores }: Ranked): Placements {
  const n = order.length;
  let positives = 0;
  for (let row = 0; row < n; row += 1) positives += labels[row]!;
  const negatives = n - positives;
  const values = new Float64Array(n);
  let [positivesBelow, negativesBelow, total] = [0, 0, 0];
  for (let start = 0; start < n; ) {
    const score = scores[order[start]!]!;
    let end = start;
    let tiedPositives = 0;
    while (end < n && scores[order[end]!] === score) {
      tiedPositives += labels[order[end]!]!;
      end += 1;
    }
    const tiedNegatives = end - start - tiedPositives;
    const ofPositive = (negativesBelow + tiedNegatives / 2) / negatives;
    const ofNegative = 1 - (positivesBelow + tiedPositives / 2) / positives;
    for (let place = start; place < end; place += 1) {
      const row = order[place]!;
      values[row] = labels[row] === 1 ? ofPositive : ofNegative;
    }
    total += tiedPositives * (negativesBelow + tiedNegatives / 2);
    positivesBelow += tiedPositives;
    negativesBelow += tiedNegatives;
    start = end;
  }
  return { auc: total / (positives * negatives), values };
}

/**
 * AUC, or the difference of two models' AUCs on the same rows when `placed` holds the differences, with DeLong's error over
 * clusters. Source: Obuchowski, Biometrics 53, 1997; with every row its own cluster it is DeLong, DeLong and Clarke-Pearson,
 * Biometrics 44, 1988.
 */
export function clusteredAuc(labels: Float64Array, { auc, values }: Placements, clusters: Clusters): Estimate {
  const ofPositives = values.map((value, row) => (labels[row] === 1 ? value - auc : 0));
  const ofNegatives = values.map((value, row) => (labels[row] === 1 ? 0 : value - auc));
  const counts = clusterSums(labels, clusters);
  const sizes = clusterSums(new Float64Array(labels.length).fill(1), clusters);
  const a = clusterSums(ofPositives, clusters);
  const b = clusterSums(ofNegatives, clusters);
  let [aa, bb, ab, withPositives, withNegatives, positives] = [0, 0, 0, 0, 0, 0];
  for (let cluster = 0; cluster < clusters.count; cluster += 1) {
    aa += a[cluster]! ** 2;
    bb += b[cluster]! ** 2;
    ab += a[cluster]! * b[cluster]!;
    positives += counts[cluster]!;
    if (counts[cluster]! > 0) withPositives += 1;
    if (sizes[cluster]! > counts[cluster]!) withNegatives += 1;
  }
  const negatives = labels.length - positives;
  const variance =
    (aa * corrected(withPositives)) / positives ** 2 +
    (bb * corrected(withNegatives)) / negatives ** 2 +
    (2 * ab * corrected(clusters.count)) / (positives * negatives);
  return estimate(auc, Math.sqrt(Math.max(0, variance)), clusters);
}

/** Correction for few clusters. One cluster alone says nothing about its own error. */
function corrected(count: number): number {
  return count / (count - 1);
}

/** The difference of two models' placements of the same rows. */
export function placementDifference(a: Placements, b: Placements): Placements {
  return { auc: a.auc - b.auc, values: a.values.map((value, row) => value - b.values[row]!) };
}
