import { bounds } from '../evaluation/clusters.ts';
import type { Difference, EvaluationDocument } from '../evaluation/evaluation-document.ts';
import type { Gate } from '../manifest/schema.ts';
import { type ChampionStanding, type Opponent, obstacle } from './champion-standing.ts';
import { bound, figure } from './figures.ts';
import type { GateResult, GateVerdict } from './gate-result.ts';

type ChampionGate = Extract<Gate, { kind: 'champion' }>;

/**
 * Non-inferiority to the champion on the same rows: with L and U the one-sided bounds of candidate minus champion, higher
 * being better, it passes if L >= -margin, fails if U < -margin, and is inconclusive between. With an `anchorMargin` the same
 * is asked of the pinned anchor, so that ten releases each worse by the margin cannot add up; the worse of both counts. While
 * nobody has pinned one, the champion alone decides, and the sentence says so.
 */
export function judgeChampionGate(
  gate: ChampionGate,
  evaluation: EvaluationDocument,
  { champion, anchor }: { champion: ChampionStanding; anchor?: ChampionStanding },
): GateResult {
  const own = judgeAgainst('champion', gate, { standing: champion, differences: evaluation.differences });
  const { anchorMargin } = gate;
  if (anchorMargin === undefined || champion === undefined) return own;
  if (anchor === undefined) return { ...own, sentence: `${own.sentence} ${anchorMissing(anchorMargin)}` };
  const pinned = judgeAgainst(
    'anchor',
    { ...gate, margin: anchorMargin },
    { standing: anchor, differences: evaluation.anchorDifferences ?? {} },
  );
  const worse = SEVERITY[pinned.verdict] > SEVERITY[own.verdict] ? pinned : own;
  return { ...worse, limit: `${own.limit}, and ${pinned.limit}`, sentence: `${own.sentence} ${pinned.sentence}` };
}

const SEVERITY: Readonly<Record<GateVerdict, number>> = { Passed: 0, NoChampion: 1, Inconclusive: 2, Failed: 3 };

function anchorMissing(anchorMargin: number): string {
  return `No anchor is pinned, so how small losses add up is not judged (anchorMargin ${anchorMargin}).`;
}

interface Compared {
  readonly standing: ChampionStanding;
  readonly differences: EvaluationDocument['differences'];
}

function judgeAgainst(whom: Opponent, gate: ChampionGate, { standing, differences }: Compared): GateResult {
  const { name, kind, mode, metric, margin, confidence } = gate;
  const limit = `not worse than the ${whom} by more than ${margin}`;
  const common = { name, kind, mode, metric, limit, measured: null };
  if (standing === undefined) {
    const sentence = `There is no champion to compare ${metric} with; the absolute gates alone decide.`;
    return { ...common, verdict: 'NoChampion', sentence };
  }
  const why = obstacle(standing, whom);
  if (why !== undefined) return { ...common, verdict: 'Inconclusive', sentence: `${why}.` };
  const difference = differences[metric];
  const version = `${whom === 'anchor' ? 'the anchor, ' : ''}version ${standing.version}`;
  if (difference === undefined || difference.value === null) {
    const sentence = `The difference in ${metric} from ${version} is not defined on these holdout rows.`;
    return { ...common, verdict: 'Inconclusive', sentence };
  }
  const [low, high] = differenceBounds({ ...difference, value: difference.value }, confidence);
  const verdict = nonInferiority([low, high], margin);
  const percent = Number((confidence * 100).toPrecision(4));
  const sure = `with ${percent} % confidence at least ${figure(low)} and at most ${figure(high)}`;
  const found = `${metric} differs from ${version} by ${figure(difference.value)} (higher is better), ${sure}`;
  const sentence = `${found}; ${limitSentence(verdict, margin)}`;
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
