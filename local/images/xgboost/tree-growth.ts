import { type BinnedMatrix, binColumns, shared } from './binned-matrix.ts';
import type { DataMatrix } from './data-matrix.ts';
import { Lanes } from './lanes.ts';
import { LevelBoard } from './level-board.ts';
import { type Family, type FoundSplit, LevelSearch, type OpenNode } from './level-search.ts';
import { RowPartition } from './row-partition.ts';
import { nodeWeight, type Regularization } from './split-gain.ts';
import { type Leaf, type Tree, TreeBuilder } from './tree.ts';

export interface GrowthOptions extends Regularization {
  readonly maxDepth: number;
  readonly maxBin: number;
  readonly eta: number;
  /** Over how many threads the columns are divided; it changes nothing but the time. */
  readonly threads: number;
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
  /** 1 for each column the next tree may use. */
  readonly sampledColumns: Uint8Array;
  private readonly options: GrowthOptions;
  private readonly parts: readonly BinnedMatrix[];
  private readonly partition: RowPartition;
  private readonly lanes: Lanes;
  private readonly levels: LevelSearch;

  constructor(matrix: DataMatrix, options: GrowthOptions) {
    const { rows, columns } = matrix;
    this.options = options;
    this.gradients = shared(Float32Array, 2 * rows);
    this.sampledColumns = shared(Uint8Array, columns).fill(1);
    this.partition = new RowPartition(rows);
    this.parts = divide(matrix, options);
    // A level that is searched holds at most half of a full tree's leaves, and no more nodes than rows.
    const nodes = Math.max(1, Math.min(2 ** (options.maxDepth - 1), rows));
    const board = LevelBoard.allocate({ nodes, lanes: this.parts.length });
    const { lambda, alpha, gamma, minChildWeight } = options;
    const penalty = { lambda, alpha, gamma, minChildWeight };
    const { gradients, sampledColumns } = this;
    const memory = { board: board.memory, gradients, index: this.partition.index, sampledColumns };
    this.lanes = new Lanes(this.parts.map((part, lane) => ({ lane, matrix: part, ...memory, penalty })));
    this.levels = new LevelSearch({ board, lanes: this.lanes, penalty });
  }

  /** Grows a tree on the rows given (ascending), or on all. */
  grow(rows?: Int32Array): GrownTree {
    this.partition.reset(rows);
    const root = this.root(rows?.length ?? this.partition.index.length);
    const builder = new TreeBuilder(this.leaf(root));
    const leaves: OpenNode[] = [];
    let families: Family[] = [{ nodes: [root], slot: -1 }];
    for (let depth = 0; depth < this.options.maxDepth && families.length > 0; depth++) {
      families = this.levels.search(families, leaves).map((found) => this.split(found, builder));
    }
    for (const { nodes, slot } of families) {
      leaves.push(...nodes);
      this.levels.release(slot);
    }
    const { index } = this.partition;
    const settled = leaves.map((leaf) => ({
      value: this.leaf(leaf).value,
      rows: index.subarray(leaf.begin, leaf.end),
    }));
    return { tree: builder.build(), leaves: settled };
  }

  /** Ends the threads. */
  close(): void {
    this.lanes.close();
  }

  private split({ node, split, lane, slot }: FoundSplit, builder: TreeBuilder): Family {
    const { feature, bin, gain, gradient, hessian } = split;
    const part = this.parts[lane]!;
    const defaultLeft = split.defaultLeft === 1;
    const middle = this.partition.split(node, { matrix: part, column: feature - part.firstColumn, bin, defaultLeft });
    const left = { begin: node.begin, end: middle, gradient, hessian };
    const right = { begin: middle, end: node.end, gradient: node.gradient - gradient, hessian: node.hessian - hessian };
    const weight = nodeWeight(node.gradient, node.hessian, this.options);
    const condition = { feature, condition: part.cuts[bin]!, defaultLeft, gain, weight };
    const id = builder.split(node.id, condition, [this.leaf(left), this.leaf(right)]);
    const nodes = [
      { ...left, id },
      { ...right, id: id + 1 },
    ];
    return { nodes, slot };
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
    return { value: Math.fround(nodeWeight(gradient, hessian, this.options) * Math.fround(this.options.eta)), hessian };
  }
}

/** Bins the columns in as many parts as there are threads. */
function divide(matrix: DataMatrix, { threads, maxBin }: GrowthOptions): BinnedMatrix[] {
  const parts = Math.min(threads, matrix.columns);
  const bound = (part: number) => Math.round((part * matrix.columns) / parts);
  return Array.from({ length: parts }, (_, part) =>
    binColumns(matrix, { from: bound(part), to: bound(part + 1), maxBin }),
  );
}
