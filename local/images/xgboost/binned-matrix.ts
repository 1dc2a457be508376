import type { DataMatrix } from './data-matrix.ts';
import { quantileCuts } from './quantile-cuts.ts';

/** Some columns of a matrix, every value replaced by the number of its bin. Made of shared memory, to be seen by all threads. */
export interface BinnedMatrix {
  readonly rows: number;
  /** How many columns are binned here. */
  readonly columns: number;
  /** The first of them in the whole matrix. */
  readonly firstColumn: number;
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

/** Bins the columns `from` to `to` (exclusive) by {@link quantileCuts}. */
export function binColumns(matrix: DataMatrix, options: { from: number; to: number; maxBin: number }): BinnedMatrix {
  const { rows, values } = matrix;
  const { from, to, maxBin } = options;
  const columns = to - from;
  const offsets = shared(Int32Array, columns + 1);
  const missing = shared(Uint8Array, columns);
  const columnCuts: Float32Array[] = [];
  const column = new Float32Array(rows);
  for (let c = 0; c < columns; c++) {
    for (let row = 0, at = from + c; row < rows; row++, at += matrix.columns) column[row] = values[at]!;
    const cuts = quantileCuts(column, maxBin);
    columnCuts.push(cuts);
    offsets[c + 1] = offsets[c]! + cuts.length + 1;
  }
  const total = offsets[columns]!;
  const cuts = shared(Float32Array, total).fill(Number.NaN);
  const type = total <= 0x10000 ? Uint16Array : Uint32Array;
  const bins = shared(type, rows * columns);
  const byColumn = shared(type, rows * columns);
  for (const [c, bounds] of columnCuts.entries()) {
    cuts.set(bounds, offsets[c]!);
    const find = binFinder(bounds);
    for (let row = 0, at = from + c, to = c; row < rows; row++, at += matrix.columns, to += columns) {
      const bin = find(values[at]!);
      if (bin === bounds.length) missing[c] = 1;
      bins[to] = offsets[c]! + bin;
      byColumn[c * rows + row] = offsets[c]! + bin;
    }
  }
  return { rows, columns, firstColumn: from, bins, byColumn, offsets, cuts, missing };
}

/** The bin of a value: the number of upper bounds that are not above it, all of them for NaN. */
function binFinder(bounds: Float32Array): (value: number) => number {
  const size = 2 ** Math.ceil(Math.log2(bounds.length + 1));
  const padded = new Float32Array(size).fill(Number.POSITIVE_INFINITY);
  padded.set(bounds);
  return (value) => {
    if (Number.isNaN(value)) return bounds.length;
    let bin = 0;
    for (let half = size >>> 1; half > 0; half >>>= 1) bin += half * Number(padded[bin + half - 1]! <= value);
    return bin;
  };
}

type SharedArray = { new (buffer: SharedArrayBuffer): unknown; readonly BYTES_PER_ELEMENT: number };

/** A typed array of `length` zeros in memory that threads share. */
export function shared<A extends SharedArray>(type: A, length: number): InstanceType<A> {
  return new type(new SharedArrayBuffer(length * type.BYTES_PER_ELEMENT)) as InstanceType<A>;
}
