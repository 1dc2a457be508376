import { describe, expect, it } from 'vitest';
import { clusteredAuc } from '#domain/evaluation/area-under-curve.ts';
import { classCounts } from '#domain/evaluation/binary-metrics.ts';
import { calibrate } from '#domain/evaluation/calibration.ts';
import { bounds, clusteredMean, unclustered } from '#domain/evaluation/clusters.ts';
import { type EvaluationSettings, evaluate } from '#domain/evaluation/evaluate.ts';
import { EvaluationDocument } from '#domain/evaluation/evaluation-document.ts';
import { logLosses } from '#domain/evaluation/losses.ts';
import { modelScores } from '#domain/evaluation/model-scores.ts';
import type { Metric } from '#domain/manifest/schema.ts';
import { clustersOf, expectClose, fixture, type ModelFixture } from './fixtures.ts';

const binary = fixture('binary');
const regression = fixture('regression');

function rowsOf(frozen: ModelFixture) {
  return {
    labels: Float64Array.from(frozen.labels),
    candidate: Float64Array.from(frozen.candidate),
    champion: Float64Array.from(frozen.champion),
    clusters: clustersOf(frozen),
    slices: [],
  };
}

const binarySettings: EvaluationSettings = {
  kind: 'binary',
  threshold: binary.threshold,
  clusterBy: 'day',
  comparisons: ['auc', 'logLoss', 'brier', 'prAuc', 'precision', 'recall', 'f1'],
  sliceComparisons: ['auc', 'logLoss', 'prAuc'],
};

const regressionSettings: EvaluationSettings = {
  ...binarySettings,
  kind: 'number',
  comparisons: ['rmse', 'mae'],
  sliceComparisons: ['mae'],
};

