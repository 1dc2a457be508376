import { floatKeys, floatsOfKeys, radixSort } from './radix-sort.ts';

/** XGBoost's kRtEps: how far beyond the largest value the last cut lies. */
const BEYOND = 1e-5;

/**
 * The upper bounds of a feature's bins: bin i holds the values in [cuts[i-1], cuts[i]), so each cut but the last is a
 * value of the data and can be a split condition as it is. Up to `maxBin` distinct values each have a bin of their own;
 * above that, bins of equal depth, where a value as heavy as a bin keeps one to itself. NaN is left out; a feature
 * without any value has no cuts.
 */
export function quantileCuts(column: Float32Array, maxBin: number): Float32Array {
  const keys = floatKeys(column.filter((value) => !Number.isNaN(value)).map((value) => (value === 0 ? 0 : value)));
  if (keys.length === 0) return new Float32Array(0);
  radixSort(keys);
  const firsts = firstOfEach(keys);
  const starts = firsts.length <= maxBin ? firsts : equalDepth(firsts, { total: keys.length, maxBin });
  const values = floatsOfKeys(Uint32Array.from(starts, (at) => keys[at]!));
  const largest = floatsOfKeys(keys.subarray(keys.length - 1))[0]!;
  const cuts = new Float32Array(starts.length);
  cuts.set(values.subarray(1));
  cuts[starts.length - 1] = largest + (Math.abs(largest) + BEYOND);
  return cuts;
}

/** Where each distinct value begins in the sorted keys. */
function firstOfEach(keys: Uint32Array): Uint32Array {
  const firsts = new Uint32Array(keys.length);
  let count = 0;
  for (let i = 0; i < keys.length; i++) if (i === 0 || keys[i] !== keys[i - 1]) firsts[count++] = i;
  return firsts.subarray(0, count);
}

/** Where each bin begins: a bin closes once it holds its share of what is left, or before a value that fills one alone. */
function equalDepth(firsts: Uint32Array, { total, maxBin }: { total: number; maxBin: number }): Uint32Array {
  const starts = new Uint32Array(maxBin);
  let bins = 1;
  let share = total / maxBin;
  for (let i = 1; i < firsts.length && bins < maxBin; i++) {
    const here = firsts[i]!;
    const weight = (firsts[i + 1] ?? total) - here;
    if (here - starts[bins - 1]! < share && weight < share) continue;
    starts[bins++] = here;
    share = (total - here) / (maxBin - bins + 1);
  }
  return starts.subarray(0, bins);
}
