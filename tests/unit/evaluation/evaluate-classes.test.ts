import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classMetrics } from '#domain/evaluation/class-metrics.ts';
import { classScores } from '#domain/evaluation/class-scores.ts';
import { clusteredMean, unclustered } from '#domain/evaluation/clusters.ts';
import { type EvaluationSettings, evaluate } from '#domain/evaluation/evaluate.ts';
import { EvaluationDocument } from '#domain/evaluation/evaluation-document.ts';
import { jackknife } from '#domain/evaluation/jackknife.ts';
import { macroF1Estimate } from '#domain/evaluation/macro-f1.ts';
import type { ScoredRows } from '#domain/evaluation/scored-rows.ts';
import { clustersOf, expectClose, fixture, type ModelFixture } from './fixtures.ts';

interface ClassFixture extends Omit<ModelFixture, 'expected'> {
  readonly classes: string[];
  readonly expected: Record<
    'candidate' | 'champion',
    Record<
      'accuracy' | 'accuracyError' | 'macroF1' | 'macroF1Error' | 'logLoss' | 'logLossError' | 'logLossSkill',
      number
    > & {
      readonly each: Record<'precision' | 'recall' | 'f1' | 'auc', number[]>;
      readonly confusion: number[][];
    }
  >;
}

const frozen = fixture<ClassFixture>('multiclass');

const settings: EvaluationSettings = {
  kind: 'multiclass',
  classes: frozen.classes,
  threshold: 0.5,
  clusterBy: 'day',
  comparisons: ['accuracy', 'logLoss', 'macroF1'],
  sliceComparisons: ['logLoss', 'accuracy', 'macroF1'],
};

const rows: ScoredRows = {
  labels: Float64Array.from(frozen.labels),
  candidate: Float64Array.from(frozen.candidate),
  champion: Float64Array.from(frozen.champion),
  clusters: clustersOf(frozen),
  slices: [],
};

const modelOf = (probabilities: Float64Array, clusters = rows.clusters) =>
  classScores({ labels: rows.labels, probabilities, width: 4, clusters });

