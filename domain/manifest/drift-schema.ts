import * as z from 'zod';
import { Mode, Share } from './mode.ts';

/** A season: how long before the data to compare with is. Give months or days. */
export const Period = z.strictObject({
  /** Calendar months: the 31st becomes the last day of a shorter month. */
  months: z.int().min(1).max(120).optional(),
  days: z.int().min(1).max(3660).optional(),
  /** How far the newest event of the dataset compared with may lie from that moment; 15 for months, half a day for days. */
  toleranceDays: z.number().positive().optional(),
});

/** accepted: the last accepted dataset. champion: the data that the serving version was trained on. */
export const Against = z.enum(['accepted', 'champion']);

const limits = {
  /** Most that the population stability index may be. Missing values are a bin of their own. */
  maxPsi: z.number().positive().optional(),
  /** Most that the two-sample Kolmogorov-Smirnov distance D may be (numbers and times only). A limit on D, never on a p-value. */
  maxKs: Share.optional(),
  /** Whom the limits hold against: both unless said, and with a `period` the accepted dataset of that period alone. */
  against: z.array(Against).min(1).optional(),
  /** For a seasonal column: `accepted` is the accepted dataset whose newest event lies nearest to this one's less the period. */
  period: Period.optional(),
};

/** How far a landed column may move. */
export const Drift = z.strictObject({
  column: z.string(),
  ...limits,
  /** Share of rows in categories the baseline never had. */
  maxNewCategoryShare: Share.optional(),
  mode: Mode,
});

/**
 * How far a feature of prepare.sql may move, judged by PrepareDataset on the newly landed rows against the same of the last accepted run and
 * of the champion's run. Observed unless it says enforce; enforced and failed it rejects the dataset before training.
 */
export const FeatureDrift = z.strictObject({
  feature: z.string(),
  ...limits,
  mode: z.enum(['enforce', 'observe']).default('observe'),
});

export type Period = z.infer<typeof Period>;
export type Against = z.infer<typeof Against>;
export type Drift = z.infer<typeof Drift>;
export type FeatureDrift = z.infer<typeof FeatureDrift>;
