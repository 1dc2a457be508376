import type { BinnedMatrix } from './binned-matrix.ts';
import { accumulate, subtract } from './histogram.ts';
import { type BoardMemory, LevelBoard } from './level-board.ts';
import type { Regularization } from './split-gain.ts';
import { SplitSearch } from './split-search.ts';

/** What a lane works on. Everything but the penalty is shared memory, so that a lane can live in any thread. */
export interface LaneInput {
  readonly lane: number;
  readonly matrix: BinnedMatrix;
  readonly board: BoardMemory;
  /** A pair (gradient, hessian) per row of the present tree. */
  readonly gradients: Float32Array;
  /** The rows, grouped by node. */
  readonly index: Int32Array;
  /** 1 for each column of the whole matrix that the present tree may use. */
  readonly sampledColumns: Uint8Array;
  readonly penalty: Regularization;
}

/**
 * Builds the histograms of some columns for all nodes of a level and finds the best split among these columns. Dividing
 * the work by columns keeps every sum in row order, so the number of lanes changes nothing but the time.
 */
export class FeatureLane {
  private readonly input: LaneInput;
  private readonly board: LevelBoard;
  private readonly search: SplitSearch;
  private readonly histograms: Float64Array[] = [];

  constructor(input: LaneInput) {
    this.input = input;
    this.board = new LevelBoard(input.board);
    this.search = new SplitSearch(input.matrix, input.penalty);
  }

  /** Reads `pairs` pairs from the board and writes the best split of each of their nodes. */
  searchLevel(pairs: number): void {
    const columns = this.columns();
    for (let at = 0; at < pairs; at++) {
      const pair = this.board.pair(at);
      const histogram = this.histogram(pair.slot).fill(0);
      const { index, gradients, matrix } = this.input;
      accumulate(histogram, matrix, { rows: { index, begin: pair.begin, end: pair.end }, gradients });
      if (pair.parentSlot >= 0) subtract(this.histogram(pair.parentSlot), histogram);
      if (pair.smaller >= 0) this.searchNode(pair.smaller, { slot: pair.slot, columns });
      if (pair.larger >= 0) this.searchNode(pair.larger, { slot: pair.parentSlot, columns });
    }
  }

  private searchNode(node: number, { slot, columns }: { slot: number; columns: readonly number[] }): void {
    const split = this.search.best(this.histogram(slot), this.board.sums(node), columns);
    this.board.writeSplit(this.input.lane, node, split);
  }

  private columns(): number[] {
    const { matrix, sampledColumns } = this.input;
    return Array.from({ length: matrix.columns }, (_, c) => c).filter(
      (c) => sampledColumns[matrix.firstColumn + c] === 1,
    );
  }

  private histogram(slot: number): Float64Array {
    this.histograms[slot] ??= new Float64Array(2 * this.input.matrix.cuts.length);
    return this.histograms[slot];
  }
}
