import type { Metric } from '../manifest/gate-schema.ts';
import { alone, type Metrics, withBounds } from './binary-metrics.ts';
import {
  type Clusters,
  clusteredMean,
  clusteredStandardError,
  clusterSizes,
  clusterSums,
  type Estimate,
  estimate,
} from './clusters.ts';
import { difference, mean } from './losses.ts';
import type { ModelScores } from './model-scores.ts';

/** Every metric of predicted numbers, with bounds where an error is known. */
export function regressionMetrics(model: ModelScores): Metrics {
  const { labels, scores, clusters } = model;
  return {
    rmse: withBounds(rootMean(model.squaredErrors(), clusters)),
    mae: withBounds(clusteredMean(model.absoluteErrors(), clusters)),
    r2: alone(plainRegressionMetrics(model).r2!),
    bias: withBounds(clusteredMean(difference(scores, labels), clusters)),
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
  const { root, contributions } = rootContributions(squares, clusters);
  return estimate(root, clusteredStandardError(contributions), clusters);
}

/** The root of the mean, and what each cluster contributes to it beyond its share. */
export function rootContributions(squares: Float64Array, clusters: Clusters) {
  const sizes = clusterSizes(clusters);
  const sums = clusterSums(squares, clusters);
  const square = mean(squares);
  const root = Math.sqrt(square);
  const contributions = sums.map((sum, cluster) =>
    root === 0 ? 0 : (sum - sizes[cluster]! * square) / (2 * root * squares.length),
  );
  return { root, contributions };
}
