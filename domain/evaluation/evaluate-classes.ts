import { defined } from './binary-metrics.ts';
import { classMetrics, evaluateEachClass } from './class-metrics.ts';
import { type ClassScores, classScores } from './class-scores.ts';
import { compareClasses } from './compare-classes.ts';
import { curvesOf, expectedCalibrationError } from './curves.ts';
import type { EvaluationSettings } from './evaluate.ts';
import { evaluateClassSlices } from './evaluate-class-slices.ts';
import type { EvaluationDocument, ModelEvaluation } from './evaluation-document.ts';
import { difference } from './losses.ts';
import { modelScores } from './model-scores.ts';
import type { ScoredRows } from './scored-rows.ts';
import { worstSlices } from './worst-slices.ts';

type ClassSettings = Extract<EvaluationSettings, { kind: 'multiclass' }>;

/** Measures a candidate that tells several classes apart, and the champion beside it on the same rows. */
export function evaluateClasses(rows: ScoredRows, settings: ClassSettings): EvaluationDocument {
  const { labels, clusters, slices } = rows;
  const width = settings.classes.length;
  const model = (probabilities: Float64Array) => classScores({ labels, probabilities, width, clusters });
  const candidate = model(rows.candidate);
  const champion = rows.champion && model(rows.champion);
  const anchor = rows.anchor && model(rows.anchor);
  const against = (other: ClassScores) =>
    Object.fromEntries(
      settings.comparisons.map((metric) => [metric, compareClasses(metric, { candidate, champion: other })]),
    );
  return {
    version: 1,
    kind: 'multiclass',
    rows: labels.length,
    classes: [...settings.classes],
    clusters: { by: settings.clusterBy, count: clusters.count },
    candidate: evaluateModel(candidate),
    ...(champion && { champion: evaluateModel(champion) }),
    differences: champion === undefined ? {} : against(champion),
    ...(anchor && { anchorDifferences: against(anchor) }),
    slices: slices.flatMap((slice) => evaluateClassSlices(slice, { candidate, champion }, settings.sliceComparisons)),
    worstSlices:
      champion === undefined
        ? []
        : worstSlices(slices, difference(champion.logLosses(), candidate.logLosses()), clusters),
  };
}

/** The curves are of the most probable class: how probable it was said to be, and how often it was right. */
function evaluateModel(model: ClassScores): ModelEvaluation {
  const { width, clusters } = model;
  const top = modelScores({ labels: model.hits(), scores: model.confidences(), clusters });
  const curves = curvesOf(top, 'multiclass', [0, 1]);
  const { cells } = model.confusion();
  return {
    metrics: classMetrics(model),
    classes: evaluateEachClass(model),
    confusionMatrix: Array.from({ length: width }, (_, truth) =>
      Array.from(cells.subarray(truth * width, (truth + 1) * width)),
    ),
    expectedCalibrationError: defined(expectedCalibrationError(curves.calibration)),
    curves,
  };
}
