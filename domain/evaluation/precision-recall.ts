import type { Ranked } from './area-under-curve.ts';

/** Counts of a decision at a threshold: positive from the threshold on. */
export interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
}

/** Whether a row counts, or is left out. */
export type Kept = (row: number) => boolean;

/** Walks over ranked rows, where the decision changes once. */
export function confusionAt({ order, scores, labels }: Ranked, threshold: number, kept?: Kept): Confusion {
  let [positives, decisions, truePositives] = [0, 0, 0];
  for (let place = 0; place < order.length; place += 1) {
    if (kept !== undefined && !kept(order[place]!)) continue;
    const label = labels[place]!;
    positives += label;
    if (scores[place]! < threshold) continue;
    decisions += 1;
    truePositives += label;
  }
  return { truePositives, falsePositives: decisions - truePositives, falseNegatives: positives - truePositives };
}

/** NaN when nothing was decided positive. */
export function precision({ truePositives, falsePositives }: Confusion): number {
  return truePositives / (truePositives + falsePositives);
}

/** NaN when nothing is positive. */
export function recall({ truePositives, falseNegatives }: Confusion): number {
  return truePositives / (truePositives + falseNegatives);
}

/** Harmonic mean of precision and recall; NaN when there is neither a positive nor a decision for one. */
export function f1({ truePositives, falsePositives, falseNegatives }: Confusion): number {
  return (2 * truePositives) / (2 * truePositives + falsePositives + falseNegatives);
}

/**
 * Area under the precision-recall curve as average precision: precision at each score that adds recall, weighted by the
 * recall it adds, rows of equal score taken together.
 */
export function averagePrecision({ order, scores, labels }: Ranked, kept?: Kept): number {
  let [area, found, seen] = [0, 0, 0];
  for (let end = order.length; end > 0; ) {
    const score = scores[end - 1]!;
    let added = 0;
    while (end > 0 && scores[end - 1] === score) {
      end -= 1;
      if (kept !== undefined && !kept(order[end]!)) continue;
      seen += 1;
      added += labels[end]!;
    }
    found += added;
    if (added > 0) area += (added * found) / seen;
  }
  return area / found;
}
