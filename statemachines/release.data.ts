import * as z from 'zod';
import { Baselines } from '#domain/ledger/baseline.ts';
import { Serving, Version } from '#domain/ledger/serving.ts';
import { ScoreFinding } from '#domain/quality/score-finding.ts';
import { Routing } from '#domain/release-plan/routing.ts';
import { Dataset, Evaluation, Gates, Prepared, Probe, Score, Training } from './retrain.data.ts';

export const ReleaseTrigger = z.object({
  kind: z.enum(['approval', 'desired', 'replay', 'alarm', 'rejection', 'request']),
  key: z.string(),
  at: z.string(),
  actor: z.string(),
  reason: z.string().default(''),
});

export const Admission = z.object({
  /** Stale: judged against a champion since replaced; `rescore` is what it is judged again from. Waiting: look again later. */
  outcome: z.enum(['Admitted', 'Superseded', 'Queued', 'Stale', 'Waiting', 'NotNeeded', 'NothingToRollBackTo']),
  reason: z.string(),
  /** Epoch of the lease taken; 0 when none was. */
  epoch: z.int(),
  /** What serves now; absent before the first release. */
  blue: Serving.optional(),
  rescore: z.object({ run: z.string(), dataset: Dataset, training: Training, probe: Probe }).optional(),
});

/** How traffic shall move; what UpdateEndpoint is given and what the watch needs, frozen when the deployment is made. */
export const Plan = z.object({
  kind: z.enum(['release', 'rollback', 'first']),
  /** The version to serve: the approved one, or the one rolled back to. */
  target: Version,
  blue: Serving.optional(),
  epoch: z.int().positive(),
  configName: z.string(),
  endpointName: z.string(),
  modelName: z.string(),
  routing: Routing,
  alarms: z.array(z.string()),
  /** Seconds of each SageMaker wait, in order: canary or steps, then the bake. */
  waits: z.array(z.int().positive()),
  /** Blue's traffic in the 24 hours before the deployment, by metric. */
  history: Baselines,
});

export const Shift = z.object({
  /** Started: traffic moves, or has moved. Busy: another change of the endpoint is under way. NotReady: an alarm is not OK yet. */
  outcome: z.enum(['Started', 'Busy', 'NotReady', 'LeaseLost']),
  startedAt: z.string(),
  attempts: z.int().positive(),
  reason: z.string(),
});

const FleetTraffic = z.object({ requests: z.int(), failures: z.int() });

/** What the judge saw of one metric so far and, once a verdict was due, found. */
export const WatchedMetric = z.object({
  name: z.string(),
  mode: z.enum(['enforce', 'observe']),
  green: FleetTraffic,
  blue: FleetTraffic,
  /** Its own evidence of harm, the highest after any minute. */
  eValue: z.number(),
  finding: z
    .enum(['RegressionExcluded', 'RegressionNotExcluded', 'TooFewRequests', 'NeverReported', 'NotMeasured'])
    .optional(),
  /** How much more than blue green fails at most, with 95 % confidence; and what stood for blue. */
  difference: z.number().optional(),
  basis: z.enum(['against-blue', 'against-baseline', 'against-both']).optional(),
});

export const Watch = z.object({
  /** Watching: look again. Settled: the endpoint has come to rest. */
  status: z.enum(['Watching', 'Settled']),
  verdict: z.enum(['Healthy', 'Harmful', 'Inconclusive']),
  /** A verdict was given at a deadline; a later look only overrules it by harm. */
  decided: z.boolean(),
  looks: z.int(),
  waitSeconds: z.int().positive(),
  /** Requests and 5xx answers so far, by fleet. */
  traffic: z.object({ green: FleetTraffic, blue: FleetTraffic }),
  metrics: z.array(WatchedMetric).default([]),
  /** Evidence of harm, of all metrics together. */
  eValue: z.number(),
  reasons: z.array(z.string()),
  /** ISO start of each SageMaker wait seen. */
  bakes: z.array(z.string()),
  cord: z.object({ pulledAt: z.string(), reason: z.string() }).optional(),
  /** A verdict was due and Inconclusive, and the manifest says to proceed. */
  proceeded: z.object({ at: z.string(), reason: z.string() }).optional(),
  /** What green's captured scores show, where the manifest has them captured. */
  scores: ScoreFinding.optional(),
  /** The minutes judged and the judgement, as a document. */
  evidenceUri: z.string().optional(),
});

export const Confirmation = z.object({
  /** Released: what was asked for serves. RolledBack: it does not, the version is Rejected. Failed: a person is needed. */
  outcome: z.enum(['Released', 'RolledBack', 'FirstReleaseFailed', 'Failed', 'LeaseLost']),
  serving: Serving.optional(),
  reasons: z.array(z.string()),
  evidenceUri: z.string().optional(),
});

/** The data of a release and of a rollback: they share every stage from ShiftTraffic on. */
export const ReleaseData = z.object({
  model: z.string(),
  /** Name of this execution. */
  release: z.string(),
  generation: z.int().positive(),
  /** The approved version; for a rollback the version to leave. */
  version: Version,
  trigger: ReleaseTrigger,
  admission: Admission,
  /** A stale version is prepared, scored, evaluated and gated again, under the release's name. */
  prepared: Prepared,
  scores: z.array(Score),
  evaluation: Evaluation,
  gates: Gates,
  plan: Plan,
  shift: Shift,
  watch: Watch,
  confirmation: Confirmation,
});

export const ReleaseInput = ReleaseData.pick({
  model: true,
  release: true,
  generation: true,
  version: true,
  trigger: true,
});

export type ReleaseData = z.infer<typeof ReleaseData>;
export type ReleaseInput = z.infer<typeof ReleaseInput>;
export type Admission = z.infer<typeof Admission>;
export type Plan = z.infer<typeof Plan>;
export type Shift = z.infer<typeof Shift>;
export type Watch = z.infer<typeof Watch>;
export type WatchedMetric = z.infer<typeof WatchedMetric>;
export type Confirmation = z.infer<typeof Confirmation>;
