import type { BinnedMatrix } from './binned-matrix.ts';

/** How the rows of a node part: bins of the column up to `bin` go left, missing values by `defaultLeft`. */
export interface Parting {
  readonly column: number;
  readonly bin: number;
  readonly defaultLeft: boolean;
}

/** The rows of a tree, grouped by node: each node owns a range of `index`, and keeps its rows in their first order. */
export class RowPartition {
  readonly index: Int32Array;
  private readonly matrix: BinnedMatrix;
  private readonly right: Int32Array;

  constructor(matrix: BinnedMatrix) {
    this.matrix = matrix;
    this.index = new Int32Array(matrix.rows);
    this.right = new Int32Array(matrix.rows);
  }

  /** Starts over with the rows given, or with all of them. */
  reset(rows?: Int32Array): void {
    if (rows !== undefined) this.index.set(rows);
    else for (let row = 0; row < this.index.length; row++) this.index[row] = row;
  }

  /** Groups a node's rows by child; answers where the right child's begin. */
  split({ begin, end }: { begin: number; end: number }, { column, bin, defaultLeft }: Parting): number {
    const { index, right } = this;
    const { byColumn, rows, offsets } = this.matrix;
    const bins = byColumn.subarray(column * rows, (column + 1) * rows);
    // Missing values have the highest bin of the column: they go right by themselves.
    const missing = defaultLeft ? offsets[column + 1]! - 1 : -1;
    let lefts = begin;
    let rights = 0;
    for (let i = begin; i < end; i++) {
      const row = index[i]!;
      const own = bins[row]!;
      // 1 when the row goes left: compared without a branch, which the processor could not foresee.
      const left = Number(own <= bin) | Number(own === missing);
      index[lefts] = row;
      right[rights] = row;
      lefts += left;
      rights += 1 - left;
    }
    index.set(right.subarray(0, rights), lefts);
    return lefts;
  }
}
