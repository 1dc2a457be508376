import { executionName } from '../naming.ts';
import type { Landing } from './landing.ts';

export interface LandedObject {
  readonly model: string;
  readonly key: string;
  readonly etag: string | undefined;
  readonly versionId: string | undefined;
}

export type BatchDecision =
  /** The first object of a landing: write this and start its run. */
  | { readonly kind: 'open'; readonly landing: Landing }
  /** A later object of the open landing: its run, already started, will find it. */
  | { readonly kind: 'join'; readonly landing: Landing }
  /** A late or repeated event of an object that a dataset already holds. */
  | { readonly kind: 'known' };

/** What an object's arrival means for its model's landing. */
export function openBatch(current: Landing | undefined, object: LandedObject, now: Date): BatchDecision {
  if (current?.state === 'open') return { kind: 'join', landing: current };
  if (object.etag !== undefined && current?.seen[object.key] === object.etag) return { kind: 'known' };
  const batch = [object.key, object.versionId ?? object.etag ?? now.toISOString()].join('@');
  return {
    kind: 'open',
    landing: {
      state: 'open',
      batch,
      run: executionName(object.model, batch, 1),
      generation: 1,
      openedAt: now.toISOString(),
      seen: current?.seen ?? {},
    },
  };
}
