import type { AuditTrail } from '#aws/audit-trail.ts';
import type { Notifications } from '#aws/notifications.ts';
import type { ObjectStore } from '#aws/object-store.ts';
import { boundedReasons } from '#domain/bounded-reasons.ts';
import type { DatasetManifest } from '#domain/landing/landing.ts';
import { quarantine, whatToDo } from './quarantine.ts';

export interface SettleDatasetDeps {
  readonly data: ObjectStore;
  readonly audit: AuditTrail;
  readonly notifications: Notifications;
  readonly now: () => Date;
}

/** What a stage decided about a dataset. */
interface Decision {
  readonly action: 'ValidateDataset' | 'PrepareDataset';
  readonly run: string;
  readonly verdict: 'Accepted' | 'Rejected';
  /** Every reason of a rejection. */
  readonly reasons: readonly string[];
  /** Why it was accepted, as a sentence. */
  readonly accepted: string;
  readonly evidence: { readonly evidenceUri: string; readonly rows: number };
  readonly manifestDigest: string;
}

/**
 * Records the decision about a dataset. A rejected one is moved to quarantine before, and people are told after, so that they are told of
 * nothing that is not recorded.
 */
export async function settleDataset(
  pinned: DatasetManifest,
  { action, run, verdict, reasons: all, accepted, evidence, manifestDigest }: Decision,
  deps: SettleDatasetDeps,
): Promise<void> {
  const { model, id } = pinned;
  const reasons = boundedReasons(all);
  if (verdict === 'Rejected') await quarantine(pinned, all, deps);
  await deps.audit.append({
    model,
    action,
    subject: `${run}/${id}`,
    actor: run,
    reason: `${verdict}: ${verdict === 'Accepted' ? accepted : reasons.join(' ')}`,
    evidence,
    digests: { manifest: manifestDigest },
  });
  if (verdict === 'Accepted') return;
  const message = [...reasons, whatToDo(model)].join('\n');
  const subject = `${model}: a dataset was rejected`;
  await deps.notifications.publish({ kind: 'DatasetRejected', model, subject, message });
}
