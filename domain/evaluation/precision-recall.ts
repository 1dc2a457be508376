import type { Ranked } from './area-under-curve.ts';

/** Counts of a decision at a threshold: positive from the threshold on. */
export interface Confusion {
  truePositives: number;
  falsePositives: number;
  falseNegatives: number;
}

/** Weight of a row: 1, or 0 when it is left out. */
export type Kept = (row: number) => boolean;

const ALL: Kept = () => true;

export function confusionAt(
  labels: Float64Array,
  scores: Float64Array,
  { threshold, kept = ALL }: { threshold: number; kept?: Kept },
): Confusion {
  const counts: Confusion = { truePositives: 0, falsePositives: 0, falseNegatives: 0 };
  for (let row = 0; row < labels.length; row += 1) {
    if (!kept(row)) continue;
    const decided = scores[row]! >= threshold;
    if (labels[row] === 1) counts[decided ? 'truePositives' : 'falseNegatives'] += 1;
    else if (decided) counts.falsePositives += 1;
  }
  return counts;
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
export function averagePrecision(labels: Float64Array, { order, scores }: Ranked, kept: Kept = ALL): number {
  let [positives, area, found, seen] = [0, 0, 0, 0];
  for (let end = order.length; end > 0; ) {
    const score = scores[order[end - 1]!]!;
    let added = 0;
    while (end > 0 && scores[order[end - 1]!] === score) {
      end -= 1;
      const row = order[end]!;
      if (!kept(row)) continue;
      seen += 1;
      added += labels[row]!;
    }
    found += added;
    if (added > 0) area += (added * found) / seen;
    positives += added;
  }
  return area / positives;
}
