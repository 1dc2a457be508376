import { describe, expect, it } from 'vitest';
import { modelQualityStatistics } from '#domain/evidence/model-quality-statistics.ts';
import { expectClose, fixture } from '../evaluation/fixtures.ts';
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

  it('of several classes have the names Model Monitor uses, and the macro means beside them', () => {
    const { evaluation } = anEvidence({ kind: 'multiclass' });
    const { multiclass_classification_metrics: metrics } = modelQualityStatistics(evaluation);
    expect(Object.keys(metrics!)).toEqual([
      ...['confusion_matrix', 'accuracy', 'weighted_recall', 'weighted_precision', 'weighted_f0_5', 'weighted_f1'],
      ...['weighted_f2', 'macro_recall', 'macro_precision', 'macro_f1'],
    ]);
    expect(Object.keys(metrics!.confusion_matrix as object)).toEqual(evaluation.classes);
    const cells = Object.values(metrics!.confusion_matrix as Record<string, Record<string, number>>).map(Object.values);
    expect(cells).toEqual(evaluation.candidate.confusionMatrix);
  });

  it('of several classes are what scikit-learn finds with its averages', () => {
    const { evaluation } = anEvidence({ kind: 'multiclass' });
    const { multiclass_classification_metrics: metrics } = modelQualityStatistics(evaluation);
    const frozen = fixture<{ averages: Record<string, number> }>('multiclass');
    for (const [name, expected] of Object.entries(frozen.averages)) {
      expectClose((metrics![name] as { value: number }).value, expected);
    }
    expect(Object.keys(frozen.averages)).toHaveLength(9);
    expectClose((metrics!.accuracy as { value: number }).value, frozen.averages.weighted_recall!);
  });

  it('of several classes count what is not defined as 0', () => {
    const { evaluation } = anEvidence({ kind: 'multiclass' });
    const { candidate } = evaluation;
    const never = { ...candidate.classes![0]!, precision: null, f1: 0 };
    const classes = candidate.classes!.with(0, never);
    const statistics = modelQualityStatistics({ ...evaluation, candidate: { ...candidate, classes } });
    const { weighted_precision: weighted, macro_precision: macro } = statistics.multiclass_classification_metrics!;
    const others = classes.slice(1);
    expectClose(
      (weighted as { value: number }).value,
      others.reduce((sum, each) => sum + (each.rows / 500) * each.precision!, 0),
    );
    expectClose((macro as { value: number }).value, others.reduce((sum, each) => sum + each.precision!, 0) / 3);
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
