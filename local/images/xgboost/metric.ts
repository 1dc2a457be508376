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
  mean('logloss', (prediction, label) => {
    if (label === 1) return -Math.log(Math.max(prediction, LEAST_PROBABILITY));
    if (label === 0) return -Math.log(Math.max(1 - prediction, LEAST_PROBABILITY));
    const positive = Math.log(Math.max(prediction, LEAST_PROBABILITY));
    return -(label * positive + (1 - label) * Math.log(Math.max(1 - prediction, LEAST_PROBABILITY)));
  }),
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
