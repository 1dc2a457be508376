import * as z from 'zod';
import { Data } from './data-schema.ts';
import { Evaluation, Gate } from './gate-schema.ts';
import { Approval, Release } from './release-schema.ts';
import { StageOverride } from './stage-schema.ts';

export * from './data-schema.ts';
export * from './drift-schema.ts';
export * from './gate-schema.ts';
export * from './judge-schema.ts';
export { Mode } from './mode.ts';
export * from './quality-schema.ts';
export * from './release-schema.ts';
export * from './stage-schema.ts';

export const Training = z.strictObject({
  /** `xgboost:<version>` for the built-in image, or an image URI. */
  image: z.string(),
  instance: z.string().default('ml.m5.large'),
  instances: z.int().min(1).max(20).default(1),
  volumeGb: z.int().min(1).default(30),
  timeLimitMinutes: z.int().min(1).default(60),
  /** Share of the training rows, by hash of the row id, kept for validation during training. */
  validationShare: z.number().min(0).max(0.5).default(0.1),
  hyperparameters: z.record(z.string(), z.union([z.string(), z.number()])),
  /** How many jobs may be tried when SageMaker has no capacity. */
  capacityAttempts: z.int().min(1).max(20).default(3),
});

export const Notify = z.strictObject({ email: z.array(z.email()).default([]) });

/** One model: one manifest, one ModelPackageGroup, one endpoint. */
export const Manifest = z.strictObject({
  model: z.string(),
  description: z.string().default(''),
  paused: z.boolean().default(false),
  data: Data,
  prepare: z.string().default('prepare.sql'),
  training: Training,
  evaluation: Evaluation.prefault({}),
  gates: z.array(Gate).min(1),
  approval: Approval.prefault({}),
  release: Release.prefault({}),
  notify: Notify.prefault({}),
  /** Overrides by stage. In the effective manifest they are applied and gone. */
  stages: z.record(z.string(), StageOverride).default({}),
});

export type Manifest = z.infer<typeof Manifest>;

/** A manifest with what it refers to, as it is bundled into the functions. */
export interface CatalogEntry {
  readonly manifest: Manifest;
  /** The text of the manifest's `prepare` file. */
  readonly prepareSql: string;
  /** SHA-256 of the manifest and the SQL, for the audit trail. */
  readonly digest: string;
}

/** Every model of the service, by name. Built from `models/<name>/` into `.build/catalog.json`. */
export type Catalog = Readonly<Record<string, CatalogEntry>>;
