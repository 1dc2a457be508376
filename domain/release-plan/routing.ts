import * as z from 'zod';
import type { Release } from '../manifest/release-schema.ts';

/** How SageMaker shifts traffic: whole instances, seconds. Frozen when the deployment is made. */
export const Routing = z.object({
  type: z.enum(['all-at-once', 'canary', 'linear']),
  /** Instances of the canary, or of each linear step. */
  size: z.int().positive().optional(),
  /** Between steps. */
  waitSeconds: z.int().min(0),
  /** After the last step, before blue is terminated. */
  bakeSeconds: z.int().min(0),
  /** When SageMaker gives up and goes back by itself. */
  timeoutSeconds: z.int().positive(),
});

export type Routing = z.infer<typeof Routing>;

/** MaximumExecutionTimeoutInSeconds of SageMaker's BlueGreenUpdatePolicy. */
const TIMEOUT_RANGE = [600, 28_800] as const;

/** What provisioning, activation and termination may take besides the waits; a container that never starts takes 24 minutes. */
const PROVISIONING_SECONDS = 3600;

/** The manifest's traffic as SageMaker is to shift it. */
export function releaseRouting({ traffic, bakeMinutes, instances }: Release): Routing {
  const base = { bakeSeconds: bakeMinutes * 60 };
  const routing =
    traffic.type === 'all-at-once'
      ? { ...base, type: traffic.type, waitSeconds: 0 }
      : {
          ...base,
          type: traffic.type,
          size: traffic.type === 'canary' ? traffic.size : traffic.step,
          waitSeconds: traffic.waitMinutes * 60,
        };
  const waits = bakesOf({ ...routing, timeoutSeconds: 1 }, instances).reduce((sum, wait) => sum + wait, 0);
  const [least, most] = TIMEOUT_RANGE;
  return { ...routing, timeoutSeconds: Math.min(most, Math.max(least, waits + PROVISIONING_SECONDS)) };
}

/** A rollback takes all traffic back at once and waits for nothing. */
export const rollbackRouting: Routing = {
  type: 'all-at-once',
  waitSeconds: 0,
  bakeSeconds: 0,
  timeoutSeconds: PROVISIONING_SECONDS,
};

/** Seconds of each of SageMaker's waits, in order, without those of no length. */
export function bakesOf({ type, size, waitSeconds, bakeSeconds }: Routing, instances: number): number[] {
  const steps = type === 'all-at-once' ? 1 : type === 'canary' ? 2 : Math.ceil(instances / size!);
  const between = Array.from({ length: steps - 1 }, () => waitSeconds);
  return [...between, bakeSeconds].filter((seconds) => seconds > 0);
}
