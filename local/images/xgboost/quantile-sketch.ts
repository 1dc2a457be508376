import { merge, prune, type QuantileSummary, summarize } from './quantile-summary.ts';

/** XGBoost's kFactor: how much finer the sketch is than the bins made from it. */
const FINER = 8;

const EMPTY: QuantileSummary = {
  values: new Float32Array(0),
  lowest: new Float64Array(0),
  highest: new Float64Array(0),
  equal: new Float64Array(0),
};

/**
 * A summary of a column without missing values, fine enough for `maxBin` bins, as XGBoost 1.7's hist makes it while rows
 * stream in: chunks are summarised and pruned, two summaries of one level merge into one of the next. Made the same way it
 * keeps the same values, which is what lets the same trees grow.
 */
export function sketch(column: Float32Array, maxBin: number): QuantileSummary {
  const limit = sizeLimit(column.length, Math.max(1, Math.min(maxBin, column.length)) * FINER);
  const levels = new Levels(limit);
  let summary = EMPTY;
  for (const chunk of chunks(column, 2 * limit)) {
    summary = summarize(chunk.values);
    if (chunk.last) break;
    levels.add(summary);
    summary = EMPTY;
  }
  return prune(levels.mergeInto(summary), Math.min(column.length, maxBin * FINER));
}

/** How many entries a summary keeps for ranks to be exact to one in `accuracy` over all levels. */
function sizeLimit(values: number, accuracy: number): number {
  for (let levels = 1; ; levels++) {
    const limit = Math.min(values, levels * accuracy + 1);
    if (2 ** levels * limit >= values) return limit;
  }
}

/** The column in parts of `size` values, where equal values in a row count as one. The last part may be empty. */
function* chunks(column: Float32Array, size: number): Generator<{ values: Float32Array; last: boolean }> {
  let begin = 0;
  let distinct = 0;
  for (let i = 0; i < column.length; i++) {
    if (distinct === size) {
      yield { values: column.subarray(begin, i), last: false };
      begin = i;
      distinct = 0;
    }
    if (distinct === 0 || column[i] !== column[i - 1]) distinct++;
  }
  yield { values: column.subarray(begin), last: true };
}

/** Summaries waiting to be merged, one a level at most. */
class Levels {
  private readonly limit: number;
  private readonly waiting: QuantileSummary[] = [];

  constructor(limit: number) {
    this.limit = limit;
  }

  add(summary: QuantileSummary): void {
    let rising = summary;
    for (let level = 0; ; level++) {
      const waiting = this.waiting[level] ?? EMPTY;
      if (waiting.values.length === 0) {
        this.waiting[level] = prune(rising, this.limit);
        return;
      }
      rising = merge(prune(rising, this.limit), waiting);
      this.waiting[level] = rising.values.length > this.limit ? EMPTY : rising;
      if (rising.values.length <= this.limit) return;
    }
  }

  /** All of it and one summary more in one. */
  mergeInto(summary: QuantileSummary): QuantileSummary {
    let all = prune(summary, this.limit);
    for (const waiting of this.waiting) {
      if (waiting.values.length > 0) all = prune(merge(all, waiting), this.limit);
    }
    return all;
  }
}
