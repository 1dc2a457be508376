import * as z from 'zod';
import { ASSUMED_CORRELATION } from '../judge/correlation.ts';

/** Failures among requests of one fleet; its minutes' intra-class correlation where it was measured. */
export const Baseline = z.object({
  requests: z.int().min(0),
  failures: z.int().min(0),
  correlation: z.number().min(0).max(1),
});

export type Baseline = z.infer<typeof Baseline>;

/**
 * A fleet's baseline by metric, frozen. Documents written before there were several metrics hold one, of 4xx and 5xx together: it is
 * at least as many failures as either had, and stands for both.
 */
export const Baselines = z.union([
  Baseline.transform((failures): Record<string, Baseline> => ({ '5xx': failures, '4xx': failures })),
  z.record(z.string(), Baseline),
]);

export type Baselines = z.infer<typeof Baselines>;

/** A metric's baseline. Where it had none nothing is known of its rate, and how its failures clump is assumed. */
export function baselineOf(baselines: Baselines, metric: string): Baseline {
  const known = Object.hasOwn(baselines, metric) ? baselines[metric] : undefined;
  return known ?? { requests: 0, failures: 0, correlation: ASSUMED_CORRELATION };
}
