import type { AuditTrail } from '#aws/audit-trail.ts';
import type { Notifications } from '#aws/notifications.ts';
import type { ObjectStore } from '#aws/object-store.ts';
import { boundedReasons } from '#domain/bounded-reasons.ts';
import type { DatasetManifest } from '#domain/landing/landing.ts';
import { dataKeys } from '#domain/object-keys.ts';
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
  readonly verdict: 'Accepted' | 'Rejected' | 'TooLarge';
  /** Every reason why it is not accepted. */
  readonly reasons: readonly string[];
  /** Why it was accepted, as a sentence. */
  readonly accepted: string;
  readonly evidence: { readonly evidenceUri: string; readonly rows: number };
  readonly manifestDigest: string;
}

/**
 * Records the decision about a dataset. A rejected one is moved to quarantine before, one that is too large stays where it is, and people are
 * told after, so that they are told of nothing that is not recorded.
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
  const tell = async (kind: 'DatasetRejected' | 'DatasetTooLarge', subject: string, todo: string) =>
    deps.notifications.publish({ kind, model, subject, message: [...reasons, todo].join('\n') });
  if (verdict === 'Rejected') return tell('DatasetRejected', `${model}: a dataset was rejected`, whatToDo(model));
  await tell('DatasetTooLarge', `${model}: a dataset is too large`, leftWhereItIs(model));
}

/** Nothing is wrong with what is too large; it was taken by this run all the same. */
function leftWhereItIs(model: string): string {
  return `What landed stays under ${dataKeys.landing(model)} and is not looked at again. Nothing that serves was touched.`;
}
