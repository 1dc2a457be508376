import * as z from 'zod';
import { Serving, Version } from '#domain/ledger/serving.ts';

export const ReleaseTrigger = z.object({
  kind: z.enum(['approval', 'desired', 'replay', 'alarm', 'rejection', 'request']),
  key: z.string(),
  at: z.string(),
  actor: z.string(),
  reason: z.string().default(''),
});

export const Admission = z.object({
  outcome: z.enum(['Admitted', 'Superseded', 'Queued', 'Stale', 'NothingToRollBackTo', 'NotNeeded']),
  reason: z.string(),
  /** Epoch of the lease taken; 0 when none was. */
  epoch: z.int(),
  /** What serves now; absent before the first release. */
  blue: Serving.optional(),
  /** The version to serve: the approved one, or the one rolled back to. */
  target: Version.optional(),
});

/** How traffic shall move; what UpdateEndpoint is given. */
export const Plan = z.object({
  kind: z.enum(['release', 'rollback', 'first']),
  configName: z.string(),
  endpointName: z.string(),
  modelName: z.string(),
  alarms: z.array(z.string()),
  /** Seconds of each SageMaker wait, in order: canary or steps, then termination. */
  waits: z.array(z.int()),
  killSwitchMetric: z.string().optional(),
});

export const Shift = z.object({ startedAt: z.string(), outcome: z.enum(['Started', 'AlreadyServing', 'LeaseLost']) });

export const Watch = z.object({
  /** Watching: look again. Settled: the endpoint has come to rest. */
  status: z.enum(['Watching', 'Settled', 'LeaseLost']),
  verdict: z.enum(['Healthy', 'Harmful', 'Inconclusive']),
  looks: z.int(),
  waitSeconds: z.int().positive(),
  /** Requests and failures so far, by fleet. */
  traffic: z.object({
    green: z.object({ requests: z.int(), failures: z.int() }),
    blue: z.object({ requests: z.int(), failures: z.int() }),
  }),
  reasons: z.array(z.string()),
  cordPulledAt: z.string().optional(),
});

export const Confirmation = z.object({
  outcome: z.enum(['Released', 'RolledBack', 'FirstReleaseFailed', 'LeaseLost']),
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
