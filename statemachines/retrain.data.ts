import * as z from 'zod';
import { Version } from '#domain/ledger/serving.ts';

/** What started a run. `key` is the business key its name is hashed from. */
export const Trigger = z.object({
  kind: z.enum(['landing', 'schedule', 'request', 'replay']),
  key: z.string(),
  at: z.string(),
  actor: z.string(),
  /** Train even when the dataset is the one trained on last. */
  force: z.boolean().default(false),
});

/** Open: objects may still come, look again after `waitSeconds`. Empty: nothing to train on. */
export const Dataset = z.discriminatedUnion('status', [
  z.object({ status: z.literal('Open'), waitSeconds: z.int().positive() }),
  z.object({ status: z.literal('Empty') }),
  z.object({ status: z.literal('Unchanged'), id: z.string() }),
  z.object({
    status: z.literal('Pinned'),
    id: z.string(),
    manifestUri: z.string(),
    files: z.int(),
    bytes: z.int(),
    /** Set when it is measured in parts: where the list of them is, and how many there are. */
    parts: z.object({ bucket: z.string(), key: z.string(), count: z.int() }).optional(),
    /** Set when no function can hold it: why, and what to do. */
    tooLarge: z.string().optional(),
  }),
]);

/** Some files of a dataset, by their places in its manifest: from `first` up to but not `end`. */
export const Part = z.object({ part: z.int(), first: z.int(), end: z.int() });

/** What is kept of a part under its number; the state machine needs to know no more. */
export const PartDone = z.object({ part: z.int() });

export const Validation = z.object({
  /** TooLarge: nothing is known to be wrong with it, but no function can hold it. */
  verdict: z.enum(['Accepted', 'Rejected', 'TooLarge']),
  evidenceUri: z.string(),
  rows: z.int(),
  /** What a person must know to act, one sentence each. */
  reasons: z.array(z.string()),
});

/** Whose scores: the candidate's, or those of a registered version that it is compared with. */
const ScoredRole = z.enum(['candidate', 'champion', 'anchor']);

/** A set of holdout rows to score: the same row ids, prepared by that version's own SQL. */
export const Holdout = z.object({
  role: ScoredRole,
  /** CSV without header: row id, then the features. Absent when this version's rows could not be prepared. */
  uri: z.string().optional(),
  /** The registered version, for the champion and the anchor. */
  version: z.int().optional(),
  reason: z.string().optional(),
});

/** The second half of the data gate: whether the features that prepare.sql made of the dataset may be trained on. */
export const FeatureVerdict = z.object({
  verdict: z.enum(['Accepted', 'Rejected']),
  evidenceUri: z.string(),
  reasons: z.array(z.string()),
});

export const Prepared = z.object({
  trainUri: z.string(),
  validationUri: z.string(),
  /** Parquet: row_id, event_time, label and the slice columns of the holdout rows. */
  labelsUri: z.string(),
  holdouts: z.array(Holdout),
  features: z.array(z.string()),
  /** Names of a multiclass label's classes, in the order of their scores. */
  classes: z.array(z.string()).optional(),
  rows: z.object({ train: z.int(), validation: z.int(), holdout: z.int() }),
  /** Event time of the newest training row, and of the oldest holdout row. */
  trainedThrough: z.string(),
  holdoutFrom: z.string(),
  /** The version that was pinned then, when a gate asks for one. The champion's scores are the anchor's when it is the same. */
  anchor: Version.optional(),
  // What follows is absent in what a run prepared before it was kept.
  /** Event time of the newest holdout row, and of the newest row that landed. */
  holdoutThrough: z.string().optional(),
  landedThrough: z.string().optional(),
  /** Ids of the datasets of the window, oldest first, this one last. */
  datasets: z.array(z.string()).optional(),
  /** When the dataset was pinned, and how many hours before that a row must have happened for its label to be final; the rows left out. */
  maturity: z.object({ pinnedAt: z.string(), hours: z.number(), leftOut: z.int() }).optional(),
  /** Absent where nothing stops the run and data.featureDrift names nothing, and where a version is prepared again for its release. */
  featureVerdict: FeatureVerdict.optional(),
});

