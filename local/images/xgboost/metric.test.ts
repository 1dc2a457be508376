import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaUnderCurve } from './area-under-curve.ts';
import { METRICS } from './metric.ts';

const measure = (name: string, pairs: readonly (readonly [number, number])[]) =>
  METRICS.get(name)!.measure(
    Float32Array.from(pairs, ([prediction]) => prediction),
    Float32Array.from(pairs, ([, label]) => label),
  );

describe('metrics', () => {
  it('measure as their definitions say', () => {
    expect(
      measure('error', [
        [0.5, 1],
        [0.6, 1],
        [0.7, 0],
        [0.1, 0],
      ]),
    ).toBe(0.5);
    expect(
      measure('rmse', [
        [1, 3],
        [4, 4],
      ]),
    ).toBeCloseTo(Math.SQRT2);
    expect(
      measure('mae', [
        [1, 3],
        [4, 4],
      ]),
    ).toBe(1);
    expect(
      measure('logloss', [
        [0.5, 1],
        [0.5, 0],
        [0.5, 0.25],
      ]),
    ).toBeCloseTo(Math.LN2);
  });

  it('of several classes take the probability of the right one, and the first of equals as decided', () => {
    // Two rows, three classes: the probabilities of the first class for both rows, then of the second, then of the third.
    const predictions = Float32Array.of(0.5, 0.25, 0.25, 0.375, 0.25, 0.375);
    const of = (name: string, labels: number[]) => METRICS.get(name)!.measure(predictions, Float32Array.from(labels));
    expect(of('mlogloss', [0, 2])).toBeCloseTo(-(Math.log(0.5) + Math.log(0.375)) / 2, 12);
    expect(of('merror', [0, 1])).toBe(0);
    expect(of('merror', [0, 2])).toBe(0.5);
    expect(METRICS.get('mlogloss')!.measure(Float32Array.of(0, 1), Float32Array.of(0))).toBeCloseTo(-Math.log(1e-16));
  });

  it('keep the logloss of a certain mistake finite, and of many', () => {
    expect(
      measure(
        'logloss',
        Array.from({ length: 100 }, () => [1, 0] as const),
      ),
    ).toBeCloseTo(-Math.log(1e-16));
    expect(measure('logloss', [[0, 1]])).toBeCloseTo(-Math.log(1e-16));
  });
});

describe('areaUnderCurve', () => {
  it('is unknown without both labels', () => {
    expect(areaUnderCurve(Float32Array.of(0.1, 0.2), Float32Array.of(1, 1))).toBeNaN();
  });

  it('counts the pairs in the right order, ties half', () => {
    const row = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 1 }));
    fc.assert(
      fc.property(fc.array(row, { minLength: 2 }), (rows) => {
        const scores = (label: number) => rows.filter(([, own]) => own === label).map(([score]) => score);
        const pairs = scores(1).flatMap((positive) =>
          scores(0).map((negative) => (Math.sign(positive - negative) + 1) / 2),
        );
        fc.pre(pairs.length > 0);
        const expected = pairs.reduce((sum, win) => sum + win, 0) / pairs.length;
        expect(measure('auc', rows)).toBeCloseTo(expected, 12);
      }),
    );
  });
});
