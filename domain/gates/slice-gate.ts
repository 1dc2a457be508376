import type { EvaluationDocument, SliceEvaluation } from '../evaluation/evaluation-document.ts';
import { holmAdjusted } from '../evaluation/holm.ts';
import { studentTail } from '../evaluation/student-t.ts';
import type { Gate, Metric } from '../manifest/schema.ts';
import { type DefinedDifference, differenceBounds } from './champion-gate.ts';
import { type ChampionStanding, obstacle } from './champion-standing.ts';
import { bound, figure } from './figures.ts';
import type { GateResult, SliceResult } from './gate-result.ts';

type SliceGate = Extract<Gate, { kind: 'slice' }>;

/**
 * No slice is shown to be worse than the champion by more than the margin. Harm must be shown, adjusted for the number of
 * slices: asking each of 20 slices for proof of the contrary would stop nearly every equal candidate.
 */
export function judgeSliceGate(
  gate: SliceGate,
  evaluation: EvaluationDocument,
  champion: ChampionStanding,
): GateResult {
  const { name, kind, mode, metric, margin, minimumRows } = gate;
  const limit = `no slice of at least ${minimumRows} rows worse than the champion by more than ${margin}`;
  const common = { name, kind, mode, metric, limit, measured: null };
  if (champion === undefined) {
    const sentence = `There is no champion to compare slices with; the absolute gates alone decide.`;
    return { ...common, verdict: 'NoChampion', sentence };
  }
  const why = obstacle(champion);
  if (why !== undefined) return { ...common, verdict: 'Inconclusive', sentence: `${why}.` };
  const slices = judgeSlices(gate, evaluation.slices);
  const judged = slices.filter((slice) => slice.verdict !== 'TooSmall');
  const small = slices.length - judged.length;
  const smallSentence = small === 0 ? '' : ` ${small} slices are too small to judge.`;
  if (judged.length === 0) {
    const sentence = `No slice could be judged.${smallSentence}`;
    return { ...common, verdict: 'Inconclusive', sentence, slices };
  }
  const worst = judged.reduce((least, slice) => (slice.difference! < least.difference! ? slice : least));
  const failed = judged.filter((slice) => slice.verdict === 'Failed');
  const verdict = failed.length > 0 ? 'Failed' : gate.critical && small > 0 ? 'Inconclusive' : 'Passed';
  const which = (slice: SliceResult) =>
    `${slice.column} = ${slice.value} (${slice.rows} rows, ${figure(slice.difference)})`;
  const sentence =
    failed.length > 0
      ? `${failed.map(which).join(', ')}: worse than version ${champion.version} in ${metric} by more than ${margin}.${smallSentence}`
      : `None of ${judged.length} slices is shown to be worse in ${metric} by more than ${margin}; the worst is ${which(worst)}.${smallSentence}`;
  return {
    ...common,
    measured: worst.difference,
    interval: intervalOf(gate, evaluation, worst),
    verdict,
    sentence,
    slices,
  };
}

function judgeSlices({ metric, margin, minimumRows, confidence }: SliceGate, slices: readonly SliceEvaluation[]) {
  const harm = slices.map((slice) =>
    slice.rows < minimumRows ? undefined : harmProbability(slice, { metric, margin }),
  );
  const known = harm.filter((p) => p !== undefined);
  const adjusted = holmAdjusted(known)[Symbol.iterator]();
  return slices.map((slice, index): SliceResult => {
    const { column, value, rows } = slice;
    const difference = slice.differences[metric]?.value ?? null;
    if (harm[index] === undefined) return { column, value, rows, difference, verdict: 'TooSmall' };
    const adjustedP = adjusted.next().value as number;
    return { column, value, rows, difference, adjustedP, verdict: adjustedP < 1 - confidence ? 'Failed' : 'Passed' };
  });
}

/** Chance of a difference this low or lower in a slice that is worse by just the margin; undefined when it cannot be told. */
function harmProbability(
  { differences }: SliceEvaluation,
  { metric, margin }: { metric: Metric; margin: number },
): number | undefined {
  const difference = differences[metric];
  if (difference === undefined || difference.value === null || difference.standardError === null) return undefined;
  const excess = difference.value + margin;
  if (difference.standardError === 0) return excess < 0 ? 0 : 1;
  return studentTail(-excess / difference.standardError, difference.degreesOfFreedom);
}

function intervalOf({ metric, confidence }: SliceGate, { slices }: EvaluationDocument, worst: SliceResult) {
  const slice = slices.find(({ column, value }) => column === worst.column && value === worst.value)!;
  const [low, high] = differenceBounds(slice.differences[metric] as DefinedDifference, confidence);
  return [bound(low), bound(high)] as [number | null, number | null];
}
