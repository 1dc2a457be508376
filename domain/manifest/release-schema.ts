import * as z from 'zod';
import { Judge } from './judge-schema.ts';
import { Quality } from './quality-schema.ts';

export const Approval = z.strictObject({
  mode: z.enum(['manual', 'automatic']).default('manual'),
  /** A version not decided by then is rejected. */
  expiresAfterHours: z.number().positive().default(168),
});

export const minutes = z.int().min(0).max(60);

export const Traffic = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('all-at-once') }),
  /** `size` instances of green take traffic for `waitMinutes`, then the rest. */
  z.strictObject({ type: z.literal('canary'), size: z.int().min(1), waitMinutes: minutes }),
  /** `step` more instances every `waitMinutes`. */
  z.strictObject({ type: z.literal('linear'), step: z.int().min(1), waitMinutes: minutes }),
]);

export const Release = z.strictObject({
  instance: z.string().default('ml.m5.large'),
  instances: z.int().min(1).max(100).default(1),
  traffic: Traffic.default({ type: 'all-at-once' }),
  /** How long green is watched at 100 % before blue is terminated. */
  bakeMinutes: minutes.default(5),
  /** Holdout rows sent to a first endpoint, which has no traffic to be judged by. */
  probes: z.int().min(1).max(10_000).default(50),
  judge: Judge.prefault({}),
  /** Requests per second the endpoint is known to get; a canary that would see too few is then refused at build. */
  expectedRequestsPerSecond: z.number().positive().optional(),
  /**
   * How often SageMaker publishes the endpoint's metrics; below 60 with its enhanced metrics. The backstop alarm then looks as often; the
   * judge's minutes stay minutes. Unverified on AWS: that the metrics it reads come that often by EndpointConfigName.
   */
  metricsEverySeconds: z.literal([10, 30, 60]).default(60),
  /** After a release, how long reconcile goes on judging it. */
  watchHours: z.number().min(0).max(168).default(24),
  /** Captured predictions: live scores, and labels that come later. */
  quality: Quality.optional(),
});

export type Release = z.infer<typeof Release>;