describe('the evaluation of several classes', () => {
  const document = evaluate(rows, settings);

  it.each(['candidate', 'champion'] as const)('finds what scikit-learn finds of the %s', (model) => {
    const expected = frozen.expected[model];
    for (const metric of ['accuracy', 'macroF1', 'logLoss', 'logLossSkill'] as const) {
      expectClose(document[model]?.metrics[metric]?.value, expected[metric]);
    }
    expect(document[model]?.confusionMatrix).toEqual(expected.confusion);
    for (const [of, each] of document[model]!.classes!.entries()) {
      for (const metric of ['precision', 'recall', 'f1', 'auc'] as const) {
        expectClose(each[metric], expected.each[metric][of]!);
      }
    }
  });

  it('finds the clustered errors of definition, and of macro-F1 those of the jackknife', () => {
    const { candidate: expected } = frozen.expected;
    const model = modelOf(rows.candidate);
    expectClose(clusteredMean(model.hits(), rows.clusters).standardError, expected.accuracyError);
    expectClose(clusteredMean(model.logLosses(), rows.clusters).standardError, expected.logLossError);
    expectClose(macroF1Estimate(model).standardError, expected.macroF1Error);
  });

  it('finds the paired differences and their errors', () => {
    for (const metric of ['accuracy', 'logLoss', 'macroF1'] as const) {
      expectClose(document.differences[metric]?.value, frozen.differences[metric]![0]);
      expectClose(document.differences[metric]?.standardError, frozen.differences[metric]![1]);
      expect(document.differences[metric]?.degreesOfFreedom).toBe(13);
    }
  });

  it('compares with the anchor as with the champion', () => {
    const { champion, ...others } = rows;
    const anchored = evaluate({ ...others, anchor: champion! }, settings);
    expect(anchored.anchorDifferences).toEqual(document.differences);
    expect(anchored.differences).toEqual({});
  });

  it('keeps its own schema, survives JSON, and has no mean label', () => {
    expect(EvaluationDocument.parse(JSON.parse(JSON.stringify(document)))).toEqual(document);
    expect(document).toMatchObject({ kind: 'multiclass', classes: ['red', 'green', 'blue', 'rare'], rows: 500 });
    expect(document).not.toHaveProperty('labelMean');
    expect(document).not.toHaveProperty('threshold');
  });

  it('draws how probable the class decided for was said to be, and how often it was right', () => {
    const { calibration, histogram, roc } = document.candidate.curves;
    const right = calibration.reduce((sum, bin) => sum + bin.observed * bin.rows, 0);
    expectClose(right / 500, frozen.expected.candidate.accuracy);
    expect(histogram.counts.slice(0, 7)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(500);
    expect(roc).toBeUndefined();
    expect(document.candidate.expectedCalibrationError).toBeGreaterThan(0);
  });

  it('says null of a class that no row has and nothing was decided for, and leaves it out of macro-F1', () => {
    const more = { ...settings, classes: [...frozen.classes, 'never'] };
    const widened = Float64Array.from({ length: 2500 }, (_, at) =>
      at % 5 < 4 ? frozen.candidate[Math.floor(at / 5) * 4 + (at % 5)]! : 0,
    );
    const { candidate } = evaluate({ ...rows, candidate: widened, champion: widened }, more);
    expect(candidate.classes![4]).toEqual({ rows: 0, decided: 0, precision: null, recall: null, f1: null, auc: null });
    expectClose(candidate.metrics.macroF1?.value, frozen.expected.candidate.macroF1);
    expectClose(candidate.metrics.logLossSkill?.value, frozen.expected.candidate.logLossSkill);
  });

  it('decides for the first of equally probable classes', () => {
    const undecided = new Float64Array(2000).fill(0.25);
    expect(new Set(modelOf(undecided).decided())).toEqual(new Set([0]));
  });

  it('keeps the loss of a certain mistake finite', () => {
    const certain = Float64Array.from({ length: 2000 }, (_, at) => (at % 4 === 3 ? 1 : 0));
    expect(classMetrics(modelOf(certain)).logLoss?.value).toBeLessThan(-Math.log(1e-15));
  });

  it('refuses a comparison that has no meaning', () => {
    expect(() => evaluate(rows, { ...settings, comparisons: ['auc'] })).toThrowError(/auc has no paired comparison/);
  });
});

describe('the slices of several classes', () => {
  const codes = Uint32Array.from(frozen.labels, (_, row) => row % 3);
  const slices = [{ column: 'colour', values: ['x', 'y', 'z', 'unseen'], codes }];
  const document = evaluate({ ...rows, slices }, settings);

  it('are those of the slice evaluated alone', () => {
    const kept = frozen.labels.map((_, row) => row).filter((row) => row % 3 === 1);
    const wide = (values: number[]) => kept.flatMap((row) => values.slice(4 * row, 4 * row + 4));
    const alone = evaluate(
      {
        labels: Float64Array.from(kept, (row) => frozen.labels[row]!),
        candidate: Float64Array.from(wide(frozen.candidate)),
        champion: Float64Array.from(wide(frozen.champion)),
        clusters: clustersOf({ clusters: kept.map((row) => frozen.clusters[row]!) }),
        slices: [],
      },
      settings,
    );
    const slice = document.slices[1]!;
    expect(slice).toMatchObject({ column: 'colour', value: 'y', rows: kept.length });
    for (const metric of ['accuracy', 'logLoss', 'macroF1', 'logLossSkill'] as const) {
      expectClose(slice.candidate[metric], alone.candidate.metrics[metric]!.value!);
      expectClose(slice.champion?.[metric], alone.champion!.metrics[metric]!.value!);
    }
    for (const metric of ['accuracy', 'logLoss', 'macroF1'] as const) {
      expectClose(slice.differences[metric]?.value, alone.differences[metric]!.value!);
      expectClose(slice.differences[metric]?.standardError, alone.differences[metric]!.standardError!);
    }
  });

  it('leave out values that no row has, and are searched for the worst in log-loss', () => {
    expect(document.slices.map(({ value }) => value)).toEqual(['x', 'y', 'z']);
    const [worst] = document.worstSlices;
    const declared = document.slices.find(({ value }) => worst!.slice === `colour = ${value}`)!;
    expectClose(worst!.difference, declared.differences.logLoss!.value!);
  });
});

describe('macro-F1', () => {
  const width = 3;
  const row = fc.record({
    label: fc.integer({ min: 0, max: width - 1 }),
    weights: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: width, maxLength: width }),
    cluster: fc.integer({ min: 0, max: 5 }),
  });

  it('with its error is what leaving out each group in turn gives', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 12, maxLength: 60 }), (given) => {
        const labels = Float64Array.from(given, ({ label }) => label);
        const probabilities = Float64Array.from(given.flatMap(({ weights }) => weights.map((weight) => weight / 27)));
        const clusters = { codes: Uint32Array.from(given, ({ cluster }) => cluster), count: 6 };
        const model = classScores({ labels, probabilities, width, clusters });
        const decided = model.decided();
        const slowly = jackknife((kept) => {
          const f1s = [0, 1, 2].flatMap((of) => {
            let [hits, all] = [0, 0];
            for (let at = 0; at < labels.length; at += 1) {
              if (!kept(at)) continue;
              hits += labels[at] === of && decided[at] === of ? 1 : 0;
              all += (labels[at] === of ? 1 : 0) + (decided[at] === of ? 1 : 0);
            }
            return all === 0 ? [] : [(2 * hits) / all];
          });
          return f1s.reduce((sum, f1) => sum + f1, 0) / f1s.length;
        }, clusters);
        const { value, standardError } = macroF1Estimate(model);
        if (Number.isNaN(slowly.standardError)) expect(standardError).toBeNaN();
        else expect(standardError).toBeCloseTo(slowly.standardError, 10);
        expect(value).toBeCloseTo(slowly.value, 12);
      }),
    );
  });

  it('does not know its error in one cluster, and takes rows alone as clusters', () => {
    expect(macroF1Estimate(modelOf(rows.candidate, { codes: new Uint32Array(500), count: 1 })).standardError).toBeNaN();
    expect(macroF1Estimate(modelOf(rows.candidate, unclustered(500))).degreesOfFreedom).toBe(49);
  });
});
