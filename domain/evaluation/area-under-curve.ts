import { type Clusters, type Estimate, estimate } from './clusters.ts';

/** One model's scores of some rows in ascending order, with the labels in that order. */
export interface Ranked {
  /** Rows by ascending score. */
  readonly order: Uint32Array;
  readonly scores: Float64Array;
  readonly labels: Float64Array;
}

/**
 * AUC of one set of scores, with what DeLong's variance is made of: the sums over each cluster of its positives' and its
 * negatives' placements. The placement of a positive is the share of negatives it is ranked above; of a negative, the share
 * of positives ranked above it. A tie counts half.
 */
export interface Placements {
  readonly auc: number;
  readonly ofPositives: Float64Array;
  readonly ofNegatives: Float64Array;
}

/** Area under the ROC curve, ties counted half, by one walk over the ranked rows. Needs both classes. */
export function placements({ order, scores, labels }: Ranked, { codes, count }: Clusters): Placements {
  const n = order.length;
  let positives = 0;
  for (let place = 0; place < n; place += 1) positives += labels[place]!;
  const negatives = n - positives;
  const ofPositives = new Float64Array(count);
  const ofNegatives = new Float64Array(count);
  let [positivesBelow, negativesBelow, total] = [0, 0, 0];
  for (let start = 0; start < n; ) {
    const score = scores[start]!;
    let end = start;
    let tiedPositives = 0;
    while (end < n && scores[end] === score) {
      tiedPositives += labels[end]!;
      end += 1;
    }
    const tiedNegatives = end - start - tiedPositives;
    // Shares of all negatives and positives only once all are summed.
    const ofPositive = negativesBelow + tiedNegatives / 2;
    const ofNegative = positives - positivesBelow - tiedPositives / 2;
    for (let place = start; place < end; place += 1) {
      const cluster = codes[order[place]!]!;
      if (labels[place] === 1) ofPositives[cluster] = ofPositives[cluster]! + ofPositive;
      else ofNegatives[cluster] = ofNegatives[cluster]! + ofNegative;
    }
    total += tiedPositives * ofPositive;
    positivesBelow += tiedPositives;
    negativesBelow += tiedNegatives;
    start = end;
  }
  for (let cluster = 0; cluster < count; cluster += 1) {
    ofPositives[cluster] = ofPositives[cluster]! / negatives;
    ofNegatives[cluster] = ofNegatives[cluster]! / positives;
  }
  return { auc: total / (positives * negatives), ofPositives, ofNegatives };
}

/** Positives and all rows of each cluster. */
export interface ClassCounts {
  readonly positives: Float64Array;
  readonly sizes: Uint32Array;
}

/**
 * An AUC, or the difference of two models' AUCs on the same rows when `placed` is the difference of their placements, with
 * DeLong's error over clusters. Source: Obuchowski, Biometrics 53, 1997; with every row its own cluster it is DeLong, DeLong
 * and Clarke-Pearson, Biometrics 44, 1988.
 */
export function clusteredAuc(
  { auc, ofPositives, ofNegatives }: Placements,
  { positives, sizes }: ClassCounts,
): Estimate {
  const count = sizes.length;
  let [aa, bb, ab, withPositives, withNegatives, m, n] = [0, 0, 0, 0, 0, 0, 0];
  for (let cluster = 0; cluster < count; cluster += 1) {
    const inPositives = positives[cluster]!;
    const inNegatives = sizes[cluster]! - inPositives;
    const a = ofPositives[cluster]! - inPositives * auc;
    const b = ofNegatives[cluster]! - inNegatives * auc;
    aa += a * a;
    bb += b * b;
    ab += a * b;
    m += inPositives;
    n += inNegatives;
    if (inPositives > 0) withPositives += 1;
    if (inNegatives > 0) withNegatives += 1;
  }
  const variance =
    (aa * corrected(withPositives)) / (m * m) +
    (bb * corrected(withNegatives)) / (n * n) +
    (2 * ab * corrected(count)) / (m * n);
  return estimate(auc, Math.sqrt(Math.max(0, variance)), { count });
}

/** Correction for few clusters. One cluster alone says nothing about its own error. */
function corrected(count: number): number {
  return count / (count - 1);
}

/** The difference of two models' placements of the same rows: sums are linear. */
export function placementDifference(a: Placements, b: Placements): Placements {
  const minus = (left: Float64Array, right: Float64Array) => left.map((value, cluster) => value - right[cluster]!);
  return {
    auc: a.auc - b.auc,
    ofPositives: minus(a.ofPositives, b.ofPositives),
    ofNegatives: minus(a.ofNegatives, b.ofNegatives),
  };
}
