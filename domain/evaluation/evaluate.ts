import type { Metric } from '../manifest/gate-schema.ts';
import type { Manifest } from '../manifest/schema.ts';
import { type ScoredLabel, scoredLabel } from '../scored-answer.ts';
import { binaryMetrics, defined } from './binary-metrics.ts';
import { compareModels } from './compare-models.ts';
import { curvesOf, expectedCalibrationError } from './curves.ts';
import { evaluateClasses } from './evaluate-classes.ts';
import { evaluateSlices } from './evaluate-slices.ts';
import type { EvaluationDocument, ModelEvaluation } from './evaluation-document.ts';
import { difference, mean } from './losses.ts';
import { type ModelScores, modelScores } from './model-scores.ts';
import { confusionAt } from './precision-recall.ts';
import { regressionMetrics } from './regression-metrics.ts';
import { scoreReference } from './score-reference.ts';
import type { ScoredRows } from './scored-rows.ts';
import { worstSlices } from './worst-slices.ts';

/** What the label is, and what is to be measured. */
export type EvaluationSettings = ScoredLabel & Measures;

export interface Measures {
  /** Probability from which a row of a binary label is decided positive. */
  readonly threshold: number;
  readonly clusterBy: EvaluationDocument['clusters']['by'];
  /** Metrics in which candidate and champion are compared, on all rows and in every slice. */
  readonly comparisons: readonly Metric[];
  readonly sliceComparisons: readonly Metric[];
}

const USUAL = {
  binary: ['auc', 'logLoss', 'brier'],
  number: ['rmse', 'mae'],
  multiclass: ['accuracy', 'logLoss', 'macroF1'],
} as const satisfies Record<string, Metric[]>;

/** What a manifest asks to be measured: the usual comparisons and those its gates need. */
export function evaluationSettings({ data, evaluation, gates }: Manifest): EvaluationSettings {
  const metricsOf = (kind: 'champion' | 'slice') => gates.flatMap((gate) => (gate.kind === kind ? [gate.metric] : []));
  return {
    ...scoredLabel(data.label),
    threshold: evaluation.threshold,
    clusterBy: evaluation.cluster,
    comparisons: [...new Set([...USUAL[data.label.kind], ...metricsOf('champion')])],
    sliceComparisons: [...new Set([USUAL[data.label.kind][1], ...metricsOf('slice')])],
  };
}

/** Measures the candidate, and the champion beside it on the same rows. */
export function evaluate(rows: ScoredRows, settings: EvaluationSettings): EvaluationDocument {
  if (settings.kind === 'multiclass') return evaluateClasses(rows, settings);
  const { labels, clusters } = rows;
  const model = (scores: Float64Array) => modelScores({ labels, scores, clusters });
  const candidate = model(rows.candidate);
  const champion = rows.champion && model(rows.champion);
  // The champion may be the anchor itself.
  const anchor = rows.anchor === rows.champion ? champion : rows.anchor && model(rows.anchor);
  const range = histogramRange(rows, settings);
  const against = (other: ModelScores) =>
    Object.fromEntries(
      settings.comparisons.map((metric) => [
        metric,
        compareModels(metric, { candidate, champion: other, threshold: settings.threshold }),
      ]),
    );
  const differences = champion === undefined ? {} : against(champion);
  const sliceSettings = { ...settings, comparisons: settings.sliceComparisons };
  return {
    version: 1,
    kind: settings.kind,
    rows: labels.length,
    labelMean: mean(labels),
    ...(settings.kind === 'binary' ? { threshold: settings.threshold } : {}),
    clusters: { by: settings.clusterBy, count: clusters.count },
    candidate: evaluateModel(candidate, settings, range),
    ...(champion && { champion: evaluateModel(champion, settings, range) }),
    differences,
    ...(anchor && { anchorDifferences: anchor === champion ? differences : against(anchor) }),
    slices: rows.slices.flatMap((slice) => evaluateSlices(slice, { candidate, champion }, sliceSettings)),
    worstSlices:
      champion === undefined
        ? []
        : worstSlices(rows.slices, gains(settings.kind, { candidate, champion }), candidate.clusters),
  };
}

/** What the candidate gains in each row: of log-loss, or of absolute error. */
function gains(
  kind: 'binary' | 'number',
  { candidate, champion }: { candidate: ModelScores; champion: ModelScores },
): Float64Array {
  return kind === 'binary'
    ? difference(champion.logLosses(), candidate.logLosses())
    : difference(champion.absoluteErrors(), candidate.absoluteErrors());
}

type Range = readonly [number, number];

function evaluateModel(model: ModelScores, settings: EvaluationSettings, range: Range): ModelEvaluation {
  const curves = curvesOf(model, settings.kind, range);
  const reference = scoreReference(model, settings.kind === 'number' ? 'number' : 'binary');
  if (settings.kind === 'number') return { metrics: regressionMetrics(model), curves, reference };
  return {
    metrics: binaryMetrics(model, settings.threshold),
    confusion: confusionAt(model.ranked(), settings.threshold),
    expectedCalibrationError: defined(expectedCalibrationError(curves.calibration)),
    curves,
    reference,
  };
}

/** Both models are drawn on the same axis. */
function histogramRange({ candidate, champion }: ScoredRows, { kind }: EvaluationSettings): Range {
  if (kind === 'binary') return [0, 1];
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const scores of champion === undefined ? [candidate] : [candidate, champion]) {
    for (const score of scores) {
      low = Math.min(low, score);
      high = Math.max(high, score);
    }
  }
  return [low, high];
}
