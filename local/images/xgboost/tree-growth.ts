import { type BinnedMatrix, binColumns, shared } from './binned-matrix.ts';
import type { DataMatrix } from './data-matrix.ts';
import { Lanes } from './lanes.ts';
import { LevelBoard } from './level-board.ts';
import { RowPartition } from './row-partition.ts';
import { LEAST_GAIN, nodeGain, nodeWeight, type Regularization } from './split-gain.ts';
import type { Split } from './split-search.ts';
import { type Tree, TreeBuilder } from './tree.ts';

export interface GrowthOptions extends Regularization {
  readonly maxDepth: number;
  readonly maxBin: number;
  readonly eta: number;
  /** Over how many threads the columns are divided; it changes nothing but the time. */
  readonly threads: number;
}

/** A tree and the rows that ended in each of its leaves. */
export interface GrownTree {
  readonly tree: Tree;
  readonly leaves: readonly { readonly value: number; readonly rows: Int32Array }[];
}

interface OpenNode {
  readonly id: number;
  readonly begin: number;
  readonly end: number;
  readonly gradient: number;
  readonly hessian: number;
  /** Where its histogram is, once searched. */
  slot: number;
}

/** Grows trees level by level on one binned data set (XGBoost's hist with grow_policy depthwise). */
export class TreeGrowth {
  /** A pair (gradient, hessian) per row, to be filled before each tree. */
  readonly gradients: Float32Array;
  /** 1 for each column the next tree may use. */
  readonly sampledColumns: Uint8Array;
  private readonly options: GrowthOptions;
  private readonly parts: BinnedMatrix[];
  private readonly partition: RowPartition;
  private readonly board: LevelBoard;
  private readonly lanes: Lanes;
  private freeSlots: number[] = [];
  private slots = 0;

  constructor(matrix: DataMatrix, options: GrowthOptions) {
    const { rows, columns } = matrix;
    this.options = options;
    this.gradients = shared(Float32Array, 2 * rows);
    this.sampledColumns = shared(Uint8Array, columns).fill(1);
    this.partition = new RowPartition(rows);
    const lanes = Math.min(options.threads, columns);
    const bound = (lane: number) => Math.round((lane * columns) / lanes);
    this.parts = Array.from({ length: lanes }, (_, lane) =>
      binColumns(matrix, { from: bound(lane), to: bound(lane + 1), maxBin: options.maxBin }),
    );
    // A level holds no more nodes than rows, and a split node has at least two.
    const nodes = Math.min(2 ** Math.max(options.maxDepth - 1, 0), Math.max(rows, 1));
    this.board = LevelBoard.allocate({ nodes, lanes });
    const { gradients, sampledColumns, partition, board } = this;
    this.lanes = new Lanes(
      this.parts.map((part, lane) => ({
        ...{ lane, matrix: part, board: board.memory, gradients, index: partition.index, sampledColumns },
        penalty: {
          lambda: options.lambda,
          alpha: options.alpha,
          gamma: options.gamma,
          minChildWeight: options.minChildWeight,
        },
      })),
    );
  }

  /** Grows a tree on the rows given (ascending), or on all. */
  grow(rows?: Int32Array): GrownTree {
    this.partition.reset(rows);
    const root = this.root(rows?.length ?? this.partition.index.length);
    const builder = new TreeBuilder(this.leaf(root));
    const leaves: OpenNode[] = [];
    let pairs: [OpenNode, OpenNode?][] = [[root]];
    for (let depth = 0; depth < this.options.maxDepth && pairs.length > 0; depth++) {
      pairs = this.growLevel({ pairs, builder, leaves, last: depth === this.options.maxDepth - 1 });
    }
    for (const pair of pairs) for (const node of pair) if (node !== undefined) leaves.push(node);
    const { index } = this.partition;
    const settled = leaves.map((node) => ({
      value: this.leaf(node).value,
      rows: index.subarray(node.begin, node.end),
    }));
    return { tree: builder.build(), leaves: settled };
  }

  /** Ends the threads. */
  close(): void {
    this.lanes.close();
  }

