import { ledgerDocument } from '#aws/ledger-document.ts';
import type { ObjectStore } from '#aws/object-store.ts';
import { Wait } from '#domain/jobs/wait.ts';
import { ledgerKeys } from '#domain/object-keys.ts';

/**
 * Writes who waits for a job, in place of an earlier try of the state. False: a later try has written already, this one is a straggler
 * whose token is dead.
 * @throws LedgerConflictError
 */
export function writeWait(wait: Wait, store: ObjectStore): Promise<boolean> {
  const key = ledgerKeys.wait(wait.kind, wait.job);
  // The token is of this try alone, so it tells whose write it was.
  return ledgerDocument({ store, key, schema: Wait, newId: () => wait.token }).change((current) => {
    const late = current !== undefined && current.since > wait.since;
    return { write: late ? undefined : wait, result: !late };
  });
}
