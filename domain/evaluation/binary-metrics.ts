import type { Metric } from '../manifest/gate-schema.ts';
import { type ClassCounts, clusteredAuc } from './area-under-curve.ts';
import { calibrate } from './calibration.ts';
import { bounds, clusteredMean, clusterSizes, clusterSums, type Estimate } from './clusters.ts';
import type { MetricValue } from './evaluation-document.ts';
import { mean } from './losses.ts';
import type { ModelScores } from './model-scores.ts';
import { averagePrecision, confusionAt, f1, precision, recall } from './precision-recall.ts';

/** Confidence of each shown bound. */
const CONFIDENCE = 0.95;

export type Metrics = Partial<Record<Metric, MetricValue>>;

/** Every metric of probabilities against a label of 0 and 1, with bounds where an error is known. */
export function binaryMetrics(model: ModelScores, threshold: number): Metrics {
  const { labels, scores, clusters } = model;
  const calibration = calibrate(labels, scores, clusters);
  const plain = plainBinaryMetrics(model, threshold);
  return {
    auc: withBounds(clusteredAuc(model.placements(), classCounts(model))),
    logLoss: withBounds(clusteredMean(model.logLosses(), clusters)),
    brier: withBounds(clusteredMean(model.squaredErrors(), clusters)),
    prAuc: alone(averagePrecision(model.ranked())),
    logLossSkill: alone(plain.logLossSkill!),
    brierSkill: alone(plain.brierSkill!),
    precision: alone(plain.precision!),
    recall: alone(plain.recall!),
    f1: alone(plain.f1!),
    calibrationOe: withBounds(calibration.logOe, Math.exp),
    calibrationIntercept: withBounds(calibration.intercept),
    calibrationSlope: withBounds(calibration.slope),
  };
}

/**
 * The metrics that cost little, as plain numbers. Skill is the share of the base rate's own loss that the model takes away: an
 * absolute log-loss measures the month as much as the model.
 */
export function plainBinaryMetrics(model: ModelScores, threshold: number): Partial<Record<Metric, number>> {
  const { labels, scores } = model;
  const rate = mean(labels);
  const logLoss = mean(model.logLosses());
  const brier = mean(model.squaredErrors());
  const decided = confusionAt(model.ranked(), threshold);
  const entropy = -rate * Math.log(rate) - (1 - rate) * Math.log1p(-rate);
  return {
    auc: model.placements().auc,
    logLoss,
    brier,
    precision: precision(decided),
    recall: recall(decided),
    f1: f1(decided),
    calibrationOe: rate / mean(scores),
    logLossSkill: 1 - logLoss / entropy,
    brierSkill: 1 - brier / (rate * (1 - rate)),
  };
}

export function classCounts({ labels, clusters }: ModelScores): ClassCounts {
  return { positives: clusterSums(labels, clusters), sizes: clusterSizes(clusters) };
}

export function withBounds(estimate: Estimate, scale: (value: number) => number = (value) => value): MetricValue {
  const [low, high] = bounds(estimate, CONFIDENCE);
  return { value: defined(scale(estimate.value)), low: defined(scale(low)), high: defined(scale(high)) };
}

export function alone(value: number): MetricValue {
  return { value: defined(value) };
}

/** JSON has no NaN and no infinity. */
export function defined(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
