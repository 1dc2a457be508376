import type { EvaluationDocument, ModelEvaluation } from '../evaluation/evaluation-document.ts';
import { classStatistics } from './class-statistics.ts';
import { statistic } from './statistic.ts';

/**
 * The candidate's numbers as SageMaker Studio reads them from a version's ModelMetrics.ModelQuality.Statistics. Source:
 * SageMaker developer guide, "Model quality metrics" of Model Monitor, whose names these are.
 */
export function modelQualityStatistics(evaluation: EvaluationDocument): Record<string, Record<string, unknown>> {
  const { kind, candidate } = evaluation;
  const metrics = candidate.metrics;
  if (kind === 'number') {
    const rmse = metrics.rmse?.value ?? null;
    return {
      regression_metrics: {
        mae: statistic(metrics.mae),
        mse: statistic({ value: rmse === null ? null : rmse * rmse }),
        rmse: statistic(metrics.rmse),
        r2: statistic(metrics.r2),
      },
    };
  }
  if (kind === 'multiclass') return { multiclass_classification_metrics: classStatistics(evaluation) };
  return {
    binary_classification_metrics: {
      ...confusion(evaluation, candidate),
      precision: statistic(metrics.precision),
      recall: statistic(metrics.recall),
      f1: statistic(metrics.f1),
      auc: statistic(metrics.auc),
      au_prc: statistic(metrics.prAuc),
      ...curves(candidate),
    },
  };
}

function confusion({ rows }: EvaluationDocument, { confusion: counts }: ModelEvaluation): Record<string, unknown> {
  if (counts === undefined) return {};
  const { truePositives, falsePositives, falseNegatives } = counts;
  const trueNegatives = rows - truePositives - falsePositives - falseNegatives;
  return {
    confusion_matrix: {
      '0': { '0': trueNegatives, '1': falsePositives },
      '1': { '0': falseNegatives, '1': truePositives },
    },
    accuracy: statistic({ value: (truePositives + trueNegatives) / rows }),
  };
}

function curves({ curves: { roc = [], precisionRecall = [] } }: ModelEvaluation): Record<string, unknown> {
  return {
    receiver_operating_characteristic_curve: {
      false_positive_rates: roc.map(([rate]) => rate),
      true_positive_rates: roc.map(([, rate]) => rate),
    },
    precision_recall_curve: {
      precisions: precisionRecall.map(([, precision]) => precision),
      recalls: precisionRecall.map(([recall]) => recall),
    },
  };
}
