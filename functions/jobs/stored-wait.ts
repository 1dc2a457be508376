import type { ObjectStore } from '#aws/object-store.ts';
import { Wait } from '#domain/jobs/wait.ts';
import { ledgerKeys } from '#domain/object-keys.ts';

export interface StoredWait {
  readonly wait: Wait;
  /** Of the stored object: a wait that was replaced meanwhile is not forgotten with it. */
  readonly etag: string;
}

type WaitName = Pick<Wait, 'kind' | 'job'>;

export async function readWait({ kind, job }: WaitName, store: ObjectStore): Promise<StoredWait | undefined> {
  const stored = await store.getJson(ledgerKeys.wait(kind, job));
  return stored === undefined ? undefined : { wait: Wait.parse(stored.value), etag: stored.etag };
}

/** Forgets a wait, unless it is no longer this one's. */
export async function forgetWait(wait: Wait, store: ObjectStore): Promise<void> {
  const stored = await readWait(wait, store);
  if (stored?.wait.token === wait.token) await store.delete(ledgerKeys.wait(wait.kind, wait.job), stored.etag);
}
