import type { Clusters } from './clusters.ts';

/** A column whose values part the rows. */
export interface SliceColumn {
  /** As in the manifest, without the prefix `slice_`. */
  readonly column: string;
  readonly values: readonly string[];
  /** Per row, the index of its value. */
  readonly codes: Uint32Array;
}

/**
 * The holdout rows with what was predicted for each. All arrays have one element per row, in the same order; of a multiclass label
 * the predictions have one per class: those of the first row, then of the next.
 */
export interface ScoredRows {
  /** 0 or 1 for a binary label, the class's index for a multiclass one, else a number. */
  readonly labels: Float64Array;
  readonly candidate: Float64Array;
  readonly champion?: Float64Array;
  /** The pinned version that small losses may not add up against. */
  readonly anchor?: Float64Array;
  readonly clusters: Clusters;
  readonly slices: readonly SliceColumn[];
}
