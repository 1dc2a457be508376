import * as z from 'zod';
import { GateName } from './gate-name.ts';
import { Mode } from './mode.ts';

/** The size of model.tar.gz in S3. */
export const ArtifactGate = z.strictObject({
  kind: z.literal('artifact'),
  name: GateName,
  /** Of 1,048,576 bytes each. */
  maxMegabytes: z.number().positive(),
  mode: Mode,
});

/** How long single-row requests take, one after another, on one instance of `release.instance`; as the caller sees it. */
export const LatencyGate = z.strictObject({
  kind: z.literal('latency'),
  name: GateName,
  percentile: z.number().min(0.5).max(0.999).default(0.95),
  maxMilliseconds: z.number().positive(),
  /** How many are sent. The higher the percentile, the more it takes to bound it. */
  requests: z.int().min(1).max(10_000).default(100),
  mode: Mode,
});

/** A request that the container must answer as expected. */
export const CannedRequest = z.strictObject({
  name: GateName,
  body: z.string().min(1).max(10_000),
  contentType: z.string().min(1).max(200).default('text/csv'),
  /** score: as many scores of the label's kind as the CSV has lines, one for other content. refusal: a 4xx status. */
  expect: z.enum(['score', 'refusal']),
});

/** The container answers canned requests as it must. */
export const ContractGate = z.strictObject({
  kind: z.literal('contract'),
  name: GateName,
  /** Holdout rows, a missing value, garbage and a wrong content type when none are given. */
  requests: z.array(CannedRequest).max(100).default([]),
  mode: Mode,
});

/** Batch and real time give the same rows the same scores. */
export const AgreementGate = z.strictObject({
  kind: z.literal('agreement'),
  name: GateName,
  /** How many holdout rows are compared; all of them when there are fewer. */
  rows: z.int().min(1).max(10_000).default(100),
  /** How far two scores of a row may lie apart. */
  tolerance: z.number().min(0).default(1e-6),
  mode: Mode,
});
