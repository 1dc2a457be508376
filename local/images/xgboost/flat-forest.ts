import type { DataMatrix } from './data-matrix.ts';
import type { Tree } from './tree.ts';

/** Rows predicted together, so that a tree stays in the processor's cache while they pass through it. */
const BLOCK = 64;

/** A block of rows in two readings: a missing value is -Infinity in the even places, which goes left, and Infinity in the odd ones. */
type Readings = Float32Array;

/**
 * Trees laid out for prediction. Siblings lie side by side, so that a step adds a comparison to the left child's number
 * instead of branching on it; a leaf is its own left child and compares with NaN, so that every row makes as many steps as
 * the tree is deep; and four rows walk at once, to hide each other's waits for memory. Margins are added up in float32 in
 * the order of the trees, as XGBoost adds them.
 */
export class FlatForest {
  private readonly trees: readonly { readonly root: number; readonly depth: number }[];
  private readonly left: Int32Array;
  /** Twice the feature, plus 1 when a missing value goes right. */
  private readonly place: Int32Array;
  private readonly threshold: Float32Array;
  private readonly leaf: Float32Array;

  constructor(trees: readonly Tree[]) {
    const total = trees.reduce((nodes, tree) => nodes + tree.leftChildren.length, 0);
    this.left = new Int32Array(total);
    this.place = new Int32Array(total);
    this.threshold = new Float32Array(total).fill(Number.NaN);
    this.leaf = new Float32Array(total);
    let next = 0;
    this.trees = trees.map((tree) => {
      const root = next;
      const depth = this.lay(tree, root);
      next += tree.leftChildren.length;
      return { root, depth };
    });
  }

  /** Adds every tree's answer for every row to `margins`. */
  addTo(margins: Float32Array, matrix: DataMatrix): void {
    const width = 2 * matrix.columns;
    const readings = new Float32Array(BLOCK * width);
    const sums = new Float32Array(BLOCK);
    for (let from = 0; from < matrix.rows; from += BLOCK) {
      const rows = Math.min(BLOCK, matrix.rows - from);
      read(matrix, { from, rows }, readings);
      sums.set(margins.subarray(from, from + rows));
      for (const tree of this.trees) this.addTree(tree, { readings, width, sums, rows });
      margins.set(sums.subarray(0, rows), from);
    }
  }

  private addTree(tree: { root: number; depth: number }, on: Block): void {
    const { left, place, threshold, leaf } = this;
    const { readings, width, sums, rows } = on;
    const { root, depth } = tree;
    for (let row = 0; row < rows; row += 4) {
      const first = row * width;
      const second = first + width;
      const third = second + width;
      const fourth = third + width;
      let a = root;
      let b = root;
      let c = root;
      let d = root;
      for (let step = 0; step < depth; step++) {
        a = left[a]! + Number(readings[first + place[a]!]! >= threshold[a]!);
        b = left[b]! + Number(readings[second + place[b]!]! >= threshold[b]!);
        c = left[c]! + Number(readings[third + place[c]!]! >= threshold[c]!);
        d = left[d]! + Number(readings[fourth + place[d]!]! >= threshold[d]!);
      }
      sums[row] = sums[row]! + leaf[a]!;
      sums[row + 1] = sums[row + 1]! + leaf[b]!;
      sums[row + 2] = sums[row + 2]! + leaf[c]!;
      sums[row + 3] = sums[row + 3]! + leaf[d]!;
    }
  }

  /** Copies a tree's nodes breadth first from `start`; answers how deep it is. */
  private lay(tree: Tree, start: number): number {
    const order = [{ node: 0, depth: 0 }];
    for (let at = 0; at < order.length; at++) {
      const { node, depth } = order[at]!;
      const to = start + at;
      if (tree.leftChildren[node]! < 0) {
        this.left[to] = to;
        this.leaf[to] = tree.splitConditions[node]!;
        continue;
      }
      this.left[to] = start + order.length;
      this.place[to] = 2 * tree.splitIndices[node]! + 1 - tree.defaultLeft[node]!;
      this.threshold[to] = tree.splitConditions[node]!;
      order.push({ node: tree.leftChildren[node]!, depth: depth + 1 });
      order.push({ node: tree.rightChildren[node]!, depth: depth + 1 });
    }
    return order.at(-1)!.depth;
  }
}

/** Rows to walk; their number is rounded up to a multiple of four, what is behind them is walked and not used. */
interface Block {
  readonly readings: Readings;
  readonly width: number;
  readonly sums: Float32Array;
  readonly rows: number;
}

function read({ values, columns }: DataMatrix, { from, rows }: { from: number; rows: number }, into: Readings): void {
  const start = from * columns;
  for (let i = 0; i < rows * columns; i++) {
    const value = values[start + i]!;
    const missing = Number.isNaN(value);
    into[2 * i] = missing ? Number.NEGATIVE_INFINITY : value;
    into[2 * i + 1] = missing ? Number.POSITIVE_INFINITY : value;
  }
}
