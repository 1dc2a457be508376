import type { Metric } from '../manifest/gate-schema.ts';
import { defined, plainBinaryMetrics } from './binary-metrics.ts';
import { compareModels } from './compare-models.ts';
import type { SliceEvaluation } from './evaluation-document.ts';
import { mean } from './losses.ts';
import type { ModelScores } from './model-scores.ts';
import { partModel, partRows } from './partition.ts';
import { plainRegressionMetrics } from './regression-metrics.ts';
import type { SliceColumn } from './scored-rows.ts';

export interface SliceSettings {
  readonly kind: 'binary' | 'number';
  readonly threshold: number;
  /** Metrics in which every slice is compared with the champion. */
  readonly comparisons: readonly Metric[];
}

/** Every value of one slice column. The ranking of all rows is parted, not made again. */
export function evaluateSlices(
  slice: SliceColumn,
  { candidate, champion }: { candidate: ModelScores; champion: ModelScores | undefined },
  settings: SliceSettings,
): SliceEvaluation[] {
  const parts = partRows(slice);
  const mine = partModel(candidate, slice, parts);
  const theirs = champion === undefined ? undefined : partModel(champion, slice, parts);
  return slice.values.flatMap((value, code) => {
    const own = mine[code]!;
    const other = theirs?.[code];
    if (own.labels.length === 0) return [];
    const pair = { candidate: own, champion: other ?? own, threshold: settings.threshold };
    const compared = other === undefined ? [] : settings.comparisons;
    return [
      {
        column: slice.column,
        value,
        rows: own.labels.length,
        labelMean: mean(own.labels),
        candidate: numbers(own, settings),
        ...(other === undefined ? {} : { champion: numbers(other, settings) }),
        differences: Object.fromEntries(compared.map((metric) => [metric, compareModels(metric, pair)])),
      },
    ];
  });
}

function numbers(model: ModelScores, { kind, threshold }: SliceSettings): SliceEvaluation['candidate'] {
  const plain = kind === 'binary' ? plainBinaryMetrics(model, threshold) : plainRegressionMetrics(model);
  return Object.fromEntries(Object.entries(plain).map(([metric, value]) => [metric, defined(value)]));
}
