import * as z from 'zod';
import { binOf, nearEnd, type ScoreReference } from '../evaluation/score-reference.ts';
import { sha256 } from '../naming.ts';
import type { CapturedRecord } from './captured-record.ts';

/** So many different inputs are told apart at most, and only while all scores are alike. */
export const MOST_INPUTS = 1000;

const HASH_LENGTH = 10;

/** Live scores counted: what a verdict on them needs, however many they are. */
export const ScoreTally = z.object({
  /** Scores read, the invalid ones included. */
  rows: z.int(),
  /** No finite number. */
  notNumbers: z.int(),
  /** Outside 0 to 1, for a probability. */
  outside: z.int(),
  /** Valid scores by the bins of the reference; one bin without it. */
  counts: z.array(z.int()),
  /** The first valid score, and the least and the greatest. null: none yet. */
  first: z.number().nullable(),
  least: z.number().nullable(),
  greatest: z.number().nullable(),
  /** Valid scores near the ends of the scale. */
  nearLow: z.int(),
  nearHigh: z.int(),
  /** Hashes of different inputs, kept while all scores are equal or near one end. */
  inputs: z.array(z.string()),
});

export type ScoreTally = z.infer<typeof ScoreTally>;

/** A live score and the row it answers; undefined when inputs were not captured. */
export interface LiveScore {
  readonly score: number;
  readonly input: string | undefined;
}

export interface Scale {
  readonly kind: 'binary' | 'number';
  readonly reference?: ScoreReference | undefined;
}

export function emptyTally({ reference }: Pick<Scale, 'reference'>): ScoreTally {
  const counts = new Array<number>((reference?.edges.length ?? 0) + 1).fill(0);
  const nothing = { first: null, least: null, greatest: null };
  return { rows: 0, notNumbers: 0, outside: 0, counts, ...nothing, nearLow: 0, nearHigh: 0, inputs: [] };
}

/** The scores of a captured record; none when its answer cannot be read. */
export function liveScores({ answer, inputs }: CapturedRecord): LiveScore[] {
  if ('unreadable' in answer) return [];
  const whole = inputs.length === answer.scores.length ? undefined : inputs.join('\n');
  return answer.scores.map((score, row) => ({
    score,
    input: inputs.length === 0 ? undefined : (whole ?? inputs[row]),
  }));
}

/** The tally with more scores counted. */
export function tallyScores(before: ScoreTally, scores: readonly LiveScore[], scale: Scale): ScoreTally {
  const tally = { ...before, counts: [...before.counts] };
  const inputs = new Set(before.inputs);
  for (const { score, input } of scores) {
    tally.rows += 1;
    if (!Number.isFinite(score)) {
      tally.notNumbers += 1;
    } else if (scale.kind === 'binary' && (score < 0 || score > 1)) {
      tally.outside += 1;
    } else {
      count(tally, score, scale.reference);
      if (!alike(tally)) inputs.clear();
      else if (input !== undefined && inputs.size < MOST_INPUTS) inputs.add(sha256(input).slice(0, HASH_LENGTH));
    }
  }
  return { ...tally, inputs: [...inputs] };
}

/** Valid scores. */
export function validRows({ rows, notNumbers, outside }: ScoreTally): number {
  return rows - notNumbers - outside;
}

function count(tally: ScoreTally, score: number, reference: ScoreReference | undefined): void {
  tally.first ??= score;
  tally.least = Math.min(tally.least ?? score, score);
  tally.greatest = Math.max(tally.greatest ?? score, score);
  const bin = binOf(reference?.edges ?? [], score);
  tally.counts[bin] = tally.counts[bin]! + 1;
  const end = reference && nearEnd(reference, score);
  if (end === 'low') tally.nearLow += 1;
  if (end === 'high') tally.nearHigh += 1;
}

/** All valid scores are equal, or all are near the same end. */
function alike(tally: ScoreTally): boolean {
  const valid = validRows(tally);
  return tally.least === tally.greatest || tally.nearLow === valid || tally.nearHigh === valid;
}
