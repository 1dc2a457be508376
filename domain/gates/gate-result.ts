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

/** What one gate found. */
export const GateResult = z.object({
  name: z.string(),
  kind: z.enum(['absolute', 'champion', 'calibration', 'slice']),
  mode: z.enum(['enforce', 'observe']),
  metric: Metric,
  verdict: GateVerdict,
  measured: z.number().nullable(),
  /** Lower and upper one-sided bound; null where unbounded. */
  interval: z.tuple([z.number().nullable(), z.number().nullable()]).optional(),
  /** In words. */
  limit: z.string(),
  /** One sentence with the numbers that decided. */
  sentence: z.string(),
  slices: z.array(SliceResult).optional(),
});

export type GateVerdict = z.infer<typeof GateVerdict>;
export type GateResult = z.infer<typeof GateResult>;
export type SliceResult = z.infer<typeof SliceResult>;
