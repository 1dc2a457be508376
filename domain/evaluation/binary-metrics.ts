import type { Metric } from '../manifest/gate-schema.ts';
import { clusteredAuc } from './area-under-curve.ts';
import { calibrate } from './calibration.ts';
import { bounds, type Clusters, clusteredMean, type Estimate } from './clusters.ts';
import type { MetricValue } from './evaluation-document.ts';
import { mean } from './losses.ts';
import type { ModelScores } from './model-scores.ts';
import { averagePrecision, confusionAt, f1, precision, recall } from './precision-recall.ts';

/** Confidence of each shown bound. */
const CONFIDENCE = 0.95;

export type Metrics = Partial<Record<Metric, MetricValue>>;

/** Every metric of probabilities against a label of 0 and 1, with bounds where an error is known. */
export function binaryMetrics(model: ModelScores, clusters: Clusters, threshold: number): Metrics {
  const { labels, scores } = model;
  const calibration = calibrate(labels, scores, clusters);
  const decided = confusionAt(labels, scores, { threshold });
  return {
    auc: withBounds(clusteredAuc(labels, model.placements(), clusters)),
    logLoss: withBounds(clusteredMean(model.logLosses(), clusters)),
    brier: withBounds(clusteredMean(model.squaredErrors(), clusters)),
    ...binaryNumbers(model, threshold),
    precision: alone(precision(decided)),
    recall: alone(recall(decided)),
    f1: alone(f1(decided)),
    calibrationOe: withBounds(calibration.logOe, Math.exp),
    calibrationIntercept: withBounds(calibration.intercept),
    calibrationSlope: withBounds(calibration.slope),
  };
}

function binaryNumbers(model: ModelScores, threshold: number): Metrics {
  const numbers = plainBinaryMetrics(model, threshold);
  return {
    prAuc: alone(numbers.prAuc!),
    logLossSkill: alone(numbers.logLossSkill!),
    brierSkill: alone(numbers.brierSkill!),
  };
}

/**
 * The metrics as plain numbers, for slices. Skill is the share of the base rate's own loss that the model takes away: an
 * absolute log-loss measures the month as much as the model.
 */
export function plainBinaryMetrics(model: ModelScores, threshold: number): Partial<Record<Metric, number>> {
  const { labels, scores } = model;
  const rate = mean(labels);
  const logLoss = mean(model.logLosses());
  const brier = mean(model.squaredErrors());
  const decided = confusionAt(labels, scores, { threshold });
  const entropy = -rate * Math.log(rate) - (1 - rate) * Math.log1p(-rate);
  return {
    auc: model.placements().auc,
    logLoss,
    brier,
    prAuc: averagePrecision(labels, model.ranked()),
    precision: precision(decided),
    recall: recall(decided),
    f1: f1(decided),
    calibrationOe: rate / mean(scores),
    logLossSkill: 1 - logLoss / entropy,
    brierSkill: 1 - brier / (rate * (1 - rate)),
  };
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