  private growLevel(level: {
    pairs: [OpenNode, OpenNode?][];
    builder: TreeBuilder;
    leaves: OpenNode[];
    last: boolean;
  }) {
    const searched = this.search(level.pairs, level.leaves);
    const next: [OpenNode, OpenNode?][] = [];
    for (const [at, node] of searched.entries()) {
      const { split, lane } = this.board.best(at);
      if (split.gain <= LEAST_GAIN || split.gain < this.options.gamma) {
        level.leaves.push(node);
        this.freeSlots.push(node.slot);
        continue;
      }
      next.push(this.apply(node, { split, part: this.parts[lane]!, builder: level.builder }));
      if (level.last) this.freeSlots.push(node.slot);
    }
    return next;
  }

  /** Lets the lanes search all nodes that can still be split; answers these. The others become leaves. */
  private search(pairs: [OpenNode, OpenNode?][], leaves: OpenNode[]): OpenNode[] {
    const searched: OpenNode[] = [];
    let written = 0;
    for (const [left, right] of pairs) {
      const isLeftSmaller = right === undefined || left.end - left.begin <= right.end - right.begin;
      const smaller = isLeftSmaller ? left : right;
      const larger = isLeftSmaller ? right : left;
      const parentSlot = left.slot;
      const positions = new Map<OpenNode, number>();
      for (const node of [left, right]) {
        if (node === undefined) continue;
        if (!this.isSplittable(node)) leaves.push(node);
        else positions.set(node, searched.push(node) - 1);
      }
      if (positions.size === 0) {
        if (parentSlot >= 0) this.freeSlots.push(parentSlot);
        continue;
      }
      smaller.slot = this.takeSlot();
      const at = {
        smaller: positions.get(smaller) ?? -1,
        larger: larger === undefined ? -1 : (positions.get(larger) ?? -1),
      };
      this.board.writePair(written++, {
        begin: smaller.begin,
        end: smaller.end,
        slot: smaller.slot,
        parentSlot,
        ...at,
      });
      if (larger !== undefined) larger.slot = parentSlot;
      if (at.smaller < 0) this.freeSlots.push(smaller.slot);
      if (at.larger < 0 && parentSlot >= 0) this.freeSlots.push(parentSlot);
      for (const [node, position] of positions) {
        const gain = nodeGain(node.gradient, node.hessian, this.options);
        this.board.writeSums(position, { gradient: node.gradient, hessian: node.hessian, gain });
      }
    }
    if (written > 0) this.lanes.searchLevel(written);
    return searched;
  }

  private apply(node: OpenNode, on: { split: Split; part: BinnedMatrix; builder: TreeBuilder }): [OpenNode, OpenNode] {
    const { split, part, builder } = on;
    const defaultLeft = split.defaultLeft === 1;
    const middle = this.partition.split(node, {
      ...{ matrix: part, column: split.feature - part.firstColumn, bin: split.bin, defaultLeft },
    });
    const { gradient, hessian } = split;
    const left = { id: -1, begin: node.begin, end: middle, gradient, hessian, slot: node.slot };
    const rest = { gradient: node.gradient - gradient, hessian: node.hessian - hessian };
    const right = { id: -1, begin: middle, end: node.end, ...rest, slot: node.slot };
    const weight = nodeWeight(node.gradient, node.hessian, this.options);
    const condition = {
      feature: split.feature,
      condition: part.cuts[split.bin]!,
      defaultLeft,
      gain: split.gain,
      weight,
    };
    const id = builder.split(node.id, condition, [this.leaf(left), this.leaf(right)]);
    return [
      { ...left, id },
      { ...right, id: id + 1 },
    ];
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
    return { id: 0, begin: 0, end: rows, gradient, hessian, slot: -1 };
  }

  private isSplittable(node: OpenNode): boolean {
    return node.end - node.begin > 1 && node.hessian >= 2 * this.options.minChildWeight;
  }

  private leaf({ gradient, hessian }: { gradient: number; hessian: number }): { value: number; hessian: number } {
    return { value: Math.fround(nodeWeight(gradient, hessian, this.options) * Math.fround(this.options.eta)), hessian };
  }

  private takeSlot(): number {
    return this.freeSlots.pop() ?? this.slots++;
  }
}
