import type { DataMatrix } from './data-matrix.ts';
import { quantileCuts } from './quantile-cuts.ts';

/** A matrix in which every value is replaced by the number of its bin. */
export interface BinnedMatrix {
  readonly rows: number;
  readonly columns: number;
  /** `rows * columns` bin numbers, counted through all columns: column c owns `offsets[c]` to `offsets[c + 1]`. */
  readonly bins: Uint16Array | Uint32Array;
  /** The same bins, column after column: what splitting rows by one column reads. */
  readonly byColumn: Uint16Array | Uint32Array;
  /** `columns + 1` bin numbers. The last bin of every column is for missing values. */
  readonly offsets: Int32Array;
  /** The upper bound of each bin; that of a column's missing bin is NaN. */
  readonly cuts: Float32Array;
  /** 1 for a column in which a value is missing. */
  readonly missing: Uint8Array;
}

/** Bins each column by {@link quantileCuts}. */
export function binMatrix(matrix: DataMatrix, maxBin: number): BinnedMatrix {
  const { rows, columns, values } = matrix;
  const columnCuts = Array.from({ length: columns }, (_, c) => quantileCuts(columnOf(matrix, c), maxBin));
  const offsets = new Int32Array(columns + 1);
  for (const [c, cuts] of columnCuts.entries()) offsets[c + 1] = offsets[c]! + cuts.length + 1;
  const total = offsets[columns]!;
  const cuts = new Float32Array(total).fill(Number.NaN);
  const missing = new Uint8Array(columns);
  const Bins = total <= 0x10000 ? Uint16Array : Uint32Array;
  const bins = new Bins(rows * columns);
  const byColumn = new Bins(rows * columns);
  for (const [c, bounds] of columnCuts.entries()) {
    cuts.set(bounds, offsets[c]!);
    const find = binFinder(bounds);
    for (let row = 0, at = c; row < rows; row++, at += columns) {
      const bin = find(values[at]!);
      if (bin === bounds.length) missing[c] = 1;
      bins[at] = offsets[c]! + bin;
      byColumn[c * rows + row] = offsets[c]! + bin;
    }
  }
  return { rows, columns, bins, byColumn, offsets, cuts, missing };
}

function columnOf({ rows, columns, values }: DataMatrix, column: number): Float32Array {
  const copy = new Float32Array(rows);
  for (let row = 0, at = column; row < rows; row++, at += columns) copy[row] = values[at]!;
  return copy;
}

/** The bin of a value: the number of upper bounds that are not above it, all of them for NaN. */
function binFinder(bounds: Float32Array): (value: number) => number {
  const size = 2 ** Math.ceil(Math.log2(bounds.length + 1));
  const padded = new Float32Array(size).fill(Number.POSITIVE_INFINITY);
  padded.set(bounds);
  return (value) => {
    if (Number.isNaN(value)) return bounds.length;
    let bin = 0;
    // A comparison added, not branched on: half of the branches would be foreseen wrongly.
    for (let half = size >>> 1; half > 0; half >>>= 1) bin += half * Number(padded[bin + half - 1]! <= value);
    return bin;
  };
}
