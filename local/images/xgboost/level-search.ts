import type { Lanes } from './lanes.ts';
import type { LevelBoard } from './level-board.ts';
import { LEAST_GAIN, nodeGain, type Regularization } from './split-gain.ts';
import type { Split } from './split-search.ts';

/** A node of the growing tree that may yet be split. */
export interface OpenNode {
  readonly id: number;
  /** Its rows, a range of the partition's index. */
  readonly begin: number;
  readonly end: number;
  readonly gradient: number;
  readonly hessian: number;
}

/** The children of one node, or the root alone. `slot` is where their parent's histogram is, -1 for the root. */
export interface Family {
  readonly nodes: readonly OpenNode[];
  readonly slot: number;
}

/** A node, its best split, the lane that found it, and the slot of its histogram. */
export interface FoundSplit {
  readonly node: OpenNode;
  readonly split: Split;
  readonly lane: number;
  readonly slot: number;
}

/**
 * Finds the best splits of a level. Of two siblings only the one with fewer rows is added up; the other's histogram is
 * what remains of their parent's. Histograms live in numbered slots, which are used again once their node is settled.
 */
export class LevelSearch {
  private readonly board: LevelBoard;
  private readonly lanes: Lanes;
  private readonly penalty: Regularization;
  private readonly freeSlots: number[] = [];
  private slots = 0;

  constructor(on: { readonly board: LevelBoard; readonly lanes: Lanes; readonly penalty: Regularization }) {
    this.board = on.board;
    this.lanes = on.lanes;
    this.penalty = on.penalty;
  }

  /** The splits worth making, in the order of the nodes; nodes that have none are added to `leaves`. */
  search(families: readonly Family[], leaves: OpenNode[]): FoundSplit[] {
    const searched: { node: OpenNode; slot: number }[] = [];
    let pairs = 0;
    for (const family of families) {
      const open = family.nodes.filter((node) => this.isSplittable(node));
      leaves.push(...family.nodes.filter((node) => !open.includes(node)));
      if (open.length > 0) this.write(pairs++, { family, open, searched });
      else this.release(family.slot);
    }
    if (pairs > 0) this.lanes.searchLevel(pairs);
    const found: FoundSplit[] = [];
    for (const [position, { node, slot }] of searched.entries()) {
      const { split, lane } = this.board.best(position);
      if (split.gain > LEAST_GAIN && split.gain >= this.penalty.gamma) found.push({ node, split, lane, slot });
      else {
        leaves.push(node);
        this.release(slot);
      }
    }
    return found;
  }

  /** Lets a histogram's slot be used again. */
  release(slot: number): void {
    if (slot >= 0) this.freeSlots.push(slot);
  }

  private write(
    pair: number,
    on: { family: Family; open: OpenNode[]; searched: { node: OpenNode; slot: number }[] },
  ): void {
    const { family, open, searched } = on;
    const [smaller, larger] = family.nodes.toSorted((a, b) => a.end - a.begin - (b.end - b.begin)) as [
      OpenNode,
      OpenNode?,
    ];
    const slot = this.freeSlots.pop() ?? this.slots++;
    const positions = new Map<OpenNode | undefined, number>();
    for (const node of open) {
      const position = searched.push({ node, slot: node === smaller ? slot : family.slot }) - 1;
      positions.set(node, position);
      const { gradient, hessian } = node;
      this.board.writeSums(position, { gradient, hessian, gain: nodeGain(gradient, hessian, this.penalty) });
    }
    const at = { smaller: positions.get(smaller) ?? -1, larger: positions.get(larger) ?? -1 };
    this.board.writePair(pair, { begin: smaller.begin, end: smaller.end, slot, parentSlot: family.slot, ...at });
    // The lanes work through the pairs in order, so a slot nobody searches further is free for the next pair.
    if (at.smaller < 0) this.release(slot);
    if (at.larger < 0) this.release(family.slot);
  }

  private isSplittable(node: OpenNode): boolean {
    return node.end - node.begin > 1 && node.hessian >= 2 * this.penalty.minChildWeight;
  }
}
