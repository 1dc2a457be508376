import { describe, expect, it } from 'vitest';
import { modelQualityStatistics } from '#domain/evidence/model-quality-statistics.ts';
import { anEvidence } from './an-evidence.ts';

describe('the statistics for SageMaker Studio', () => {
  it('of a binary label have the names Model Monitor uses', () => {
    const { evaluation } = anEvidence();
    const { binary_classification_metrics: metrics } = modelQualityStatistics(evaluation);
    expect(Object.keys(metrics!)).toEqual([
      'confusion_matrix',
      'accuracy',
      'precision',
      'recall',
      'f1',
      'auc',
      'au_prc',
      'receiver_operating_characteristic_curve',
      'precision_recall_curve',
    ]);
    expect(metrics!.auc).toEqual({ value: evaluation.candidate.metrics.auc!.value, standard_deviation: 'NaN' });
  });

  it('count every row once in the confusion matrix', () => {
    const { evaluation } = anEvidence();
    const { confusion_matrix: matrix, accuracy } = modelQualityStatistics(evaluation).binary_classification_metrics as {
      confusion_matrix: Record<string, Record<string, number>>;
      accuracy: { value: number };
    };
    const cells = Object.values(matrix).flatMap((row) => Object.values(row));
    expect(cells.reduce((sum, count) => sum + count, 0)).toBe(evaluation.rows);
    expect(accuracy.value).toBeCloseTo((matrix['0']!['0']! + matrix['1']!['1']!) / evaluation.rows, 12);
  });

  it('of a number are its errors', () => {
    const { regression_metrics: metrics } = modelQualityStatistics(anEvidence({ kind: 'number' }).evaluation);
    expect(Object.keys(metrics!)).toEqual(['mae', 'mse', 'rmse', 'r2']);
  });

  it('say NaN where nothing is defined', () => {
    const { evaluation } = anEvidence();
    const { confusion: _, ...candidate } = evaluation.candidate;
    const metrics = { ...candidate.metrics, precision: { value: null } };
    const statistics = modelQualityStatistics({ ...evaluation, candidate: { ...candidate, metrics } });
    expect(statistics.binary_classification_metrics).toMatchObject({ precision: { value: 'NaN' } });
    expect(statistics.binary_classification_metrics).not.toHaveProperty('confusion_matrix');
  });
});
