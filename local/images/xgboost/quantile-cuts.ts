import { sketch } from './quantile-sketch.ts';
import { prune } from './quantile-summary.ts';

/** XGBoost's kRtEps: how far beyond the largest value the last cut lies. */
const BEYOND = Math.fround(1e-5);

/**
 * The upper bounds of a feature's bins: bin i holds the values in [cuts[i-1], cuts[i]), so each cut but the last is a
 * value of the data and can be a split condition as it is. Up to `maxBin` distinct values each have a bin of their own;
 * above that, the bins hold about as many values each. NaN is left out; a feature without any value has no cuts.
 */
export function quantileCuts(column: Float32Array, maxBin: number): Float32Array {
  const present = column.filter((value) => !Number.isNaN(value));
  if (present.length === 0) return new Float32Array(0);
  const { values } = prune(sketch(present, maxBin), Math.min(maxBin, present.length) + 1);
  const bins = Math.min(values.length, maxBin);
  const cuts = new Float32Array(bins);
  cuts.set(values.subarray(1, bins));
  const largest = values.at(-1)!;
  cuts[bins - 1] = largest + Math.fround(Math.abs(largest) + BEYOND);
  return cuts;
}
