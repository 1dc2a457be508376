import * as z from 'zod';
import { Version } from './serving.ts';

/** The newest approved version that could not be released because the lease was busy. */
export const Desired = z.object({
  version: Version,
  /** Business key of its approval, and the generation of the release that shall serve it next. */
  key: z.string(),
  generation: z.int().positive(),
  at: z.string(),
  actor: z.string(),
  /** Why it waits. */
  reason: z.string(),
});

/** Whether a model's line is stopped by a person. */
export const Paused = z.object({
  paused: z.boolean(),
  at: z.string(),
  actor: z.string(),
  reason: z.string(),
});

/** How an execution ended, as the run record keeps it. */
export const Closing = z.object({
  status: z.enum(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']),
  at: z.string(),
  /** Name of the Fail state's error, or of the technical failure. */
  error: z.string().optional(),
  cause: z.string().optional(),
});

/** How a run, release or rollback was started and what it found. `runs/<name>.json` */
export const RunRecord = z.object({
  kind: z.enum(['retrain', 'release', 'rollback']),
  name: z.string(),
  model: z.string(),
  generation: z.int().positive(),
  /** The execution's input, as it was started. */
  input: z.record(z.string(), z.unknown()),
  startedAt: z.string(),
  executionArn: z.string().optional(),
  /** The keys of the workflow's data that its stages made so far. A release scores a stale version again from here. */
  data: z.record(z.string(), z.unknown()).default({}),
  closing: Closing.optional(),
});

export type Desired = z.infer<typeof Desired>;
export type Paused = z.infer<typeof Paused>;
export type Closing = z.infer<typeof Closing>;
export type RunRecord = z.infer<typeof RunRecord>;
