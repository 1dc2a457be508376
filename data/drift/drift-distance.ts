import type { CategoricalProfile, NumericProfile } from './profile.ts';

/** Bins of a numeric PSI; the industry's ten. */
const PSI_BINS = 10;

/**
 * Population stability index of two counts over the same bins: the sum of (p - q) ln(p / q), every count with half a row
 * added, so that an empty bin gives a finite index. Source: Siddiqi, Credit Risk Scorecards, 2006.
 */
export function stabilityIndex(now: readonly number[], before: readonly number[]): number {
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, counts.length * 0.5);
  const [totalNow, totalThen] = [total(now), total(before)];
  return now.reduce((sum, count, index) => {
    const p = (count + 0.5) / totalNow;
    const q = (before[index]! + 0.5) / totalThen;
    return sum + (p - q) * Math.log(p / q);
  }, 0);
}

/** PSI of a numeric column: its fine bins joined to about ten of equal share in the baseline; missing is a bin of its own. */
export function numericStabilityIndex(now: NumericProfile, before: NumericProfile): number {
  const total = before.counts.reduce((sum, count) => sum + count, 0);
  const joined: { now: number[]; before: number[] } = { now: [now.missing], before: [before.missing] };
  let [sumNow, sumThen, seen] = [0, 0, 0];
  for (const [index, count] of before.counts.entries()) {
    sumNow += now.counts[index]!;
    sumThen += count;
    seen += count;
    const due = (total * joined.now.length) / PSI_BINS;
    if ((seen < due || seen === total) && index < before.counts.length - 1) continue;
    joined.now.push(sumNow);
    joined.before.push(sumThen);
    [sumNow, sumThen] = [0, 0];
  }
  return stabilityIndex(joined.now, joined.before);
}

/** PSI over the baseline's categories; new ones, and missing, are a bin each. */
export function categoricalStabilityIndex(now: CategoricalProfile, before: CategoricalProfile): number {
  const categories = Object.keys(before.counts);
  const known = categories.map((category) => now.counts[category] ?? 0);
  const beyond = sum(Object.values(now.counts)) - sum(known) + now.rest;
  const expected = categories.map((category) => before.counts[category]!);
  return stabilityIndex([...known, beyond, now.missing], [...expected, before.rest, before.missing]);
}

/** Share of rows whose category the baseline never had; undefined when the baseline does not know all it had. */
export function newCategoryShare(now: CategoricalProfile, before: CategoricalProfile): number | undefined {
  if (before.rest > 0) return undefined;
  const all = sum(Object.values(now.counts)) + now.rest;
  const known = Object.keys(before.counts).reduce((total, category) => total + (now.counts[category] ?? 0), 0);
  return all === 0 ? 0 : (all - known) / all;
}

/**
 * Two-sample Kolmogorov-Smirnov distance D, the greatest difference of the two distribution functions, looked at on the
 * edges: below the exact D by at most the largest share of one bin.
 */
export function ksDistance(now: NumericProfile, before: NumericProfile): number {
  const [totalNow, totalThen] = [sum(now.counts), sum(before.counts)];
  if (totalNow === 0 || totalThen === 0) return totalNow === totalThen ? 0 : 1;
  let [upToNow, upToThen, distance] = [0, 0, 0];
  for (const [index, count] of now.counts.entries()) {
    upToNow += count;
    upToThen += before.counts[index]!;
    distance = Math.max(distance, Math.abs(upToNow / totalNow - upToThen / totalThen));
  }
  return distance;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
