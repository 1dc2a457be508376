import type { BinnedMatrix } from './binned-matrix.ts';

/** Some rows: `index[begin]` to `index[end]` (exclusive). */
export interface RowRange {
  readonly index: Int32Array;
  readonly begin: number;
  readonly end: number;
}

/**
 * Adds the gradient and the hessian of every row to the bin it falls into, for each column; bin b is at `2b` and `2b + 1`
 * of the histogram. `gradients` holds a pair per row. Rows are added in order, so the sums do not depend on who adds them.
 */
export function accumulate(
  histogram: Float64Array,
  matrix: BinnedMatrix,
  on: { rows: RowRange; gradients: Float32Array },
): void {
  const { bins, columns } = matrix;
  const { rows, gradients } = on;
  const { index, end } = rows;
  for (let i = rows.begin; i < end; i++) {
    const row = index[i]!;
    const gradient = gradients[2 * row]!;
    const hessian = gradients[2 * row + 1]!;
    const first = row * columns;
    for (let at = first; at < first + columns; at++) {
      const bin = 2 * bins[at]!;
      histogram[bin]! += gradient;
      histogram[bin + 1]! += hessian;
    }
  }
}

/** The histogram of a node's larger child, made in place of the node's own: what the smaller child does not hold. */
export function subtract(parent: Float64Array, child: Float64Array): void {
  for (let i = 0; i < parent.length; i++) parent[i]! -= child[i]!;
}
