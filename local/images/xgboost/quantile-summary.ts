import { floatKeys, floatsOfKeys, radixSort } from './radix-sort.ts';

/**
 * A weighted quantile summary (Chen and Guestrin 2016, appendix): some values of a column, ascending, each with bounds of
 * how many values are below it and how many are not above it. Ranks are whole numbers.
 */
export interface QuantileSummary {
  readonly values: Float32Array;
  /** How many values are surely smaller. */
  readonly lowest: Float64Array;
  /** How many values are possibly smaller or equal. */
  readonly highest: Float64Array;
  /** How many values are surely equal. */
  readonly equal: Float64Array;
}

/** The exact summary of some values. -0 counts as 0. */
export function summarize(values: Float32Array): QuantileSummary {
  const keys = floatKeys(values.map((value) => value + 0));
  radixSort(keys);
  const sorted = floatsOfKeys(keys);
  const summary = allocate(sorted.length);
  let size = 0;
  for (let first = 0, next = 0; first < sorted.length; first = next) {
    const value = sorted[first]!;
    while (next < sorted.length && sorted[next] === value) next++;
    summary.values[size] = value;
    summary.lowest[size] = first;
    summary.highest[size] = next;
    summary.equal[size++] = next - first;
  }
  return trim(summary, size);
}

/** The summary of the values behind both. */
export function merge(a: QuantileSummary, b: QuantileSummary): QuantileSummary {
  if (a.values.length === 0) return b;
  if (b.values.length === 0) return a;
  const merged = allocate(a.values.length + b.values.length);
  let size = 0;
  let i = 0;
  let j = 0;
  while (i < a.values.length || j < b.values.length) {
    const x = i < a.values.length ? a.values[i]! : Number.POSITIVE_INFINITY;
    const y = j < b.values.length ? b.values[j]! : Number.POSITIVE_INFINITY;
    const isInA = x <= y;
    const isInB = y <= x;
    merged.values[size] = isInA ? x : y;
    merged.lowest[size] = (isInA ? a.lowest[i]! : below(a, i)) + (isInB ? b.lowest[j]! : below(b, j));
    merged.highest[size] = (isInA ? a.highest[i]! : upTo(a, i)) + (isInB ? b.highest[j]! : upTo(b, j));
    merged.equal[size++] = (isInA ? a.equal[i]! : 0) + (isInB ? b.equal[j]! : 0);
    if (isInA) i++;
    if (isInB) j++;
  }
  return trim(merged, size);
}

/**
 * At most `size` of the entries: the first, the last, and those nearest to evenly spaced ranks. The ranks are computed in
 * float32 as XGBoost computes them, so that the same entries stay.
 */
export function prune(summary: QuantileSummary, size: number): QuantileSummary {
  const { values, lowest, highest } = summary;
  if (values.length <= size) return summary;
  const last = values.length - 1;
  const begin = highest[0]!;
  const range = lowest[last]! - begin;
  const steps = size - 1;
  const kept = new Int32Array(size);
  let count = 1;
  let i = 1;
  for (let step = 1; step < steps; step++) {
    const rank = 2 * Math.fround(Math.fround(Math.fround(step * range) / steps) + begin);
    while (i < last && rank >= highest[i + 1]! + lowest[i + 1]!) i++;
    if (i === last) break;
    const nearest = rank < below(summary, i + 1) + upTo(summary, i + 1) ? i : i + 1;
    if (nearest !== kept[count - 1]) kept[count++] = nearest;
  }
  if (kept[count - 1] !== last) kept[count++] = last;
  const chosen = allocate(count);
  for (let to = 0; to < count; to++) {
    const from = kept[to]!;
    chosen.values[to] = values[from]!;
    chosen.lowest[to] = lowest[from]!;
    chosen.highest[to] = highest[from]!;
    chosen.equal[to] = summary.equal[from]!;
  }
  return chosen;
}

/** How many values are surely smaller than anything between the entries `at - 1` and `at`. */
function below({ lowest, equal }: QuantileSummary, at: number): number {
  return at === 0 ? 0 : lowest[at - 1]! + equal[at - 1]!;
}

/** How many values are possibly smaller than anything between the entries `at - 1` and `at`. */
function upTo({ highest, equal }: QuantileSummary, at: number): number {
  return at === highest.length ? highest[at - 1]! : highest[at]! - equal[at]!;
}

function allocate(size: number): QuantileSummary {
  const ranks = () => new Float64Array(size);
  return { values: new Float32Array(size), lowest: ranks(), highest: ranks(), equal: ranks() };
}

function trim({ values, lowest, highest, equal }: QuantileSummary, size: number): QuantileSummary {
  return {
    values: values.subarray(0, size),
    lowest: lowest.subarray(0, size),
    highest: highest.subarray(0, size),
    equal: equal.subarray(0, size),
  };
}
