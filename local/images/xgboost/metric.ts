import { areaUnderCurve } from './area-under-curve.ts';

export interface Metric {
  readonly name: string;
  /** Whether a larger value is better. */
  readonly larger: boolean;
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
