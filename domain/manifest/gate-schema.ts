import * as z from 'zod';
import { GateName } from './gate-name.ts';
import { Mode, Share } from './mode.ts';
import { AgreementGate, ArtifactGate, ContractGate, LatencyGate } from './serving-gate-schema.ts';

export const Metric = z.enum([
  'auc',
  'logLoss',
  'brier',
  'precision',
  'recall',
  'f1',
  'prAuc',
  'calibrationOe',
  'calibrationSlope',
  'calibrationIntercept',
  'logLossSkill',
  'brierSkill',
  'rmse',
  'mae',
  'r2',
  'bias',
  'accuracy',
  'macroF1',
]);

export const Evaluation = z.strictObject({
  /** Probability from which a row of a binary label is decided positive. */
  threshold: Share.default(0.5),
  /** Rows of one cluster are not independent; standard errors are computed over clusters. */
  cluster: z.enum(['none', 'hour', 'day', 'week']).default('day'),
  /** Prepared columns whose values are reported one by one. */
  slices: z.array(z.string()).default([]),
});

export const Gate = z.discriminatedUnion('kind', [
  /** The candidate's own number against fixed limits. */
  z.strictObject({
    kind: z.literal('absolute'),
    name: GateName,
    metric: Metric,
    min: z.number().optional(),
    max: z.number().optional(),
    mode: Mode,
  }),
  /** Not worse than the champion by more than `margin`, on the same rows, at one-sided `confidence`. */
  z.strictObject({
    kind: z.literal('champion'),
    name: GateName,
    metric: Metric,
    margin: z.number().min(0),
    confidence: z.number().min(0.5).max(0.999).default(0.95),
    /**
     * Not worse than the pinned anchor version by more than this, so that small losses cannot add up. Has no say until a person
     * pins one: andon anchor <model> <version>.
     */
    anchorMargin: z.number().min(0).optional(),
    mode: Mode,
  }),
  /** Observed over expected events, and the slope of a logistic recalibration, within limits. */
  z.strictObject({
    kind: z.literal('calibration'),
    name: GateName,
    minOe: z.number().positive(),
    maxOe: z.number().positive(),
    minSlope: z.number().optional(),
    maxSlope: z.number().optional(),
    mode: Mode,
  }),
  /** No declared slice worse than the champion by more than `margin`. */
  z.strictObject({
    kind: z.literal('slice'),
    name: GateName,
    metric: Metric,
    margin: z.number().min(0),
    minimumRows: z.int().min(1).default(200),
    confidence: z.number().min(0.5).max(0.999).default(0.95),
    /** A slice too small to judge then blocks automatic approval. */
    critical: z.boolean().default(false),
    mode: Mode,
  }),
  ArtifactGate,
  LatencyGate,
  ContractGate,
  AgreementGate,
]);

export type Gate = z.infer<typeof Gate>;
export type Metric = z.infer<typeof Metric>;
export type Evaluation = z.infer<typeof Evaluation>;
