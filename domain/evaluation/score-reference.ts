import * as z from 'zod';
import type { ModelScores } from './model-scores.ts';

/** Bins of about equal share. */
const BINS = 10;

/** What is near an end of the scale lies within this part of the scale from it. */
export const NEAR = 0.001;

/** A model's scores of its holdout, in bins of about a tenth each, so that live scores can be counted in the same. */
export const ScoreReference = z.object({
  rows: z.int(),
  /** The scale: 0 and 1 for a probability, otherwise the least and the greatest score. */
  from: z.number(),
  to: z.number(),
  /** Upper ends of all bins but the last, each within its bin; ascending. */
  edges: z.array(z.number()),
  counts: z.array(z.int()),
  /** Rows with the most frequent score. */
  mostFrequent: z.int(),
  /** Rows within a thousandth of the scale from its ends. */
  nearLow: z.int(),
  nearHigh: z.int(),
});

export type ScoreReference = z.infer<typeof ScoreReference>;

/** The bin of a score: the first whose upper end is not below it. */
export function binOf(edges: readonly number[], score: number): number {
  const bin = edges.findIndex((edge) => score <= edge);
  return bin < 0 ? edges.length : bin;
}

/** Whether a score is at the low or the high end of the scale, or beyond it. */
export function nearEnd(
  { from, to }: { readonly from: number; readonly to: number },
  score: number,
): 'low' | 'high' | undefined {
  const reach = NEAR * (to - from);
  if (score <= from + reach) return 'low';
  return score >= to - reach ? 'high' : undefined;
}

/** The reference of one model's scores. */
export function scoreReference({ ranked }: ModelScores, kind: 'binary' | 'number'): ScoreReference {
  const { scores } = ranked();
  const rows = scores.length;
  const [least, greatest] = [scores[0] ?? 0, scores[rows - 1] ?? 0];
  const [from, to] = kind === 'binary' ? [0, 1] : [least, greatest];
  const tenths = Array.from({ length: BINS - 1 }, (_, tenth) => scores[Math.ceil(((tenth + 1) * rows) / BINS) - 1]!);
  // Equal scores share a bin, so there may be fewer; the last bin is not to be empty.
  const edges = [...new Set(tenths)].filter((edge) => edge < greatest);
  const counts = new Array<number>(edges.length + 1).fill(0);
  let [bin, tied, mostFrequent, nearLow, nearHigh] = [0, 0, 0, 0, 0];
  for (let row = 0; row < rows; row += 1) {
    const score = scores[row]!;
    while (bin < edges.length && score > edges[bin]!) bin += 1;
    counts[bin] = counts[bin]! + 1;
    tied = row > 0 && score === scores[row - 1] ? tied + 1 : 1;
    mostFrequent = Math.max(mostFrequent, tied);
    const end = nearEnd({ from, to }, score);
    if (end === 'low') nearLow += 1;
    if (end === 'high') nearHigh += 1;
  }
  return { rows, from, to, edges, counts, mostFrequent, nearLow, nearHigh };
}

/** The reference of an evaluation that kept a histogram only: its bars joined to about a tenth each, ties and ends as many as they can be. */
export function referenceOfHistogram(histogram: {
  from: number;
  to: number;
  counts: readonly number[];
}): ScoreReference {
  const { from, to, counts: bars } = histogram;
  const rows = bars.reduce((sum, count) => sum + count, 0);
  const width = (to - from) / bars.length;
  const edges: number[] = [];
  const counts: number[] = [];
  let [joined, seen] = [0, 0];
  for (const [bar, count] of bars.entries()) {
    joined += count;
    seen += count;
    if (joined === 0 || seen * BINS < (counts.length + 1) * rows || seen === rows) continue;
    edges.push(from + (bar + 1) * width);
    counts.push(joined);
    joined = 0;
  }
  counts.push(joined);
  const ends = { nearLow: bars[0] ?? 0, nearHigh: bars.at(-1) ?? 0 };
  return { rows, from, to, edges, counts, mostFrequent: Math.max(0, ...bars), ...ends };
}
