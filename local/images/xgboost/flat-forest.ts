import type { DataMatrix } from './data-matrix.ts';
import type { Tree } from './tree.ts';

/** Rows predicted together, so that a tree stays in the processor's cache while they pass through it. */
const BLOCK = 64;

/**
 * Trees laid out for prediction: all nodes in flat arrays, siblings side by side, so that going right is going left plus
 * one. Margins are added up in float32 in the order of the trees, as XGBoost adds them.
 */
export class FlatForest {
  private readonly roots: Int32Array;
  /** The number of the left child; for a leaf, -1. */
  private readonly left: Int32Array;
  private readonly feature: Int32Array;
  /** The split condition or the leaf's value. */
  private readonly value: Float32Array;
  private readonly defaultLeft: Uint8Array;

  constructor(trees: readonly Tree[]) {
    const total = trees.reduce((nodes, tree) => nodes + tree.leftChildren.length, 0);
    this.roots = new Int32Array(trees.length);
    this.left = new Int32Array(total).fill(-1);
    this.feature = new Int32Array(total);
    this.value = new Float32Array(total);
    this.defaultLeft = new Uint8Array(total);
    let end = 0;
    for (const [at, tree] of trees.entries()) {
      this.roots[at] = end;
      end = this.lay(tree, end);
    }
  }

  /** Adds every tree's answer for every row to `margins`. */
  addTo(margins: Float32Array, matrix: DataMatrix): void {
    for (let from = 0; from < matrix.rows; from += BLOCK) {
      const to = Math.min(from + BLOCK, matrix.rows);
      for (const root of this.roots) this.addTree(root, { margins, matrix, from, to });
    }
  }

  private addTree(root: number, on: { margins: Float32Array; matrix: DataMatrix; from: number; to: number }): void {
    const { left, feature, value, defaultLeft } = this;
    const { margins, to } = on;
    const { columns, values } = on.matrix;
    for (let row = on.from; row < to; row++) {
      const first = row * columns;
      let node = root;
      for (let next = left[node]!; next >= 0; next = left[node]!) {
        const x = values[first + feature[node]!]!;
        if (x < value[node]!) node = next;
        else if (x >= value[node]!) node = next + 1;
        else node = next + 1 - defaultLeft[node]!;
      }
      margins[row] = margins[row]! + value[node]!;
    }
  }

  /** Copies a tree's nodes breadth first from `start`; answers where the next tree may begin. */
  private lay(tree: Tree, start: number): number {
    const order = [0];
    for (let at = 0; at < order.length; at++) {
      const node = order[at]!;
      const to = start + at;
      this.value[to] = tree.splitConditions[node]!;
      if (tree.leftChildren[node]! < 0) continue;
      this.left[to] = start + order.length;
      this.feature[to] = tree.splitIndices[node]!;
      this.defaultLeft[to] = tree.defaultLeft[node]!;
      order.push(tree.leftChildren[node]!, tree.rightChildren[node]!);
    }
    return start + order.length;
  }
}
