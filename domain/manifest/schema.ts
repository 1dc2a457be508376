import * as z from 'zod';

/** enforce: may stop the line. observe: measured and shown, never decides. */
export const Mode = z.enum(['enforce', 'observe']).default('enforce');

const Share = z.number().min(0).max(1);

export const ColumnType = z.enum(['boolean', 'integer', 'number', 'string', 'timestamp', 'date']);

export const Column = z.strictObject({
  type: ColumnType,
  required: z.boolean().default(true),
  /** Values never appear in evidence. */
  sensitive: z.boolean().default(false),
});

/** One rule about landed rows. `check` names it; `mode` says whether it may stop the line. */
export const Expectation = z.discriminatedUnion('check', [
  z.strictObject({ check: z.literal('rowCount'), min: z.int().min(0).optional(), max: z.int().optional(), mode: Mode }),
  z.strictObject({ check: z.literal('nullShare'), column: z.string(), max: Share, mode: Mode }),
  z.strictObject({
    check: z.literal('range'),
    column: z.string(),
    min: z.number().optional(),
    max: z.number().optional(),
    /** Share of rows that may lie outside. */
    tolerance: Share.default(0),
    mode: Mode,
  }),
  z.strictObject({
    check: z.literal('allowedValues'),
    column: z.string(),
    values: z.array(z.string()).min(1),
    tolerance: Share.default(0),
    mode: Mode,
  }),
  z.strictObject({
    check: z.literal('unique'),
    columns: z.array(z.string()).min(1),
    tolerance: Share.default(0),
    mode: Mode,
  }),
  z.strictObject({
    check: z.literal('matches'),
    column: z.string(),
    pattern: z.string(),
    tolerance: Share.default(0),
    mode: Mode,
  }),
  z.strictObject({ check: z.literal('freshness'), maxAgeHours: z.number().positive(), mode: Mode }),
  /** A DuckDB predicate that every row must satisfy. */
  z.strictObject({
    check: z.literal('sql'),
    name: z.string(),
    predicate: z.string(),
    tolerance: Share.default(0),
    mode: Mode,
  }),
  z.strictObject({ check: z.literal('labelRate'), min: Share, max: Share, mode: Mode }),
]);

export const Drift = z.strictObject({
  column: z.string(),
  /** Population stability index, and the two-sample KS distance D (numeric columns only). */
  maxPsi: z.number().positive().optional(),
  maxKs: Share.optional(),
  /** Share of rows in categories the baseline never had. */
  maxNewCategoryShare: Share.optional(),
  mode: Mode,
});

export const Data = z.strictObject({
  /** marker: a landing is complete when the marker object exists. quiet: when no object came for `quietMinutes`. */
  completeWhen: z.enum(['marker', 'quiet']).default('quiet'),
  marker: z.string().default('_SUCCESS'),
  quietMinutes: z.int().min(1).max(1440).default(5),
  /** A cron(...) or rate(...) on which a run starts without a landing. */
  schedule: z.string().optional(),
  format: z.enum(['csv', 'parquet']),
  columns: z.record(z.string(), Column),
  /** The label as a DuckDB expression over a landed row: boolean or 0/1 for binary, a number for regression. */
  label: z.strictObject({ sql: z.string(), kind: z.enum(['binary', 'number']) }),
  /** The landed column that says when a row happened. */
  eventTime: z.string(),
  /** How many accepted datasets, the new one included, a candidate trains on. */
  window: z.int().min(1).max(120),
  expectations: z.array(Expectation).default([]),
  drift: z.array(Drift).default([]),
  /** The newest share of the landed rows by event time; training ends `gapHours` before it. */
  holdout: z.strictObject({
    share: z.number().min(0.01).max(0.9).default(0.2),
    gapHours: z.number().min(0).default(0),
    minimumRows: z.int().min(1).default(500),
  }),
});

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
]);

export const Evaluation = z.strictObject({
  threshold: Share.default(0.5),
  /** Rows of one cluster are not independent; standard errors are computed over clusters. */
  cluster: z.enum(['none', 'hour', 'day', 'week']).default('day'),
  /** Prepared columns whose values are reported one by one. */
  slices: z.array(z.string()).default([]),
});

const gateName = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/);

export const Gate = z.discriminatedUnion('kind', [
  /** The candidate's own number against fixed limits. */
  z.strictObject({
    kind: z.literal('absolute'),
    name: gateName,
    metric: Metric,
    min: z.number().optional(),
    max: z.number().optional(),
    mode: Mode,
  }),
  /** Not worse than the champion by more than `margin`, on the same rows, at one-sided `confidence`. */
  z.strictObject({
    kind: z.literal('champion'),
    name: gateName,
    metric: Metric,
    margin: z.number().min(0),
    confidence: z.number().min(0.5).max(0.999).default(0.95),
    mode: Mode,
  }),
  /** Observed over expected events, and the slope of a logistic recalibration, within limits. */
  z.strictObject({
    kind: z.literal('calibration'),
    name: gateName,
    minOe: z.number().positive(),
    maxOe: z.number().positive(),
    mode: Mode,
  }),
  /** No declared slice worse than the champion by more than `margin`. */
  z.strictObject({
    kind: z.literal('slice'),
    name: gateName,
    metric: Metric,
    margin: z.number().min(0),
    minimumRows: z.int().min(1).default(200),
    mode: Mode,
  }),
]);

export const Approval = z.strictObject({
  mode: z.enum(['manual', 'automatic']).default('manual'),
  /** A version not decided by then is rejected. */
  expiresAfterHours: z.number().positive().default(168),
});

const minutes = z.int().min(0).max(60);

export const Traffic = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('all-at-once') }),
  /** `size` instances of green take traffic for `waitMinutes`, then the rest. */
  z.strictObject({ type: z.literal('canary'), size: z.int().min(1), waitMinutes: minutes }),
  /** `step` more instances every `waitMinutes`. */
  z.strictObject({ type: z.literal('linear'), step: z.int().min(1), waitMinutes: minutes }),
]);

export const Judge = z.strictObject({
  /** Extra share of failed requests on green that is tolerated: the test's null hypothesis. */
  margin: Share.default(0.005),
  /** Extra share that must be excluded for a healthy verdict. */
  maxRegression: Share.default(0.05),
  /** Green must have answered this many requests before a release may end healthy. */
  minimumRequests: z.int().min(1).default(100),
  /** Chance of a false rollback per release. */
  alpha: z.number().min(0.0001).max(0.2).default(0.01),
});

export const Release = z.strictObject({
  instance: z.string().default('ml.m5.large'),
  instances: z.int().min(1).max(100).default(1),
  traffic: Traffic.default({ type: 'all-at-once' }),
  /** How long green is watched at 100 % before blue is terminated. */
  bakeMinutes: minutes.default(5),
  /** Holdout rows sent to a first endpoint, which has no traffic to be judged by. */
  probes: z.int().min(1).max(10_000).default(50),
  judge: Judge.prefault({}),
  /** After a release, how long reconcile goes on judging it. */
  watchHours: z.number().min(0).max(168).default(24),
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
});

export type Manifest = z.infer<typeof Manifest>;
export type Expectation = z.infer<typeof Expectation>;
export type Drift = z.infer<typeof Drift>;
export type Gate = z.infer<typeof Gate>;
export type Metric = z.infer<typeof Metric>;

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
