import { type BinnedMatrix, binMatrix } from './binned-matrix.ts';
import type { DataMatrix } from './data-matrix.ts';
import { type Family, type FoundSplit, LevelSearch, type OpenNode } from './level-search.ts';
import { RowPartition } from './row-partition.ts';
import { nodeWeight, type Regularization } from './split-gain.ts';
import { type Leaf, type Tree, TreeBuilder } from './tree.ts';

export interface GrowthOptions extends Regularization {
  readonly maxDepth: number;
  readonly maxBin: number;
  readonly eta: number;
}

/** What a tree may use: rows (ascending) and columns, all of them when not said. */
export interface Sample {
  readonly rows?: Int32Array | undefined;
  readonly columns?: readonly number[] | undefined;
}

/** A tree and the rows that ended in each of its leaves. The rows are valid until the next tree is grown. */
export interface GrownTree {
  readonly tree: Tree;
  readonly leaves: readonly { readonly value: number; readonly rows: Int32Array }[];
}

/** Grows trees level by level on one binned data set (XGBoost's hist with grow_policy depthwise). */
export class TreeGrowth {
  /** A pair (gradient, hessian) per row, to be filled before each tree. */
  readonly gradients: Float32Array;
  private readonly options: GrowthOptions;
  private readonly matrix: BinnedMatrix;
  private readonly partition: RowPartition;
  private readonly levels: LevelSearch;

  constructor(data: DataMatrix, options: GrowthOptions) {
    this.options = options;
    this.gradients = new Float32Array(2 * data.rows);
    this.matrix = binMatrix(data, options.maxBin);
    this.partition = new RowPartition(this.matrix);
    const { gradients, matrix, partition } = this;
    this.levels = new LevelSearch({ matrix, gradients, index: partition.index, penalty: options });
  }

  grow(sample: Sample = {}): GrownTree {
    this.partition.reset(sample.rows);
    const columns = sample.columns ?? Array.from({ length: this.matrix.columns }, (_, column) => column);
    const root = this.root(sample.rows?.length ?? this.matrix.rows);
    const builder = new TreeBuilder(this.leaf(root));
    const leaves: OpenNode[] = [];
    let families: readonly Family[] = [{ nodes: [root], histogram: undefined }];
    for (let depth = 0; depth < this.options.maxDepth && families.length > 0; depth++) {
      families = this.levels.search(families, { columns, leaves }).map((found) => this.split(found, builder));
    }
    for (const { nodes, histogram } of families) {
      leaves.push(...nodes);
      this.levels.release(histogram);
    }
    const { index } = this.partition;
    const settled = leaves.map((leaf) => ({
      value: this.leaf(leaf).value,
      rows: index.subarray(leaf.begin, leaf.end),
    }));
    return { tree: builder.build(), leaves: settled };
  }

  private split({ node, split, histogram }: FoundSplit, builder: TreeBuilder): Family {
    const { feature, bin, gain, gradient, hessian } = split;
    const defaultLeft = split.defaultLeft === 1;
    const middle = this.partition.split(node, { column: feature, bin, defaultLeft });
    const left = { begin: node.begin, end: middle, gradient, hessian };
    const right = { begin: middle, end: node.end, gradient: node.gradient - gradient, hessian: node.hessian - hessian };
    const weight = nodeWeight(node.gradient, node.hessian, this.options);
    const condition = { feature, condition: this.matrix.cuts[bin]!, defaultLeft, gain, weight };
    const id = builder.split(node.id, condition, [this.leaf(left), this.leaf(right)]);
    const nodes = [
      { ...left, id },
      { ...right, id: id + 1 },
    ];
    return { nodes, histogram };
  }

  private root(rows: number): OpenNode {
    const { gradients, partition } = this;
    let gradient = 0;
    let hessian = 0;
    for (let i = 0; i < rows; i++) {
      const row = partition.index[i]!;
      gradient += gradients[2 * row]!;
      hessian += gradients[2 * row + 1]!;
    }
    return { id: 0, begin: 0, end: rows, gradient, hessian };
  }

  private leaf({ gradient, hessian }: { gradient: number; hessian: number }): Leaf {
    const value = nodeWeight(gradient, hessian, this.options) * Math.fround(this.options.eta);
    return { value: Math.fround(value), hessian };
  }
}
