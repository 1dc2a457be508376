import type { Difference, EvaluationDocument } from '../evaluation/evaluation-document.ts';
import { studentQuantile, studentTail } from '../evaluation/student-t.ts';
import type { Gate, Metric } from '../manifest/schema.ts';

/** What becomes of a candidate that is truly worse by so much. */
export interface Chance {
  readonly worseBy: number;
  readonly passes: number;
  readonly fails: number;
}

/** How well a champion gate tells good from bad on a holdout like this one. */
export interface GatePower {
  readonly gate: string;
  readonly metric: Metric;
  readonly margin: number;
  /** Of the paired difference, as measured. */
  readonly standardError: number;
  /** An equal candidate; one worse by just the margin; one worse by twice the margin. */
  readonly chances: readonly Chance[];
  /** The margin at which nine of ten equal candidates pass. */
  readonly marginForNineOfTen: number;
}

/** The power of every champion gate, by the errors that an evaluation found. A gate whose error is unknown is left out. */
export function gatePower(
  gates: readonly Gate[],
  { differences }: Pick<EvaluationDocument, 'differences'>,
): GatePower[] {
  return gates.flatMap((gate) => {
    if (gate.kind !== 'champion') return [];
    const difference = differences[gate.metric];
    if (difference === undefined || difference.standardError === null || difference.standardError === 0) return [];
    const { standardError } = difference;
    const { name, metric, margin, confidence } = gate;
    const chances = [0, margin, 2 * margin].map((worseBy) => ({
      worseBy,
      ...chancesAt(worseBy, { margin, confidence }, { ...difference, standardError }),
    }));
    const reach =
      studentQuantile(confidence, difference.degreesOfFreedom) + studentQuantile(0.9, difference.degreesOfFreedom);
    return [{ gate: name, metric, margin, standardError, chances, marginForNineOfTen: reach * standardError }];
  });
}

type Error = Pick<Difference, 'degreesOfFreedom'> & { readonly standardError: number };

/**
 * P(L >= -margin) and P(U < -margin) of a candidate that is truly worse by `worseBy`. The measured difference, over its error,
 * is taken as Student's t about the true one.
 */
function chancesAt(
  worseBy: number,
  { margin, confidence }: { margin: number; confidence: number },
  { standardError, degreesOfFreedom }: Error,
): { passes: number; fails: number } {
  const reach = studentQuantile(confidence, degreesOfFreedom);
  const distance = (margin - worseBy) / standardError;
  return {
    passes: studentTail(reach - distance, degreesOfFreedom),
    fails: 1 - studentTail(-reach - distance, degreesOfFreedom),
  };
}

/**
 * Standard error of the difference of two AUCs on the same independent rows, before anything has been measured. Source: Hanley
 * and McNeil, Radiology 143, 1982 and 148, 1983. `correlation` is that of the two AUCs: 0.9 to 0.97 for successive versions.
 */
export function aucDifferenceError({
  auc,
  positives,
  negatives,
  correlation,
}: {
  auc: number;
  positives: number;
  negatives: number;
  correlation: number;
}): number {
  const q1 = auc / (2 - auc);
  const q2 = (2 * auc * auc) / (1 + auc);
  const variance =
    (auc * (1 - auc) + (positives - 1) * (q1 - auc * auc) + (negatives - 1) * (q2 - auc * auc)) /
    (positives * negatives);
  return Math.sqrt(2 * (1 - correlation) * variance);
}
