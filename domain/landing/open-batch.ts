import { executionName } from '../naming.ts';
import type { Landing } from './landing.ts';
import { versionOf } from './object-version.ts';

export interface LandedObject {
  readonly model: string;
  readonly key: string;
  readonly etag: string | undefined;
  readonly versionId: string | undefined;
}

export type OpenLanding = NonNullable<Landing['open']>;

export type BatchDecision =
  /** The first object of a landing: remember it as open and start its run. */
  | { readonly kind: 'open'; readonly open: OpenLanding }
  /** A later object of the open landing: its run, already started, will find it. */
  | { readonly kind: 'join'; readonly open: OpenLanding }
  | { readonly kind: 'known'; readonly reason: string };

export interface Arrived {
  readonly now: Date;
  /** A run known to be over. A landing it left open is nobody's. */
  readonly deadRun?: string | undefined;
}

/** What an object's arrival means for its model's landing. */
export function openBatch(
  current: Landing | undefined,
  object: LandedObject,
  { now, deadRun }: Arrived,
): BatchDecision {
  const version = versionOf(object);
  if (current?.seen[object.key] === version) return { kind: 'known', reason: 'A dataset already holds this object.' };
  const key = `${object.key}@${version}`;
  if (current?.ended.some((landing) => landing.key === key))
    return { kind: 'known', reason: 'The landing that this object opened has ended.' };
  const open = current?.open;
  if (open !== undefined && open.run !== deadRun) return { kind: 'join', open };
  const run = executionName(object.model, key, 1);
  if (run === deadRun) {
    const reason = `Its run ${run} ended before it took what landed. Replay it, or land another object.`;
    return { kind: 'known', reason };
  }
  return { kind: 'open', open: { key, run, openedAt: now.toISOString() } };
}
