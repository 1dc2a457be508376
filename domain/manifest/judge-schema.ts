import * as z from 'zod';
import { Mode, Share } from './mode.ts';

/** What is tolerated of one metric, as shares of its requests, with its own defaults. */
const tolerance = ({ margin, maxRegression }: { margin: number; maxRegression: number }) => ({
  /** Extra share on green that is tolerated: the test's null hypothesis. */
  margin: Share.default(margin),
  /** The same where blue has no traffic and its past stands for it; 4 times the margin where it is not said. */
  baselineMargin: Share.optional(),
  /** Extra share that must be excluded for a healthy verdict. */
  maxRegression: Share.default(maxRegression),
});

/** CloudWatch: up to 255 characters, the first of a namespace no colon. */
const MetricName = z.string().min(1).max(255);
const Namespace = z
  .string()
  .max(255)
  .regex(/^[^:]/, 'a namespace of CloudWatch: 1 to 255 characters, not beginning with a colon');

/** Events among a total, both published by the model's container or its callers in the dimension EndpointConfigName at least. */
export const CustomMetric = z.strictObject({
  /** What evidence and messages call it. */
  name: z.string().regex(/^[a-z][a-z0-9 -]{0,39}$/i, 'letters, digits, spaces and hyphens, a letter first, at most 40'),
  namespace: Namespace,
  /** Metric whose sum counts the events that are bad, such as fallbacks. */
  events: MetricName,
  /** Metric whose sum counts all, with the same dimensions. */
  total: MetricName,
  /** Further dimensions of both, the same for every fleet. EndpointConfigName is added. */
  dimensions: z.record(MetricName, MetricName).default({}),
  ...tolerance({ margin: 0.01, maxRegression: 0.05 }),
  /** Of `total` on green, for a healthy verdict; the judge's own where it is not said. */
  minimumRequests: z.int().min(1).optional(),
  mode: Mode,
});

export const Judge = z.strictObject({
  /** Of 5xx answers. */
  ...tolerance({ margin: 0.005, maxRegression: 0.05 }),
  /** Green must have answered this many requests before a release may end healthy. */
  minimumRequests: z.int().min(1).default(100),
  /** Chance of a false rollback per release, over all metrics. */
  alpha: z.number().min(0.0001).max(0.2).default(0.01),
  /**
   * 4xx answers: what breaks when the payload a version expects is not the one that is sent. Clients' own mistakes reach both fleets
   * alike; in the watch hours, where there is no other fleet, the metric is only observed.
   */
  clientErrors: z.strictObject({ ...tolerance({ margin: 0.01, maxRegression: 0.1 }), mode: Mode }).prefault({}),
  /**
   * Requests whose ModelLatency is above `milliseconds`. Not judged where it is not set. Unverified on AWS: that CloudWatch answers
   * TC(lo:) of ModelLatency, which is not in SageMaker's list of its statistics.
   */
  slow: z
    .strictObject({
      milliseconds: z.number().positive().max(60_000),
      ...tolerance({ margin: 0.02, maxRegression: 0.1 }),
      mode: Mode,
    })
    .optional(),
  /** Counters of the model's own. */
  custom: z.array(CustomMetric).max(20).default([]),
  /** What to do at the last look before SageMaker goes on, where nothing is shown and nothing excluded. */
  inconclusive: z.enum(['rollBack', 'proceed']).default('rollBack'),
  /**
   * Holdout rows sent through the endpoint at each look of a deployment, once a minute, so that a quiet endpoint can be judged. They
   * split like traffic: N a minute on green cost N / its share.
   */
  probesPerMinute: z.int().min(0).max(600).default(0),
});

export type CustomMetric = z.infer<typeof CustomMetric>;
export type Judge = z.infer<typeof Judge>;
