import type { Metric } from '../manifest/gate-schema.ts';
import { alone, type Metrics, withBounds } from './binary-metrics.ts';
import { type Clusters, clusteredMean, clusteredStandardError, type Estimate, estimate } from './clusters.ts';
import { mean } from './losses.ts';
import type { ModelScores } from './model-scores.ts';

/** Every metric of predicted numbers, with bounds where an error is known. */
export function regressionMetrics(model: ModelScores, clusters: Clusters): Metrics {
  const { labels, scores } = model;
  const deviations = scores.map((score, row) => score - labels[row]!);
  return {
    rmse: withBounds(rootMean(model.squaredErrors(), clusters)),
    mae: withBounds(clusteredMean(model.absoluteErrors(), clusters)),
    r2: alone(plainRegressionMetrics(model).r2!),
    bias: withBounds(clusteredMean(deviations, clusters)),
  };
}

export function plainRegressionMetrics(model: ModelScores): Partial<Record<Metric, number>> {
  const { labels, scores } = model;
  const average = mean(labels);
  const squares = mean(model.squaredErrors());
  const variance = mean(labels.map((label) => (label - average) ** 2));
  return {
    rmse: Math.sqrt(squares),
    mae: mean(model.absoluteErrors()),
    r2: 1 - squares / variance,
    bias: mean(scores) - average,
  };
}

/** Root of a mean, its error by the delta method. */
function rootMean(squares: Float64Array, clusters: Clusters): Estimate {
  const root = Math.sqrt(mean(squares));
  return estimate(root, clusteredStandardError(rootInfluences(squares, root), clusters), clusters);
}

/** What each row contributes to the root of the mean; they add up to zero. */
export function rootInfluences(squares: Float64Array, root: number): Float64Array {
  if (root === 0) return new Float64Array(squares.length);
  return squares.map((square) => (square - root * root) / (2 * root * squares.length));
}
