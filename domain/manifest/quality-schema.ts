import * as z from 'zod';
import { Mode, Share } from './mode.ts';

/** Which requests and answers SageMaker writes to `captures/<model>/<config>/`. */
export const Capture = z.strictObject({
  /** Percent of the requests: SageMaker's InitialSamplingPercentage. */
  percent: z.int().min(1).max(100).default(100),
});

/** Live scores of a fleet against the scores its own version gave to its holdout. */
export const LiveScoresSettings = z.strictObject({
  /** Population stability index of live against offline scores above which it is said. It never decides: customers may differ from the holdout. */
  maxPsi: z.number().positive().default(0.25),
  /** The index is told from this many live scores on. */
  minimumRows: z.int().min(50).default(200),
  /** Scores that are no scores: one value for all, all at an end of the scale, no numbers. enforce: the cord is pulled, or the champion is rolled back. */
  degenerate: Mode,
});

/** Delayed labels that land under `labels/<model>/`, joined to captured predictions by inference id. Needs a binary label. */
export const LabelsSettings = z.strictObject({
  /** No verdict before this many labelled predictions. */
  minimumRows: z.int().min(50).default(500),
  /** The live AUC may be this much below the version's offline AUC. */
  aucMargin: Share.default(0.05),
  /** Limits of live observed over expected events. */
  minOe: z.number().positive().default(0.5),
  maxOe: z.number().positive().default(2),
  /** Predictions of one hour, or day, are not independent; standard errors are computed over them. */
  cluster: z.enum(['none', 'hour', 'day']).default('hour'),
  /** Chance that a version at the edge of these limits is failed, over all looks together. */
  alpha: z.number().min(0.0001).max(0.2).default(0.01),
  /** enforce: a champion that is shown worse within its watch hours is rolled back. */
  mode: z.enum(['enforce', 'observe']).default('observe'),
});

/** Prediction quality in production. Without it nothing is captured, and nothing costs anything. */
export const Quality = z.strictObject({
  capture: Capture.prefault({}),
  scores: LiveScoresSettings.prefault({}),
  labels: LabelsSettings.optional(),
});

export type Quality = z.infer<typeof Quality>;
export type LiveScoresSettings = z.infer<typeof LiveScoresSettings>;
export type LabelsSettings = z.infer<typeof LabelsSettings>;
