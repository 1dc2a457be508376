import * as z from 'zod';
import { Baselines } from './baseline.ts';
import { Serving } from './serving.ts';

/** Something that served, until it was replaced or rolled back. */
export const Reign = Serving.extend({
  /** The release or rollback that made it serve, and when. */
  release: z.string(),
  since: z.string(),
  until: z.string(),
  ended: z.enum(['Replaced', 'RolledBack']),
  reason: z.string().default(''),
});

/** The version now serving, what it is judged against in its watch hours, and what served before it, the newest first. */
export const Champion = Serving.extend({
  release: z.string(),
  since: z.string(),
  /** Until when reconcile goes on judging it. */
  watchUntil: z.string().optional(),
  /** The fleet it replaced, by metric, frozen before its deployment. */
  baseline: Baselines.optional(),
  past: z.array(Reign).default([]),
});

export type Reign = z.infer<typeof Reign>;
export type Champion = z.infer<typeof Champion>;

/** How many past reigns are kept here; the audit trail keeps all. */
const KEPT_REIGNS = 50;

/**
 * The champion document after `next` took over at `next.since`. Taking over twice with the same epoch changes nothing.
 */
export function crown(
  current: Champion | undefined,
  next: Omit<Champion, 'past'>,
  ended: Pick<Reign, 'ended' | 'reason'>,
): Champion {
  if (current === undefined) return { ...next, past: [] };
  if (current.epoch === next.epoch) return current;
  const { past, watchUntil: _, baseline: __, ...reign } = current;
  return { ...next, past: [{ ...reign, until: next.since, ...ended }, ...past].slice(0, KEPT_REIGNS) };
}
