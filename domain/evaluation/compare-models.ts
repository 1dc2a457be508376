import type { Metric } from '../manifest/gate-schema.ts';
import { clusteredAuc, placementDifference } from './area-under-curve.ts';
import { classCounts, defined } from './binary-metrics.ts';
import { clusteredMean, clusteredStandardError, type Estimate, estimate } from './clusters.ts';
import type { Difference } from './evaluation-document.ts';
import { jackknife } from './jackknife.ts';
import { difference as minus } from './losses.ts';
import type { ModelScores } from './model-scores.ts';
import { averagePrecision, confusionAt, f1, type Kept, precision, recall } from './precision-recall.ts';
import { rootContributions } from './regression-metrics.ts';

/** Two models on the same rows, in the same clusters. */
export interface Pair {
  readonly candidate: ModelScores;
  readonly champion: ModelScores;
  readonly threshold: number;
}

/** Candidate minus champion in one metric, turned so that higher is better, with the error of the paired difference. */
export function compareModels(metric: Metric, pair: Pair): Difference {
  const { value, standardError, degreesOfFreedom } = difference(metric, pair);
  return { value: defined(value), standardError: defined(standardError), degreesOfFreedom };
}

function difference(metric: Metric, pair: Pair): Estimate {
  const { candidate, champion, threshold } = pair;
  const { clusters } = candidate;
  const decision = (of: typeof f1) =>
    jackknifed(pair, ({ ranked }, kept) => of(confusionAt(ranked(), threshold, kept)));
  switch (metric) {
    case 'auc':
      return clusteredAuc(placementDifference(candidate.placements(), champion.placements()), classCounts(candidate));
    case 'logLoss':
      return clusteredMean(minus(champion.logLosses(), candidate.logLosses()), clusters);
    case 'brier':
      return clusteredMean(minus(champion.squaredErrors(), candidate.squaredErrors()), clusters);
    case 'mae':
      return clusteredMean(minus(champion.absoluteErrors(), candidate.absoluteErrors()), clusters);
    case 'rmse':
      return rootDifference(pair);
    case 'prAuc':
      return jackknifed(pair, ({ ranked }, kept) => averagePrecision(ranked(), kept));
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

function rootDifference({ candidate, champion }: Pair): Estimate {
  const { clusters } = candidate;
  const mine = rootContributions(candidate.squaredErrors(), clusters);
  const theirs = rootContributions(champion.squaredErrors(), clusters);
  const error = clusteredStandardError(minus(theirs.contributions, mine.contributions));
  return estimate(theirs.root - mine.root, error, clusters);
}

function jackknifed({ candidate, champion }: Pair, statistic: (model: ModelScores, kept: Kept) => number): Estimate {
  return jackknife((kept) => statistic(candidate, kept) - statistic(champion, kept), candidate.clusters);
}
