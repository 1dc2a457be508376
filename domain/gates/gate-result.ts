import * as z from 'zod';
import { Metric } from '../manifest/gate-schema.ts';

/** Inconclusive: the data cannot tell. NoChampion: there is nothing to compare with yet, so this gate has no say. */
export const GateVerdict = z.enum(['Passed', 'Failed', 'Inconclusive', 'NoChampion']);

/** How one slice fared in a slice gate. */
export const SliceResult = z.object({
  column: z.string(),
  value: z.string(),
  rows: z.int(),
  /** Candidate minus champion, higher is better; null where it is not defined. */
  difference: z.number().nullable(),
  /** Chance of so much harm if the slice were worse by just the margin, adjusted for the number of slices by Holm. */
  adjustedP: z.number().optional(),
  verdict: z.enum(['Passed', 'Failed', 'TooSmall']),
});

/** How the container kept one request of a contract gate. */
export const RequestResult = z.object({
  name: z.string(),
  expect: z.enum(['score', 'refusal']),
  verdict: z.enum(['Passed', 'Failed', 'Inconclusive']),
  /** What it said, as the end of a sentence that begins with the name. */
  finding: z.string(),
});

/** How batch and real time agree on the same rows. */
export const Agreement = z.object({
  rows: z.int(),
  disagreeing: z.int(),
  /** Of the rows that both scored; null when there is none. */
  largestDifference: z.number().nullable(),
  /** The rows furthest apart; null where one side has no score, or another number of them. */
  examples: z.array(
    z.object({ rowId: z.string(), batch: z.string(), realTime: z.string(), apart: z.number().nullable() }),
  ),
});

/** What is measured of the candidate as it would serve, with its unit. */
export const ServingMeasure = z.enum([
  'artifactMegabytes',
  'latencyMilliseconds',
  'contractBreaches',
  'disagreeingRows',
]);

/** What one gate found. */
export const GateResult = z.object({
  name: z.string(),
  kind: z.enum(['absolute', 'champion', 'calibration', 'slice', 'artifact', 'latency', 'contract', 'agreement']),
  mode: z.enum(['enforce', 'observe']),
  metric: z.union([Metric, ServingMeasure]),
  verdict: GateVerdict,
  measured: z.number().nullable(),
  /** Lower and upper one-sided bound; null where unbounded. */
  interval: z.tuple([z.number().nullable(), z.number().nullable()]).optional(),
  /** In words. */
  limit: z.string(),
  /** One sentence with the numbers that decided. */
  sentence: z.string(),
  slices: z.array(SliceResult).optional(),
  requests: z.array(RequestResult).optional(),
  agreement: Agreement.optional(),
});

export type GateVerdict = z.infer<typeof GateVerdict>;
export type GateResult = z.infer<typeof GateResult>;
export type RequestResult = z.infer<typeof RequestResult>;
export type SliceResult = z.infer<typeof SliceResult>;
