import { rankOrder } from '#domain/evaluation/rank-order.ts';

/**
 * Classes of fewer rows are left out: by chance alone their AUC strays from 0.5 by a standard error of 1 / sqrt(12 rows), which
 * is 0.06 at this number.
 */
export const FEWEST_ROWS = 20;

/** How well one class is told from all others: 0.5 to 1. */
export interface ClassPower {
  readonly power: number;
  /** Index of the class. */
  readonly of: number;
}

/** The class of each row. */
export interface Classes {
  readonly codes: Float64Array;
  readonly count: number;
}

/** The largest of several. */
export function strongest(powers: readonly (ClassPower | undefined)[]): ClassPower | undefined {
  return powers.reduce((most, power) => (power && (!most || power.power > most.power) ? power : most), undefined);
}

/** Of all classes the largest one-vs-rest AUC of the values, in either direction, by one ranking of the rows. */
export function rankingPowers(values: Float64Array, { codes, count }: Classes): ClassPower | undefined {
  const rows = values.length;
  const order = rankOrder(values);
  const sizes = sizesOf({ codes, count });
  const rankSums = new Float64Array(count);
  for (let start = 0; start < rows; ) {
    let end = start;
    while (end < rows && values[order[end]!] === values[order[start]!]) end += 1;
    for (let place = start; place < end; place += 1) {
      const code = codes[order[place]!]!;
      rankSums[code] = rankSums[code]! + (start + end + 1) / 2;
    }
    start = end;
  }
  return best(sizes, rows, (code, size) => {
    const auc = (rankSums[code]! - (size * (size + 1)) / 2) / (size * (rows - size));
    return Math.max(auc, 1 - auc);
  });
}

/** The same of whether there is a value at all, which is one where it is not NaN. */
export function presencePowers(values: Float64Array, { codes, count }: Classes): ClassPower | undefined {
  const sizes = sizesOf({ codes, count });
  const present = new Float64Array(count);
  let all = 0;
  for (let row = 0; row < values.length; row += 1) {
    if (Number.isNaN(values[row])) continue;
    present[codes[row]!] = present[codes[row]!]! + 1;
    all += 1;
  }
  return best(sizes, values.length, (code, size) => {
    const [inside, outside] = [present[code]! / size, (all - present[code]!) / (values.length - size)];
    return 0.5 + Math.abs(inside - outside) / 2;
  });
}

/**
 * The same of categories, each ranked by the share of the class among its other rows: a row's own class must not count, or
 * many small categories would tell any rare class by chance.
 */
export function categoryPowers(categories: Float64Array, { codes, count }: Classes): ClassPower | undefined {
  const rows = categories.length;
  const sizes = sizesOf({ codes, count });
  const width = categories.reduce((most, category) => Math.max(most, category + 1), 0);
  const totals = new Float64Array(width);
  const cells = new Float64Array(width * count);
  for (let row = 0; row < rows; row += 1) {
    const category = categories[row]!;
    totals[category] = totals[category]! + 1;
    const cell = category * count + codes[row]!;
    cells[cell] = cells[cell]! + 1;
  }
  return best(sizes, rows, (code, size) => {
    const scored = Array.from(totals, (total, category) => {
      const inside = cells[category * count + code]!;
      const share = (others: number) => (total > 1 ? others / (total - 1) : size / rows);
      return [
        { share: share(inside - 1), inside, outside: 0 },
        { share: share(inside), inside: 0, outside: total - inside },
      ];
    });
    return Math.max(0.5, weightedAuc(scored.flat()));
  });
}

interface Weighted {
  readonly share: number;
  readonly inside: number;
  readonly outside: number;
}

/** AUC of shares that stand for several rows each, ties counted half. */
function weightedAuc(entries: readonly Weighted[]): number {
  const sorted = entries.toSorted((a, b) => a.share - b.share);
  let [wins, below, insideAll] = [0, 0, 0];
  for (let start = 0; start < sorted.length; ) {
    let [end, inside, outside] = [start, 0, 0];
    for (; end < sorted.length && sorted[end]!.share === sorted[start]!.share; end += 1) {
      inside += sorted[end]!.inside;
      outside += sorted[end]!.outside;
    }
    wins += inside * (below + outside / 2);
    below += outside;
    insideAll += inside;
    start = end;
  }
  return wins / (insideAll * below);
}

function sizesOf({ codes, count }: Classes): Float64Array {
  const sizes = new Float64Array(count);
  for (const code of codes) sizes[code] = sizes[code]! + 1;
  return sizes;
}

/** The strongest class of those with enough rows inside and outside. */
function best(
  sizes: Float64Array,
  rows: number,
  powerOf: (code: number, size: number) => number,
): ClassPower | undefined {
  const powers = Array.from(sizes, (size, code) =>
    Math.min(size, rows - size) < FEWEST_ROWS ? undefined : { power: powerOf(code, size), of: code },
  );
  return strongest(powers);
}
