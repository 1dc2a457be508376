import type { ClassEvaluation, EvaluationDocument } from '../evaluation/evaluation-document.ts';
import { statistic } from './statistic.ts';

/**
 * The candidate's numbers over several classes by Model Monitor's names. A weighted number is the mean over the classes, each
 * weighed by its rows; what is not defined of a class counts as 0. The macro means, over the classes for which they are defined,
 * stand beside Model Monitor's own. Source: SageMaker developer guide, "Model quality metrics", multiclass.
 */
export function classStatistics({ classes = [], candidate }: EvaluationDocument): Record<string, unknown> {
  const { metrics, confusionMatrix = [], classes: each = [] } = candidate;
  const rows = each.reduce((sum, of) => sum + of.rows, 0);
  const weighted = (of: (evaluated: ClassEvaluation) => number | null) =>
    statistic({ value: each.reduce((sum, evaluated) => sum + (evaluated.rows / rows) * (of(evaluated) ?? 0), 0) });
  const macro = (of: (evaluated: ClassEvaluation) => number | null) => {
    const known = each.map(of).filter((value) => value !== null);
    return statistic({ value: known.reduce((sum, value) => sum + value, 0) / known.length });
  };
  const named = (counts: readonly number[]) => Object.fromEntries(classes.map((name, of) => [name, counts[of]]));
  return {
    confusion_matrix: Object.fromEntries(classes.map((name, truth) => [name, named(confusionMatrix[truth] ?? [])])),
    accuracy: statistic(metrics.accuracy),
    weighted_recall: weighted(({ recall }) => recall),
    weighted_precision: weighted(({ precision }) => precision),
    weighted_f0_5: weighted((of) => fMeasure(of, 0.5)),
    weighted_f1: weighted(({ f1 }) => f1),
    weighted_f2: weighted((of) => fMeasure(of, 2)),
    macro_recall: macro(({ recall }) => recall),
    macro_precision: macro(({ precision }) => precision),
    macro_f1: statistic(metrics.macroF1),
  };
}

/** Recall counts `beta` times as much as precision. */
function fMeasure({ precision, recall }: ClassEvaluation, beta: number): number | null {
  if (precision === null || recall === null) return null;
  const weighed = beta * beta * precision + recall;
  return weighed === 0 ? 0 : ((1 + beta * beta) * precision * recall) / weighed;
}
