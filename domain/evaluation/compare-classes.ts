import type { Metric } from '../manifest/gate-schema.ts';
import { defined } from './binary-metrics.ts';
import type { ClassScores } from './class-scores.ts';
import { clusteredMean, type Estimate } from './clusters.ts';
import type { Difference } from './evaluation-document.ts';
import { difference as minus } from './losses.ts';
import { macroF1Difference } from './macro-f1.ts';

/** Two models on the same rows, in the same clusters. */
export interface ClassPair {
  readonly candidate: ClassScores;
  readonly champion: ClassScores;
}

/** Candidate minus champion in one metric, turned so that higher is better, with the error of the paired difference. */
export function compareClasses(metric: Metric, pair: ClassPair): Difference {
  const { value, standardError, degreesOfFreedom } = difference(metric, pair);
  return { value: defined(value), standardError: defined(standardError), degreesOfFreedom };
}

function difference(metric: Metric, { candidate, champion }: ClassPair): Estimate {
  const { clusters } = candidate;
  switch (metric) {
    case 'accuracy':
      return clusteredMean(minus(candidate.hits(), champion.hits()), clusters);
    case 'logLoss':
      return clusteredMean(minus(champion.logLosses(), candidate.logLosses()), clusters);
    case 'macroF1':
      return macroF1Difference(candidate, champion);
    default:
      throw new RangeError(`The metric ${metric} has no paired comparison; the manifest's rules refuse such a gate.`);
  }
}
