/** critical: a request that failed on the server. slow: one that took too long. other: client errors, custom counters. */
export type MetricKind = 'critical' | 'slow' | 'other';

export interface Weighed {
  readonly kind: MetricKind;
  /** observe: judged and shown, never decides. */
  readonly mode: 'enforce' | 'observe';
}

/** The part of a release's alpha that all metrics of a kind have together. */
const SHARES: Readonly<Record<MetricKind, number>> = { critical: 0.5, slow: 0.25, other: 0.25 };

/**
 * The weight of each metric's evidence. They are fixed before the release and sum to 1, so that the weighted mean of evidences is
 * evidence itself, however the metrics depend on each other. A kind that is not judged leaves its share to the others.
 */
export function metricWeights(metrics: readonly Weighed[]): number[] {
  const counts = new Map<MetricKind, number>();
  for (const { kind, mode } of metrics) if (mode === 'enforce') counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const judged = [...counts.keys()].reduce((sum, kind) => sum + SHARES[kind], 0);
  return metrics.map(({ kind, mode }) => (mode === 'observe' ? 0 : SHARES[kind] / counts.get(kind)! / judged));
}
