import { type Clusters, clusteredStandardError, estimate } from './clusters.ts';
import type { WorstSlice } from './evaluation-document.ts';
import { holmAdjusted } from './holm.ts';
import type { SliceColumn } from './scored-rows.ts';
import { studentTail } from './student-t.ts';

/** Slices shown. */
const SHOWN = 5;

/** A smaller slice says nothing. */
const FEWEST_ROWS = 100;

/** Pairs of columns with more combinations than this are not searched. */
const MOST_COMBINATIONS = 1000;

/**
 * Where the candidate loses most against the champion, by what it gains in each row (of log-loss, or of the absolute error of a
 * number): among every value of the slice columns and every pair of values of two of them. The p-values are adjusted for how
 * many were searched.
 */
export function worstSlices(columns: readonly SliceColumn[], gains: Float64Array, clusters: Clusters): WorstSlice[] {
  const found = searched(columns).flatMap((column) => meansWithin(column, gains, clusters));
  const adjusted = holmAdjusted(found.map(({ p }) => p));
  return found
    .map(({ p: _, ...slice }, index) => ({ ...slice, adjustedP: adjusted[index]! }))
    .sort((a, b) => a.adjustedP - b.adjustedP || a.difference - b.difference)
    .slice(0, SHOWN);
}

/** Each column alone, and each pair of columns as one of combined values. */
function searched(columns: readonly SliceColumn[]): SliceColumn[] {
  const pairs = columns.flatMap((first, index) => columns.slice(index + 1).map((second) => [first, second] as const));
  const combined = pairs
    .filter(([first, second]) => first.values.length * second.values.length <= MOST_COMBINATIONS)
    .map(([first, second]) => combine(first, second));
  return [...columns, ...combined];
}

function combine(first: SliceColumn, second: SliceColumn): SliceColumn {
  const width = second.values.length;
  const codes = new Uint32Array(first.codes.length);
  for (let row = 0; row < codes.length; row += 1) codes[row] = first.codes[row]! * width + second.codes[row]!;
  const values = first.values.flatMap((value) => second.values.map((other) => `${value}, ${second.column} = ${other}`));
  return { column: first.column, values, codes };
}

type Found = Omit<WorstSlice, 'adjustedP'> & { readonly p: number };

/** The mean gain in every slice of one column with its clustered error, by one pass over the rows. */
function meansWithin({ column, values, codes }: SliceColumn, gains: Float64Array, clusters: Clusters): Found[] {
  const { count } = clusters;
  const sums = new Float64Array(values.length * count);
  const sizes = new Float64Array(values.length * count);
  for (let row = 0; row < codes.length; row += 1) {
    const cell = codes[row]! * count + clusters.codes[row]!;
    sums[cell] = sums[cell]! + gains[row]!;
    sizes[cell] = sizes[cell]! + 1;
  }
  return values.flatMap((value, code) => {
    const cells = Array.from({ length: count }, (_, cluster) => code * count + cluster).filter(
      (cell) => sizes[cell]! > 0,
    );
    const rows = cells.reduce((total, cell) => total + sizes[cell]!, 0);
    if (rows < FEWEST_ROWS || cells.length < 2) return [];
    const mean = cells.reduce((total, cell) => total + sums[cell]!, 0) / rows;
    const contributions = Float64Array.from(cells, (cell) => (sums[cell]! - sizes[cell]! * mean) / rows);
    const { standardError, degreesOfFreedom } = estimate(mean, clusteredStandardError(contributions), {
      count: cells.length,
    });
    const p = standardError === 0 ? Number(mean >= 0) : studentTail(-mean / standardError, degreesOfFreedom);
    return [{ slice: `${column} = ${value}`, rows, difference: mean, standardError, p }];
  });
}
