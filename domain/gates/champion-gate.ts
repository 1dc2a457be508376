import { bounds } from '../evaluation/clusters.ts';
import type { Difference, EvaluationDocument } from '../evaluation/evaluation-document.ts';
import type { Gate } from '../manifest/schema.ts';
import { type ChampionStanding, obstacle } from './champion-standing.ts';
import { bound, figure } from './figures.ts';
import type { GateResult, GateVerdict } from './gate-result.ts';

/**
 * Non-inferiority to the champion on the same rows: with L and U the one-sided bounds of candidate minus champion, higher
 * being better, it passes if L >= -margin, fails if U < -margin, and is inconclusive between.
 */
export function judgeChampionGate(
  gate: Extract<Gate, { kind: 'champion' }>,
  evaluation: EvaluationDocument,
  champion: ChampionStanding,
): GateResult {
  const { name, kind, mode, metric, margin, confidence } = gate;
  const limit = `not worse than the champion by more than ${margin}`;
  const common = { name, kind, mode, metric, limit, measured: null };
  if (champion === undefined) {
    const sentence = `There is no champion to compare ${metric} with; the absolute gates alone decide.`;
    return { ...common, verdict: 'NoChampion', sentence };
  }
  const why = obstacle(champion);
  if (why !== undefined) return { ...common, verdict: 'Inconclusive', sentence: `${why}.` };
  const difference = evaluation.differences[metric];
  if (difference === undefined || difference.value === null) {
    const sentence = `The difference in ${metric} from version ${champion.version} is not defined on these holdout rows.`;
    return { ...common, verdict: 'Inconclusive', sentence };
  }
  const [low, high] = differenceBounds({ ...difference, value: difference.value }, confidence);
  const verdict = nonInferiority([low, high], margin);
  const percent = Number((confidence * 100).toPrecision(4));
  const sure = `with ${percent} % confidence at least ${figure(low)} and at most ${figure(high)}`;
  const sentence = `${metric} differs from version ${champion.version} by ${figure(difference.value)} (higher is better), ${sure}; ${limitSentence(verdict, margin)}`;
  return { ...common, measured: difference.value, interval: [bound(low), bound(high)], verdict, sentence };
}

/** A difference that is defined. */
export type DefinedDifference = Difference & { readonly value: number };

/** One-sided bounds of a difference; unbounded when its error is unknown. */
export function differenceBounds({ standardError, ...known }: DefinedDifference, confidence: number) {
  return bounds({ ...known, standardError: standardError ?? Number.NaN }, confidence);
}

export function nonInferiority([low, high]: readonly [number, number], margin: number): GateVerdict {
  if (low >= -margin) return 'Passed';
  return high < -margin ? 'Failed' : 'Inconclusive';
}

function limitSentence(verdict: GateVerdict, margin: number): string {
  if (verdict === 'Passed') return `it may be worse by ${margin}.`;
  if (verdict === 'Failed') return `it may be worse by ${margin} only.`;
  return `these rows cannot tell whether it is worse by more than ${margin}.`;
}
