import { type BinnedMatrix, shared } from './binned-matrix.ts';

/** How the rows of a node part, in bins of the matrix given: up to `bin` left, the missing ones by `defaultLeft`. */
export interface Parting {
  readonly matrix: BinnedMatrix;
  /** Position of the column within `matrix`. */
  readonly column: number;
  readonly bin: number;
  readonly defaultLeft: boolean;
}

/** The rows of a tree, grouped by node: each node owns a range of `index`, and keeps its rows in their first order. */
export class RowPartition {
  readonly index: Int32Array;
  private readonly right: Int32Array;

  constructor(rows: number) {
    this.index = shared(Int32Array, rows);
    this.right = new Int32Array(rows);
  }

  /** Starts over with the rows given, or with all of them. */
  reset(rows?: Int32Array): void {
    if (rows !== undefined) this.index.set(rows);
    else for (let row = 0; row < this.index.length; row++) this.index[row] = row;
  }

  /** Groups a node's rows by child; answers where the right child's begin. */
  split({ begin, end }: { begin: number; end: number }, by: Parting): number {
    const { index, right } = this;
    const { byColumn, rows, offsets } = by.matrix;
    const bins = byColumn.subarray(by.column * rows, (by.column + 1) * rows);
    const highestLeft = by.bin;
    // Missing values have the highest bin of the column: they go right by themselves.
    const missing = by.defaultLeft ? offsets[by.column + 1]! - 1 : -1;
    let lefts = begin;
    let rights = 0;
    for (let i = begin; i < end; i++) {
      const row = index[i]!;
      const bin = bins[row]!;
      // 1 when the row goes left: compared without a branch, which the processor could not foresee.
      const left = Number(bin <= highestLeft) | Number(bin === missing);
      index[lefts] = row;
      right[rights] = row;
      lefts += left;
      rights += 1 - left;
    }
    index.set(right.subarray(0, rights), lefts);
    return lefts;
  }
}
