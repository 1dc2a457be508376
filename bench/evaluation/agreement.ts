import type { EvaluationDocument } from '#domain/evaluation/evaluation-document.ts';
import type { Metric } from '#domain/manifest/schema.ts';

type Estimate = readonly [value: number, error: number];

/** What the peer prints. */
export interface PeerResult {
  readonly candidate: Record<string, number>;
  readonly champion: Record<string, number>;
  readonly auc: Estimate;
  readonly logLoss: Estimate;
  /** Difference in AUC and its error, in log-loss and its error. */
  readonly slices: readonly (readonly [number, number, number, number])[];
}

const NAMES: Readonly<Record<string, Metric>> = {
  auc: 'auc',
  logLoss: 'logLoss',
  brier: 'brier',
  prAuc: 'prAuc',
  f1: 'f1',
  oe: 'calibrationOe',
  slope: 'calibrationSlope',
};

/** How many numbers both found and the largest difference of any: a fast wrong answer would win otherwise. */
export function agreement(document: EvaluationDocument, peer: PeerResult) {
  const pairs: [number, number][] = [];
  for (const model of ['candidate', 'champion'] as const) {
    for (const [theirs, ours] of Object.entries(NAMES)) {
      pairs.push([document[model]!.metrics[ours]!.value!, peer[model][theirs]!]);
    }
  }
  const both = ['auc', 'logLoss'] as const;
  for (const metric of both) {
    const { value, standardError } = document.differences[metric]!;
    pairs.push([value!, peer[metric][0]], [standardError!, peer[metric][1]]);
  }
  for (const [index, slice] of document.slices.entries()) {
    for (const [place, metric] of both.entries()) {
      const { value, standardError } = slice.differences[metric]!;
      pairs.push([value!, peer.slices[index]![2 * place]!], [standardError!, peer.slices[index]![2 * place + 1]!]);
    }
  }
  const largestDifference = Math.max(...pairs.map(([ours, theirs]) => Math.abs(ours - theirs)));
  return { numbers: pairs.length, largestDifference };
}
