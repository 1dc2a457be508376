import { describe, expect, it } from 'vitest';
import { areaUnderCurve } from './area-under-curve.ts';
import { boost } from './boosting.ts';
import type { LabelledData } from './data-matrix.ts';
import { parseHyperparameters } from './hyperparameters.ts';
import { modelToUbjson } from './model-ubjson.ts';
import { Predictor } from './predictor.ts';
import { seededRandom } from './random.ts';
import { labelled } from './testing/fixture.ts';

/** Rows whose label depends on two of five features, with noise and missing values. */
function noisy(rows: number, seed: number): LabelledData {
  const random = seededRandom(seed);
  const features = Array.from({ length: rows }, () =>
    Array.from({ length: 5 }, () => (random() < 0.05 ? Number.NaN : random() * 10)),
  );
  const labels = features.map(([a, b]) => ((a ?? 0) * 0.6 + (b ?? 0) * 0.4 + random() * 4 > 7 ? 1 : 0));
  return labelled(features, labels);
}

const logistic = { objective: 'binary:logistic', num_round: '15', max_depth: '4', eta: '0.3' };

function train(data: LabelledData, texts: Record<string, string>, more: { validation?: LabelledData } = {}) {
  const log: string[] = [];
  const hyperparameters = parseHyperparameters({ ...logistic, ...texts });
  const model = boost({ train: data, ...more, hyperparameters, log: (line) => log.push(line) });
  return { model, log };
}

