import type { Metric } from '../manifest/gate-schema.ts';
import { clusteredAuc, placementDifference } from './area-under-curve.ts';
import { defined } from './binary-metrics.ts';
import { type Clusters, clusteredMean, clusteredStandardError, type Estimate, estimate } from './clusters.ts';
import type { Difference } from './evaluation-document.ts';
import { jackknife } from './jackknife.ts';
import { mean } from './losses.ts';
import type { ModelScores } from './model-scores.ts';
import { averagePrecision, confusionAt, f1, type Kept, precision, recall } from './precision-recall.ts';
import { rootInfluences } from './regression-metrics.ts';

/** Two models on the same rows. */
export interface Pair {
  readonly candidate: ModelScores;
  readonly champion: ModelScores;
  readonly clusters: Clusters;
  readonly threshold: number;
}

/** Candidate minus champion in one metric, turned so that higher is better, with the error of the paired difference. */
export function compareModels(metric: Metric, pair: Pair): Difference {
  const { value, standardError, degreesOfFreedom } = difference(metric, pair);
  return { value: defined(value), standardError: defined(standardError), degreesOfFreedom };
}

function difference(metric: Metric, pair: Pair): Estimate {
  const { candidate, champion, clusters, threshold } = pair;
  const less = (better: Float64Array, worse: Float64Array) =>
    clusteredMean(
      better.map((loss, row) => loss - worse[row]!),
      clusters,
    );
  const decision = (of: typeof f1) =>
    jackknifed(pair, ({ labels, scores }, kept) => of(confusionAt(labels, scores, { threshold, kept })));
  switch (metric) {
    case 'auc': {
      const placed = placementDifference(candidate.placements(), champion.placements());
      return clusteredAuc(candidate.labels, placed, clusters);
    }
    case 'logLoss':
      return less(champion.logLosses(), candidate.logLosses());
    case 'brier':
      return less(champion.squaredErrors(), candidate.squaredErrors());
    case 'mae':
      return less(champion.absoluteErrors(), candidate.absoluteErrors());
    case 'rmse':
      return rootDifference(pair);
    case 'prAuc':
      return jackknifed(pair, ({ labels, ranked }, kept) => averagePrecision(labels, ranked(), kept));
    case 'precision':
      return decision(precision);
    case 'recall':
      return decision(recall);
    case 'f1':
      return decision(f1);
    default:
      throw new RangeError(`The metric ${metric} has no paired comparison; the manifest's rules refuse such a gate.`);
  }
}

function rootDifference({ candidate, champion, clusters }: Pair): Estimate {
  const [mine, theirs] = [candidate.squaredErrors(), champion.squaredErrors()];
  const [myRoot, theirRoot] = [Math.sqrt(mean(mine)), Math.sqrt(mean(theirs))];
  const own = rootInfluences(mine, myRoot);
  const influences = rootInfluences(theirs, theirRoot).map((influence, row) => influence - own[row]!);
  return estimate(theirRoot - myRoot, clusteredStandardError(influences, clusters), clusters);
}

function jackknifed(
  { candidate, champion, clusters }: Pair,
  statistic: (model: ModelScores, kept: Kept) => number,
): Estimate {
  return jackknife((kept) => statistic(candidate, kept) - statistic(champion, kept), clusters);
}
