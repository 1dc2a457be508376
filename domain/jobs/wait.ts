import * as z from 'zod';

/** `waits/<kind>/<job>.json`: who waits for a job. Written before the job is created, replaced when a state is run again. */
export const Wait = z.object({
  kind: z.enum(['training', 'transform']),
  job: z.string(),
  token: z.string(),
  model: z.string(),
  run: z.string(),
  executionArn: z.string(),
  /** Whom a transform job scores. */
  role: z.enum(['candidate', 'champion', 'anchor']).optional(),
  version: z.int().optional(),
  /** The state's retries for capacity are used up with this job. */
  lastAttempt: z.boolean(),
  since: z.string(),
});

export type Wait = z.infer<typeof Wait>;