describe('boost', () => {
  const data = noisy(2000, 1);
  const unseen = noisy(2000, 2);

  it('learns what predicts rows it has not seen', () => {
    const { model } = train(data, {});
    expect(areaUnderCurve(new Predictor(model).predict(unseen), unseen.labels)).toBeGreaterThan(0.85);
  });

  it('makes the same model from the same seed, another one from another', () => {
    const bytes = (seed: string) => modelToUbjson(train(data, { subsample: '0.5', seed }).model);
    expect(bytes('3')).toEqual(bytes('3'));
    expect(bytes('3')).not.toEqual(bytes('4'));
  });

  it('uses only the sampled columns in a tree', () => {
    const { model } = train(data, { colsample_bytree: '0.2', num_round: '30' });
    const used = model.trees.map(
      (tree) => new Set(tree.splitIndices.filter((_, node) => tree.leftChildren[node]! >= 0)),
    );
    for (const features of used) expect(features.size).toBe(1);
    expect(new Set(used.flatMap((features) => [...features]))).toHaveProperty('size', 5);
  });

  it('logs every metric of every data set, in the order asked for', () => {
    const { log } = train(data, { eval_metric: 'logloss,auc', num_round: '2' }, { validation: unseen });
    const numbers =
      /^\[1\]\ttrain-logloss:0\.\d{5}\ttrain-auc:0\.\d{5}\tvalidation-logloss:0\.\d{5}\tvalidation-auc:0\.\d{5}$/;
    expect(log).toEqual([expect.stringMatching(/^\[0\]\t/), expect.stringMatching(numbers)]);
  });

  it('logs the metric of the model it leaves', () => {
    const { model, log } = train(data, { eval_metric: 'auc', subsample: '0.8' }, { validation: unseen });
    const auc = areaUnderCurve(new Predictor(model).predict(unseen), unseen.labels);
    expect(log.at(-1)).toMatch(new RegExp(`\tvalidation-auc:${auc.toFixed(5)}$`));
  });

  it('stops when the last metric has not improved for the rounds given, and keeps the rounds up to the best', () => {
    const texts = { num_round: '500', eta: '0.9', max_depth: '8', early_stopping_rounds: '5' };
    const { model, log } = train(data, texts, { validation: unseen });
    const scores = log.map((line) => Number(/validation-logloss:(\S+)/.exec(line)?.[1]));
    const best = scores.indexOf(Math.min(...scores));
    expect(log).toHaveLength(best + 6);
    expect(model.trees).toHaveLength(best + 1);
    expect(model.attributes).toMatchObject({ best_iteration: String(best) });
  });

  it('learns several classes, a tree for each in every round', () => {
    const classes = (rows: LabelledData): LabelledData => ({
      ...rows,
      labels: rows.labels.map((_, row) => {
        const [a, b] = [rows.values[5 * row]!, rows.values[5 * row + 1]!];
        return Number.isNaN(a) ? 3 : a + b > 12 ? 2 : a > b ? 1 : 0;
      }),
    });
    const texts = { objective: 'multi:softprob', num_class: '4', eval_metric: 'mlogloss,merror', num_round: '12' };
    const { model, log } = train(classes(data), texts, { validation: classes(unseen) });
    expect(model.treeClasses).toEqual(Array.from({ length: 48 }, (_, tree) => tree % 4));
    const predictions = new Predictor(model).predict(unseen);
    expect(predictions).toHaveLength(4 * unseen.rows);
    for (let row = 0; row < unseen.rows; row++) {
      const own = predictions.subarray(4 * row, 4 * row + 4);
      expect(own.reduce((sum, probability) => sum + probability)).toBeCloseTo(1, 5);
    }
    const merror = Number(/\tvalidation-merror:(\S+)$/.exec(log.at(-1)!)![1]);
    expect(merror).toBeLessThan(0.1);
    const decided = classes(unseen).labels.map((_, row) => {
      const own = predictions.subarray(4 * row, 4 * row + 4);
      return own.indexOf(Math.max(...own));
    });
    const wrong = decided.filter((own, row) => own !== classes(unseen).labels[row]).length;
    expect(wrong / unseen.rows).toBeCloseTo(merror, 5);
  });

  it('keeps whole rounds of several classes when it stops early', () => {
    const halves = (rows: LabelledData) => ({ ...rows, labels: rows.labels.map((label, row) => label + (row % 2)) });
    const texts = { objective: 'multi:softprob', num_class: '3', num_round: '300', eta: '0.9', max_depth: '8' };
    const more = { validation: halves(unseen) };
    const { model, log } = train(halves(data), { ...texts, early_stopping_rounds: '3', subsample: '0.7' }, more);
    const scores = log.map((line) => Number(/validation-mlogloss:(\S+)/.exec(line)?.[1]));
    const best = scores.indexOf(Math.min(...scores));
    expect(log).toHaveLength(best + 4);
    expect(model.trees).toHaveLength(3 * (best + 1));
    expect(model.treeClasses).toHaveLength(3 * (best + 1));
  });

  it('weighs rows labelled 1 by scale_pos_weight', () => {
    const mean = (texts: Record<string, string>) => {
      const predictions = new Predictor(train(data, texts).model).predict(data);
      return predictions.reduce((sum, prediction) => sum + prediction) / data.rows;
    };
    expect(mean({ scale_pos_weight: '5' })).toBeGreaterThan(mean({}) + 0.1);
  });

  it.each([
    ['max_depth', '1', 3],
    ['gamma', '1000000', 1],
    ['min_child_weight', '1000000', 1],
  ])('grows no larger tree than %s=%s allows', (name, value, nodes) => {
    const { model } = train(data, { [name]: value });
    expect(Math.max(...model.trees.map((tree) => tree.parents.length))).toBe(nodes);
  });

  it('predicts the mean label when nothing can be split, after enough rounds', () => {
    const same = labelled([[1], [1], [1], [1]], [0, 1, 1, 1]);
    const { model } = train(same, { objective: 'reg:squarederror', num_round: '200', lambda: '0' });
    expect(new Predictor(model).predict(same)[0]).toBeCloseTo(0.75, 5);
  });

  it('learns from a column in which only missing or not tells', () => {
    const rows = Array.from({ length: 40 }, (_, row) => [row % 4 === 0 ? Number.NaN : 7]);
    const labels = rows.map(([value]) => (Number.isNaN(value) ? 1 : 0));
    const predictions = new Predictor(train(labelled(rows, labels), { min_child_weight: '0' }).model).predict(
      labelled(rows, labels),
    );
    expect(areaUnderCurve(predictions, Float32Array.from(labels))).toBe(1);
  });
});