describe('the evaluation of a binary label', () => {
  const document = evaluate(rowsOf(binary), binarySettings);

  it.each(['candidate', 'champion'] as const)('finds what scikit-learn finds of the %s', (model) => {
    const metrics: Metric[] = [
      'auc',
      'logLoss',
      'brier',
      'prAuc',
      'precision',
      'recall',
      'f1',
      'logLossSkill',
      'brierSkill',
    ];
    metrics.push('calibrationOe', 'calibrationIntercept', 'calibrationSlope');
    for (const metric of metrics) expectClose(document[model]?.metrics[metric]?.value, binary.expected[model][metric]!);
  });

  it('finds the clustered errors of definition', () => {
    const { labels, candidate, clusters } = rowsOf(binary);
    const expected = binary.expected.candidate;
    const model = modelScores({ labels, scores: candidate, clusters });
    expectClose(clusteredAuc(model.placements(), classCounts(model)).standardError, expected.aucErrorClustered!);
    const alone = modelScores({ labels, scores: candidate, clusters: unclustered(labels.length) });
    expectClose(clusteredAuc(alone.placements(), classCounts(alone)).standardError, expected.aucErrorUnclustered!);
    expectClose(clusteredMean(logLosses(labels, candidate), clusters).standardError, expected.logLossError!);
    const calibration = calibrate(labels, candidate, clusters);
    expectClose(calibration.logOe.standardError, expected.logOeError!);
    expectClose(calibration.intercept.standardError, expected.interceptError!);
    expectClose(calibration.slope.standardError, expected.slopeError!);
  });

  it('finds the paired differences and their clustered errors', () => {
    for (const metric of ['auc', 'logLoss', 'brier', 'prAuc'] as const) {
      expectClose(document.differences[metric]?.value, binary.differences[metric]![0]);
      expectClose(document.differences[metric]?.standardError, binary.differences[metric]![1]);
      expect(document.differences[metric]?.degreesOfFreedom).toBe(11);
    }
  });

  it('is DeLong when every row is its own cluster', () => {
    const clusters = unclustered(binary.labels.length);
    const { value, standardError } = evaluate({ ...rowsOf(binary), clusters }, binarySettings).differences.auc!;
    expectClose(value, binary.differences.aucUnclustered![0]);
    expectClose(standardError, binary.differences.aucUnclustered![1]);
  });

  it('bounds each metric from both sides', () => {
    const { value, low, high } = document.candidate.metrics.auc!;
    expect(low).toBeLessThan(value!);
    expect(high).toBeGreaterThan(value!);
  });

  it('keeps its own schema, and survives JSON', () => {
    expect(EvaluationDocument.parse(JSON.parse(JSON.stringify(document)))).toEqual(document);
  });

  it('draws curves from corner to corner', () => {
    const { roc, calibration, histogram } = document.candidate.curves;
    expect(roc?.[0]).toEqual([0, 0]);
    expect(roc?.at(-1)).toEqual([1, 1]);
    expect(calibration.reduce((sum, bin) => sum + bin.rows, 0)).toBe(400);
    expect(histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(400);
  });

  it('says null where a number is not defined', () => {
    const never = { ...rowsOf(binary), candidate: new Float64Array(400).fill(0.01) };
    const { metrics } = evaluate(never, binarySettings).candidate;
    expect(metrics.precision).toEqual({ value: null });
    expect(metrics.recall).toEqual({ value: 0 });
  });

  it('finds no difference between equal models, and is sure of it', () => {
    const rows = rowsOf(binary);
    const { differences } = evaluate({ ...rows, champion: rows.candidate }, binarySettings);
    expect(differences.auc).toMatchObject({ value: 0, standardError: 0 });
    expect(differences.logLoss).toMatchObject({ value: 0, standardError: 0 });
  });

  it('has no difference without a champion', () => {
    const { labels, candidate, clusters } = rowsOf(binary);
    const alone = evaluate({ labels, candidate, clusters, slices: [] }, binarySettings);
    expect(alone.differences).toEqual({});
    expect(alone).not.toHaveProperty('champion');
  });

  it('does not know the error when all rows are one cluster', () => {
    const one = { codes: new Uint32Array(400), count: 1 };
    const { differences } = evaluate({ ...rowsOf(binary), clusters: one }, binarySettings);
    expect(differences.logLoss?.standardError).toBeNull();
    expect(bounds({ value: 1, standardError: Number.NaN, degreesOfFreedom: 1 }, 0.95)).toEqual([
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]);
  });
});

describe('the evaluation of slices', () => {
  const codes = Uint32Array.from(binary.labels, (_, row) => row % 3);
  const slices = [{ column: 'colour', values: ['red', 'green', 'blue', 'unseen'], codes }];
  const document = evaluate({ ...rowsOf(binary), slices }, binarySettings);

  it('is that of the slice evaluated alone', () => {
    const kept = binary.labels.map((_, row) => row).filter((row) => row % 3 === 1);
    const pick = (values: number[]) => kept.map((row) => values[row]!);
    const alone = evaluate(
      rowsOf({
        ...binary,
        labels: pick(binary.labels),
        candidate: pick(binary.candidate),
        champion: pick(binary.champion),
        clusters: pick(binary.clusters),
      }),
      binarySettings,
    );
    const slice = document.slices[1]!;
    expect(slice).toMatchObject({ column: 'colour', value: 'green', rows: kept.length });
    for (const metric of ['auc', 'logLoss', 'brier', 'f1'] as const) {
      expectClose(slice.candidate[metric], alone.candidate.metrics[metric]!.value!);
      expectClose(slice.champion?.[metric], alone.champion!.metrics[metric]!.value!);
    }
    for (const metric of binarySettings.sliceComparisons) {
      expectClose(slice.differences[metric]?.value, alone.differences[metric]!.value!);
      expectClose(slice.differences[metric]?.standardError, alone.differences[metric]!.standardError!);
    }
  });

  it('leaves out values that no row has', () => {
    expect(document.slices.map((slice) => slice.value)).toEqual(['red', 'green', 'blue']);
  });
});

describe('the evaluation of a number', () => {
  const document = evaluate(rowsOf(regression), regressionSettings);

  it.each(['candidate', 'champion'] as const)('finds what scikit-learn finds of the %s', (model) => {
    for (const metric of ['rmse', 'mae', 'r2', 'bias'] as const) {
      expectClose(document[model]?.metrics[metric]?.value, regression.expected[model][metric]!);
    }
  });

  it('finds the paired differences and their clustered errors', () => {
    for (const metric of ['rmse', 'mae'] as const) {
      expectClose(document.differences[metric]?.value, regression.differences[metric]![0]);
      expectClose(document.differences[metric]?.standardError, regression.differences[metric]![1]);
    }
  });

  it('draws both models on one axis', () => {
    expect(document.candidate.curves.histogram.from).toBe(document.champion?.curves.histogram.from);
    expect(document.candidate.curves).not.toHaveProperty('roc');
  });

  it('gives a perfect model no error', () => {
    const perfect = { ...rowsOf(regression), candidate: Float64Array.from(regression.labels) };
    expect(evaluate(perfect, regressionSettings).candidate.metrics.rmse).toMatchObject({ value: 0, low: 0, high: 0 });
  });

  it('refuses a comparison that has no meaning', () => {
    expect(() => evaluate(rowsOf(regression), { ...regressionSettings, comparisons: ['r2'] })).toThrowError(
      /r2 has no paired comparison/,
    );
  });
});
