import type { BinnedMatrix } from './binned-matrix.ts';
import { nodeGain, type Regularization } from './split-gain.ts';

/** The sums of a node, in float64, and its own gain. */
export interface NodeSums {
  readonly gradient: number;
  readonly hessian: number;
  readonly gain: number;
}

/** The best way found to split a node. `gain` is 0 when there is none. */
export interface Split {
  gain: number;
  feature: number;
  /** Bins up to this one go left. */
  bin: number;
  /** 1 when missing values go left. */
  defaultLeft: number;
  /** Sums of the left child. */
  gradient: number;
  hessian: number;
}

const noSplit = (): Split => ({ gain: 0, feature: -1, bin: -1, defaultLeft: 0, gradient: 0, hessian: 0 });

/**
 * Finds the split of one node with the largest gain, as XGBoost's hist does: thresholds from the lowest up with missing
 * values on the right, then, when values are missing, from the highest down with them on the left; gains compared in
 * float32; of equal gains the first stays, so the lowest feature wins.
 */
export class SplitSearch {
  private readonly matrix: BinnedMatrix;
  private readonly penalty: Regularization;

  constructor(matrix: BinnedMatrix, penalty: Regularization) {
    this.matrix = matrix;
    this.penalty = penalty;
  }

  /** The best split on one of the columns given. */
  best(histogram: Float64Array, sums: NodeSums, columns: readonly number[]): Split {
    const best = noSplit();
    const { offsets, missing } = this.matrix;
    for (const column of columns) {
      const range = { first: offsets[column]!, missing: offsets[column + 1]! - 1 };
      const before = best.gain;
      this.missingRight({ histogram, sums, best }, range);
      if (missing[column] === 1 && histogram[2 * range.missing + 1]! > 0)
        this.missingLeft({ histogram, sums, best }, range);
      if (best.gain !== before) best.feature = column;
    }
    return best;
  }

  private missingRight({ histogram, sums, best }: Search, range: BinRange): void {
    const { penalty } = this;
    const { minChildWeight } = penalty;
    let gradient = 0;
    let hessian = 0;
    for (let bin = range.first; bin < range.missing; bin++) {
      const added = histogram[2 * bin + 1]!;
      if (added === 0) continue;
      gradient += histogram[2 * bin]!;
      hessian += added;
      if (hessian < minChildWeight) continue;
      const rest = sums.hessian - hessian;
      if (rest < minChildWeight) return;
      if (rest <= 0 || hessian <= 0) continue;
      const both = nodeGain(gradient, hessian, penalty) + nodeGain(sums.gradient - gradient, rest, penalty);
      const gain = Math.fround(Math.fround(both) - sums.gain);
      if (gain > best.gain) keep(best, { gain, bin, defaultLeft: 0, gradient, hessian });
    }
  }

  private missingLeft({ histogram, sums, best }: Search, range: BinRange): void {
    const { penalty } = this;
    const { minChildWeight } = penalty;
    let gradient = 0;
    let hessian = 0;
    for (let bin = range.missing - 1; bin > range.first; bin--) {
      const added = histogram[2 * bin + 1]!;
      if (added === 0) continue;
      gradient += histogram[2 * bin]!;
      hessian += added;
      if (hessian < minChildWeight) continue;
      const rest = sums.hessian - hessian;
      if (rest < minChildWeight) return;
      if (rest <= 0 || hessian <= 0) continue;
      const left = sums.gradient - gradient;
      const both = nodeGain(left, rest, penalty) + nodeGain(gradient, hessian, penalty);
      const gain = Math.fround(Math.fround(both) - sums.gain);
      if (gain > best.gain) keep(best, { gain, bin: bin - 1, defaultLeft: 1, gradient: left, hessian: rest });
    }
  }
}

interface Search {
  readonly histogram: Float64Array;
  readonly sums: NodeSums;
  readonly best: Split;
}

interface BinRange {
  readonly first: number;
  /** The bin of missing values, one behind the last. */
  readonly missing: number;
}

function keep(best: Split, found: Omit<Split, 'feature'>): void {
  best.gain = found.gain;
  best.bin = found.bin;
  best.defaultLeft = found.defaultLeft;
  best.gradient = found.gradient;
  best.hessian = found.hessian;
}
