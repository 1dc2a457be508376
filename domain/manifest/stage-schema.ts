import * as z from 'zod';
import { minutes, Traffic } from './release-schema.ts';

/** What one stage changes of a gate, by the gate's name. It may only get stricter. */
export const GateOverride = z.strictObject({
  min: z.number().optional(),
  max: z.number().optional(),
  margin: z.number().min(0).optional(),
  anchorMargin: z.number().min(0).optional(),
  minOe: z.number().positive().optional(),
  maxOe: z.number().positive().optional(),
  minSlope: z.number().optional(),
  maxSlope: z.number().optional(),
  confidence: z.number().min(0.5).max(0.999).optional(),
  maxMegabytes: z.number().positive().optional(),
  percentile: z.number().min(0.5).max(0.999).optional(),
  maxMilliseconds: z.number().positive().optional(),
  requests: z.int().min(1).max(10_000).optional(),
  rows: z.int().min(1).max(10_000).optional(),
  tolerance: z.number().min(0).optional(),
  mode: z.enum(['enforce', 'observe']).optional(),
});

/** What one stage changes of the manifest. */
export const StageOverride = z.strictObject({
  gates: z.record(z.string(), GateOverride).default({}),
  /** Only from automatic to manual. */
  approval: z.strictObject({ mode: z.literal('manual') }).optional(),
  training: z
    .strictObject({ instance: z.string(), instances: z.int().min(1).max(20), timeLimitMinutes: z.int().min(1) })
    .partial()
    .optional(),
  release: z
    .strictObject({
      instance: z.string(),
      instances: z.int().min(1).max(100),
      traffic: Traffic,
      bakeMinutes: minutes,
      watchHours: z.number().min(0).max(168),
      expectedRequestsPerSecond: z.number().positive(),
    })
    .partial()
    .optional(),
});

export type GateOverride = z.infer<typeof GateOverride>;
export type StageOverride = z.infer<typeof StageOverride>;
