import type { BinnedMatrix } from './binned-matrix.ts';
import { accumulate, subtract } from './histogram.ts';
import { LEAST_GAIN, nodeGain, type Regularization } from './split-gain.ts';
import { type Split, SplitSearch } from './split-search.ts';

/** A node of the growing tree that may yet be split. */
export interface OpenNode {
  readonly id: number;
  /** Its rows, a range of the index. */
  readonly begin: number;
  readonly end: number;
  readonly gradient: number;
  readonly hessian: number;
}

/** The children of one node with that node's histogram, or the root alone. */
export interface Family {
  readonly nodes: readonly OpenNode[];
  readonly histogram: Float64Array | undefined;
}

/** A node, its best split and its histogram. */
export interface FoundSplit {
  readonly node: OpenNode;
  readonly split: Split;
  readonly histogram: Float64Array;
}

/**
 * Finds the best splits of a level. Of two siblings only the one with fewer rows is added up; the other's histogram is
 * what remains of their parent's. The memory of settled nodes' histograms is used again.
 */
export class LevelSearch {
  private readonly matrix: BinnedMatrix;
  private readonly gradients: Float32Array;
  private readonly index: Int32Array;
  private readonly penalty: Regularization;
  private readonly splits: SplitSearch;
  private readonly spare: Float64Array[] = [];

  /** `gradients` holds a pair per row, `index` the rows grouped by node; both change between searches. */
  constructor(on: { matrix: BinnedMatrix; gradients: Float32Array; index: Int32Array; penalty: Regularization }) {
    this.matrix = on.matrix;
    this.gradients = on.gradients;
    this.index = on.index;
    this.penalty = on.penalty;
    this.splits = new SplitSearch(on.matrix, on.penalty);
  }

  /** The splits worth making on the columns given, in the order of the nodes; the other nodes are added to `leaves`. */
  search(families: readonly Family[], on: { columns: readonly number[]; leaves: OpenNode[] }): FoundSplit[] {
    const found: FoundSplit[] = [];
    for (const family of families) {
      const histograms = this.histograms(family);
      for (const [at, node] of family.nodes.entries()) {
        const histogram = histograms[at];
        const split =
          histogram && this.isSplittable(node) ? this.best(node, { histogram, columns: on.columns }) : undefined;
        if (histogram && split) found.push({ node, split, histogram });
        else {
          on.leaves.push(node);
          this.release(histogram);
        }
      }
    }
    return found;
  }

  /** Lets a histogram's memory be used again. */
  release(histogram: Float64Array | undefined): void {
    if (histogram !== undefined) this.spare.push(histogram);
  }

  /** The histogram of each node; none when no node can be split. */
  private histograms({ nodes, histogram: parent }: Family): readonly Float64Array[] {
    if (!nodes.some((node) => this.isSplittable(node))) {
      this.release(parent);
      return [];
    }
    const [first, second] = nodes;
    const isFirstSmaller = second === undefined || first!.end - first!.begin <= second.end - second.begin;
    const { begin, end } = isFirstSmaller ? first! : second;
    const smaller = this.spare.pop()?.fill(0) ?? new Float64Array(2 * this.matrix.cuts.length);
    accumulate(smaller, this.matrix, { rows: { index: this.index, begin, end }, gradients: this.gradients });
    if (parent === undefined) return [smaller];
    subtract(parent, smaller);
    return isFirstSmaller ? [smaller, parent] : [parent, smaller];
  }

  private best(node: OpenNode, on: { histogram: Float64Array; columns: readonly number[] }): Split | undefined {
    const { gradient, hessian } = node;
    const gain = nodeGain(gradient, hessian, this.penalty);
    const split = this.splits.best(on.histogram, { gradient, hessian, gain }, on.columns);
    return split.gain > LEAST_GAIN && split.gain >= this.penalty.gamma ? split : undefined;
  }

  private isSplittable(node: OpenNode): boolean {
    return node.end - node.begin > 1 && node.hessian >= 2 * this.penalty.minChildWeight;
  }
}
