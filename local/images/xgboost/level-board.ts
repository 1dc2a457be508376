import { shared } from './binned-matrix.ts';
import { noSplit, type Split } from './split-search.ts';

const PAIR_INTEGERS = 6;
const NODE_SUMS = 3;
const SPLIT_NUMBERS = 6;

/** The two children of a node that was split, or the root alone: what to add up and what to subtract. */
export interface NodePair {
  /** The rows of the child with fewer rows (or of the root). */
  readonly begin: number;
  readonly end: number;
  /** Where its histogram goes. */
  readonly slot: number;
  /** Where their parent's histogram is, to become the larger child's; -1 for the root. */
  readonly parentSlot: number;
  /** The position on the board of either child, -1 for one that cannot be split further. */
  readonly smaller: number;
  readonly larger: number;
}

/** The shared memory behind a board; what a thread needs to see the same one. */
export interface BoardMemory {
  readonly pairs: Int32Array;
  readonly sums: Float64Array;
  readonly splits: Float64Array;
  readonly nodes: number;
}

/** Where the nodes of one level are written for the lanes to read, and where each lane writes the best splits it found. */
export class LevelBoard {
  readonly memory: BoardMemory;

  constructor(memory: BoardMemory) {
    this.memory = memory;
  }

  /** A board for levels of up to `nodes` nodes. */
  static allocate({ nodes, lanes }: { nodes: number; lanes: number }): LevelBoard {
    return new LevelBoard({
      pairs: shared(Int32Array, nodes * PAIR_INTEGERS),
      sums: shared(Float64Array, nodes * NODE_SUMS),
      splits: shared(Float64Array, lanes * nodes * SPLIT_NUMBERS),
      nodes,
    });
  }

  writePair(at: number, { begin, end, slot, parentSlot, smaller, larger }: NodePair): void {
    this.memory.pairs.set([begin, end, slot, parentSlot, smaller, larger], at * PAIR_INTEGERS);
  }

  pair(at: number): NodePair {
    const { pairs } = this.memory;
    const i = at * PAIR_INTEGERS;
    const [begin, end, slot] = [pairs[i]!, pairs[i + 1]!, pairs[i + 2]!];
    return { begin, end, slot, parentSlot: pairs[i + 3]!, smaller: pairs[i + 4]!, larger: pairs[i + 5]! };
  }

  writeSums(node: number, sums: { gradient: number; hessian: number; gain: number }): void {
    this.memory.sums.set([sums.gradient, sums.hessian, sums.gain], node * NODE_SUMS);
  }

  sums(node: number): { gradient: number; hessian: number; gain: number } {
    const { sums } = this.memory;
    const i = node * NODE_SUMS;
    return { gradient: sums[i]!, hessian: sums[i + 1]!, gain: sums[i + 2]! };
  }

  writeSplit(lane: number, node: number, split: Split): void {
    const { gain, feature, bin, defaultLeft, gradient, hessian } = split;
    const at = (lane * this.memory.nodes + node) * SPLIT_NUMBERS;
    this.memory.splits.set([gain, feature, bin, defaultLeft, gradient, hessian], at);
  }

  /** The best split of a node over all lanes, and the lane whose it is; of equal gains the lowest lane's. */
  best(node: number): { split: Split; lane: number } {
    const { splits, nodes } = this.memory;
    const lanes = splits.length / (nodes * SPLIT_NUMBERS);
    let winner = { split: noSplit(), lane: -1 };
    for (let lane = 0; lane < lanes; lane++) {
      const at = (lane * nodes + node) * SPLIT_NUMBERS;
      const [gain, feature, bin] = [splits[at]!, splits[at + 1]!, splits[at + 2]!];
      if (gain <= winner.split.gain) continue;
      const split = {
        gain,
        feature,
        bin,
        defaultLeft: splits[at + 3]!,
        gradient: splits[at + 4]!,
        hessian: splits[at + 5]!,
      };
      winner = { split, lane };
    }
    return winner;
  }
}
