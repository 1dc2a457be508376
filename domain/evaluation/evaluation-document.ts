import * as z from 'zod';
import { Metric } from '../manifest/gate-schema.ts';
import { ScoreReference } from './score-reference.ts';

/** null stands for a number that is not defined on these rows, such as the precision where nothing was decided positive. */
const Defined = z.number().nullable();

/** A measured number; `low` and `high` each hold with 95 % confidence. */
export const MetricValue = z.object({ value: Defined, low: Defined.optional(), high: Defined.optional() });

/** Candidate minus champion on the same rows, turned so that higher is better for the candidate. */
export const Difference = z.object({
  value: Defined,
  /** null: unknown, as with one cluster. */
  standardError: Defined,
  degreesOfFreedom: z.number(),
});

const metricsOf = <T extends z.ZodType>(value: T) => z.partialRecord(Metric, value);

const Point = z.tuple([z.number(), z.number()]);

/** What the report draws; of a multiclass label the score is the probability of the class decided for, the label whether that was right. */
export const Curves = z.object({
  /** False positive rate, true positive rate. */
  roc: z.array(Point).optional(),
  /** Recall, precision. */
  precisionRecall: z.array(Point).optional(),
  /** Rows by tenths of the score: mean prediction and mean label. */
  calibration: z.array(z.object({ predicted: z.number(), observed: z.number(), rows: z.int() })),
  histogram: z.object({ from: z.number(), to: z.number(), counts: z.array(z.int()) }),
});

/** One class of several against all others. */
export const ClassEvaluation = z.object({
  /** Rows of the class, and rows decided for it. */
  rows: z.int(),
  decided: z.int(),
  precision: Defined,
  recall: Defined,
  f1: Defined,
  /** Of the class's own probability. */
  auc: Defined,
});

export const ModelEvaluation = z.object({
  metrics: metricsOf(MetricValue),
  /** Counts at the threshold; the true negatives are the remaining rows. */
  confusion: z.object({ truePositives: z.int(), falsePositives: z.int(), falseNegatives: z.int() }).optional(),
  /** Of a multiclass label, in the order of the classes. */
  classes: z.array(ClassEvaluation).optional(),
  /** Of a multiclass label: a row for each class, in it the rows decided for each class. */
  confusionMatrix: z.array(z.array(z.int())).optional(),
  /** Expected calibration error over tenths of the score. Shown, never gated: it depends on the bins. */
  expectedCalibrationError: Defined.optional(),
  curves: Curves,
  /** What live scores of this model are compared with. */
  reference: ScoreReference.optional(),
});

export const SliceEvaluation = z.object({
  column: z.string(),
  value: z.string(),
  rows: z.int(),
  /** Mean label: the base rate of a binary one; a multiclass one has none. */
  labelMean: z.number().optional(),
  candidate: metricsOf(Defined),
  champion: metricsOf(Defined).optional(),
  differences: metricsOf(Difference),
});

/** A slice found by searching, not declared. It is shown and never gates. */
export const WorstSlice = z.object({
  /** In words: `daytime = morning, haul = long`. */
  slice: z.string(),
  rows: z.int(),
  /** Of log-loss, or of the absolute error of a number; higher is better for the candidate. */
  difference: z.number(),
  standardError: z.number(),
  /** Chance of so much loss in a slice where both are equal, adjusted for all slices that were searched. */
  adjustedP: z.number(),
});

/** Everything that was measured of one candidate, and of the champion on the same rows. */
export const EvaluationDocument = z.object({
  version: z.literal(1),
  kind: z.enum(['binary', 'number', 'multiclass']),
  rows: z.int(),
  /** Absent for a multiclass label. */
  labelMean: z.number().optional(),
  /** Names of a multiclass label's classes. */
  classes: z.array(z.string()).optional(),
  threshold: z.number().optional(),
  clusters: z.object({ by: z.enum(['none', 'hour', 'day', 'week']), count: z.int() }),
  candidate: ModelEvaluation,
  champion: ModelEvaluation.optional(),
  differences: metricsOf(Difference),
  /** Candidate minus the pinned anchor version, where one was scored. */
  anchorDifferences: metricsOf(Difference).optional(),
  slices: z.array(SliceEvaluation),
  worstSlices: z.array(WorstSlice).default([]),
});

export type EvaluationDocument = z.infer<typeof EvaluationDocument>;
export type ClassEvaluation = z.infer<typeof ClassEvaluation>;
export type ModelEvaluation = z.infer<typeof ModelEvaluation>;
export type SliceEvaluation = z.infer<typeof SliceEvaluation>;
export type WorstSlice = z.infer<typeof WorstSlice>;
export type Difference = z.infer<typeof Difference>;
export type MetricValue = z.infer<typeof MetricValue>;
export type Curves = z.infer<typeof Curves>;