export const Training = z.object({
  jobName: z.string(),
  imageUri: z.string(),
  artifactUri: z.string(),
  /** SHA-256 of model.tar.gz. */
  artifactDigest: z.string(),
  metrics: z.record(z.string(), z.number()),
  /** From job start to end, as billed. */
  seconds: z.number(),
});

export const Score = z.object({
  role: ScoredRole,
  outcome: z.enum(['Scored', 'NotComparable']),
  /** CSV: row id, score. */
  uri: z.string().optional(),
  jobName: z.string().optional(),
  version: z.int().optional(),
  reason: z.string().optional(),
});

/** A version that the candidate was to be compared with. */
export const Comparison = z.object({
  version: z.int(),
  comparison: z.enum(['Compared', 'NotComparable', 'HoldoutOverlaps']),
  reason: z.string().optional(),
});

/** The candidate's container, asked what the serving gates want to know. */
export const Probe = z.discriminatedUnion('status', [
  /** No gate asks a container. */
  z.object({ status: z.literal('NotNeeded') }),
  /** Its endpoint is not in service yet: look again after `waitSeconds`. */
  z.object({
    status: z.literal('Waiting'),
    waitSeconds: z.int().positive(),
    /** ISO time at which this endpoint's creation began. */
    since: z.string(),
    /** Endpoints tried so far, this one included: SageMaker may lack capacity. */
    attempt: z.int().positive(),
  }),
  /** The whole probe document (domain/serving), and its SHA-256. */
  z.object({ status: z.literal('Probed'), uri: z.string(), digest: z.string() }),
  /** The endpoint failed, or was not in service in time. */
  z.object({ status: z.literal('NotServing'), uri: z.string(), digest: z.string(), reason: z.string() }),
]);

export const Evaluation = z.object({
  /** The whole evaluation document (domain/evaluation). */
  uri: z.string(),
  digest: z.string(),
  rows: z.int(),
  metrics: z.record(z.string(), z.number()),
  championMetrics: z.record(z.string(), z.number()).optional(),
  /** Whom the candidate was compared with; absent when nothing serves yet. */
  champion: Comparison.optional(),
  /** The pinned anchor; absent when nobody pinned one, or no gate asks for it. */
  anchor: Comparison.optional(),
});

export const Gates = z.object({
  verdict: z.enum(['Passed', 'Failed', 'Inconclusive']),
  /** Every enforced gate was decided by the data, so that a machine may approve. */
  conclusive: z.boolean(),
  evidenceUri: z.string(),
  evidenceDigest: z.string(),
  /** The same as a page to read. */
  reportUri: z.string(),
  /** The candidate's numbers in the format of SageMaker's ModelMetrics. */
  statistics: z.object({ uri: z.string(), digest: z.string() }),
  /** The version it was judged against; absent when there was no champion. */
  championVersion: z.int().optional(),
  reasons: z.array(z.string()),
  /** Every gate with the numbers that decided it, in the manifest's order. */
  judged: z.array(
    z.object({
      name: z.string(),
      mode: z.enum(['enforce', 'observe']),
      verdict: z.enum(['Passed', 'Failed', 'Inconclusive', 'NoChampion']),
      sentence: z.string(),
    }),
  ),
});

export const Registration = z.object({
  modelPackageArn: z.string(),
  version: z.int(),
  approvalStatus: z.enum(['PendingManualApproval', 'Rejected']),
  /** The manifest asks for automatic approval and every enforced gate was conclusive. */
  automatic: z.boolean(),
});

export const ApprovalResult = z.object({ outcome: z.enum(['Approved', 'NotPending']) });

/** The data of one run. A run starts with the first four keys; every stage adds the one key named after what it makes. */
export const RetrainData = z.object({
  model: z.string(),
  run: z.string(),
  generation: z.int().positive(),
  trigger: Trigger,
  dataset: Dataset,
  validation: Validation,
  prepared: Prepared,
  training: Training,
  scores: z.array(Score),
  probe: Probe,
  evaluation: Evaluation,
  gates: Gates,
  registration: Registration,
  approval: ApprovalResult,
});

export const RetrainInput = RetrainData.pick({ model: true, run: true, generation: true, trigger: true });

export type RetrainData = z.infer<typeof RetrainData>;
export type RetrainInput = z.infer<typeof RetrainInput>;
