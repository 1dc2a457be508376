import { areaUnderCurve } from './area-under-curve.ts';

export interface Metric {
  readonly name: string;
  /** Whether a larger value is better. */
  readonly larger: boolean;
  /** Whether it is one of a probability for each class. */
  readonly multiclass?: boolean;
  /** Predictions stand output by output: those of the first for every row, then those of the next. */
  measure(predictions: Float32Array, labels: Float32Array): number;
}

/** XGBoost's clamp of probabilities in logloss. */
const LEAST_PROBABILITY = Math.fround(1e-16);

const metrics: readonly Metric[] = [
  { name: 'auc', larger: true, measure: areaUnderCurve },
  { name: 'logloss', larger: false, measure: logloss },
  mean('error', (prediction, label) => (prediction > 0.5 ? 1 - label : label)),
  mean('mae', (prediction, label) => Math.abs(prediction - label)),
  root(mean('rmse', (prediction, label) => (prediction - label) ** 2)),
  { name: 'mlogloss', larger: false, multiclass: true, measure: multiclassLogloss },
  { name: 'merror', larger: false, multiclass: true, measure: multiclassError },
];

/** The metrics that can be asked for, by XGBoost's names. */
export const METRICS: ReadonlyMap<string, Metric> = new Map(metrics.map((metric) => [metric.name, metric]));

function mean(name: string, loss: (prediction: number, label: number) => number): Metric {
  return {
    name,
    larger: false,
    measure(predictions, labels) {
      let sum = 0;
      for (let i = 0; i < labels.length; i++) sum += loss(predictions[i]!, labels[i]!);
      return sum / labels.length;
    },
  };
}

function root(metric: Metric): Metric {
  return { ...metric, measure: (predictions, labels) => Math.sqrt(metric.measure(predictions, labels)) };
}

/** How many probabilities, none below 1e-16, may be multiplied before a double underflows, rounded down. */
const FACTORS = 16;

/** The mean negative log-likelihood. Probabilities are multiplied and one logarithm taken for many: logarithms are dear. */
function logloss(predictions: Float32Array, labels: Float32Array): number {
  let sum = 0;
  let product = 1;
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    const positive = Math.max(predictions[i]!, LEAST_PROBABILITY);
    const negative = Math.max(1 - predictions[i]!, LEAST_PROBABILITY);
    if (label === 1) product *= positive;
    else if (label === 0) product *= negative;
    else sum -= label * Math.log(positive) + (1 - label) * Math.log(negative);
    if (i % FACTORS === FACTORS - 1) {
      sum -= Math.log(product);
      product = 1;
    }
  }
  return (sum - Math.log(product)) / labels.length;
}

/** The mean negative logarithm of the probability given to the class that it was. */
function multiclassLogloss(predictions: Float32Array, labels: Float32Array): number {
  let sum = 0;
  for (let row = 0; row < labels.length; row++) {
    sum -= Math.log(Math.max(predictions[labels[row]! * labels.length + row]!, LEAST_PROBABILITY));
  }
  return sum / labels.length;
}

/** The share of rows whose most probable class, the first of equals, is not the right one. */
function multiclassError(predictions: Float32Array, labels: Float32Array): number {
  const rows = labels.length;
  let wrong = 0;
  for (let row = 0; row < rows; row++) {
    let best = row;
    for (let at = row + rows; at < predictions.length; at += rows) if (predictions[at]! > predictions[best]!) best = at;
    if (Math.floor(best / rows) !== labels[row]) wrong++;
  }
  return wrong / rows;
}
