import * as z from 'zod';
import { figure } from '../gates/figures.ts';
import { upperBound } from '../judge/clopper-pearson.ts';
import type { LiveScoresSettings } from '../manifest/quality-schema.ts';
import { MOST_INPUTS, type Scale, type ScoreTally, validRows } from './score-tally.ts';
import { stabilityIndex } from './stability-index.ts';

/** Fewer different inputs never show that scores are degenerate. */
const LEAST_INPUTS = 50;

/** Chance that scores like the offline ones look degenerate. */
const FALSE_ALARM = 1e-6;

/** Invalid scores: so many, and more than this share. The holdout had none, or its version would not have been evaluated. */
const LEAST_INVALID = 10;
const INVALID_SHARE = 0.01;

/** What live scores show. Degenerate: they are no scores. Unlike: their distribution differs from the offline one, which alone decides nothing. */
export const ScoreFinding = z.object({
  verdict: z.enum(['TooFew', 'NotCompared', 'Alike', 'Unlike', 'Degenerate']),
  rows: z.int(),
  /** Population stability index against the version's own offline scores. */
  psi: z.number().optional(),
  sentence: z.string(),
});

export type ScoreFinding = z.infer<typeof ScoreFinding>;

export interface JudgedScores extends Scale {
  readonly tally: ScoreTally;
  /** Why there is no reference, in words. */
  readonly missing?: string | undefined;
  readonly version: number;
}

/** Judges live scores of one fleet against its own version's offline scores. */
export function judgeScores(scores: JudgedScores, settings: LiveScoresSettings): ScoreFinding {
  const { tally, reference, missing, version } = scores;
  const { rows } = tally;
  const degenerate = degeneracy(scores);
  if (degenerate !== undefined) return { verdict: 'Degenerate', rows, sentence: degenerate };
  if (reference === undefined || reference.edges.length === 0) {
    const why = missing ?? `all offline scores of version ${version} are in one bin`;
    return { verdict: 'NotCompared', rows, sentence: `${rows} live scores, not compared: ${why}.` };
  }
  const valid = validRows(tally);
  if (valid < settings.minimumRows) {
    const sentence = `${valid} live scores; from ${settings.minimumRows} on they are compared with version ${version}'s offline scores.`;
    return { verdict: 'TooFew', rows, sentence };
  }
  const psi = stabilityIndex(tally.counts, reference.counts);
  const unlike = psi > settings.maxPsi;
  const limit = unlike ? `above ${settings.maxPsi}, which is shown and decides nothing` : `at most ${settings.maxPsi}`;
  const sentence = `The stability index of ${valid} live scores against version ${version}'s own offline scores is ${figure(psi)}, ${limit}.`;
  return { verdict: unlike ? 'Unlike' : 'Alike', rows, psi, sentence };
}

/** Why the scores are none, or undefined. */
function degeneracy({ tally, reference, version }: JudgedScores): string | undefined {
  const { rows, notNumbers, outside, first, least, greatest } = tally;
  const invalid = notNumbers + outside;
  if (invalid >= LEAST_INVALID && invalid > INVALID_SHARE * rows) {
    const parts = [
      ...(notNumbers > 0 ? [`${notNumbers} are no finite numbers`] : []),
      ...(outside > 0 ? [`${outside} are outside 0 to 1`] : []),
    ];
    return `Of ${rows} live scores of version ${version} ${parts.join(' and ')}; of its holdout none was.`;
  }
  if (reference === undefined || first === null) return undefined;
  const valid = validRows(tally);
  const { inputs } = tally;
  const of = (count: number) => `${figure((100 * count) / reference.rows)} % of its holdout`;
  if (least === greatest && inputs.length >= neededInputs(reference.mostFrequent, reference.rows)) {
    return `All ${valid} live scores of version ${version} are ${figure(first)}, for ${many(inputs)} different inputs; offline no score was given to more than ${of(reference.mostFrequent)}.`;
  }
  for (const [end, near, offline] of [
    ['low', tally.nearLow, reference.nearLow],
    ['high', tally.nearHigh, reference.nearHigh],
  ] as const) {
    if (near < valid || inputs.length < neededInputs(offline, reference.rows)) continue;
    const scale = `${figure(reference.from)} to ${figure(reference.to)}`;
    return `All ${valid} live scores of version ${version} are at the ${end} end of ${scale}, for ${many(inputs)} different inputs; offline ${of(offline)} were.`;
  }
  return undefined;
}

/**
 * So many different inputs that all of them are scored alike, as `count` of `rows` were offline, with chance 1e-6 at most. Infinite where
 * offline scores themselves hardly differ: then nothing can be told.
 */
export function neededInputs(count: number, rows: number): number {
  const share = upperBound({ requests: rows, failures: count }, 0.99);
  if (share >= 1) return Number.POSITIVE_INFINITY;
  const needed = Math.max(LEAST_INPUTS, 1 + Math.ceil(Math.log(FALSE_ALARM) / Math.log(share)));
  return needed > MOST_INPUTS ? Number.POSITIVE_INFINITY : needed;
}

function many(inputs: readonly string[]): string {
  return inputs.length >= MOST_INPUTS ? `${MOST_INPUTS} and more` : String(inputs.length);
}
