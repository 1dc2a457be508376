import type { AuditTrail } from '#aws/audit-trail.ts';
import type { Notifications } from '#aws/notifications.ts';
import { type ObjectStore, uriOf } from '#aws/object-store.ts';
import type { Champion } from '#domain/ledger/champion.ts';
import { dataKeys } from '#domain/object-keys.ts';
import type { QualityDocument } from '#domain/quality/quality-document.ts';
import { type DeposeChampionDeps, deposeChampion } from '../endpoint/depose-champion.ts';

export interface ActOnLabelsDeps extends DeposeChampionDeps {
  readonly data: ObjectStore;
  readonly audit: AuditTrail;
  readonly notifications: Notifications;
}

/**
 * Rolls a champion back that labels show to be worse, where the manifest enforces that and its watch hours last, and records the verdict.
 * Answers the rollback's name. Doing it twice changes nothing. The rollback waits for no record.
 */
export async function actOnLabels(
  document: QualityDocument,
  champion: Champion | undefined,
  deps: ActOnLabelsDeps,
): Promise<string | undefined> {
  const { model, release, configName, judgement, mode } = document;
  const { verdict, rows, auc } = judgement;
  if (verdict === 'Inconclusive') return undefined;
  const reason = judgement.reasons.join(' ');
  const watched = champion?.configName === configName && deps.now().toISOString() < (champion.watchUntil ?? '');
  const back =
    verdict === 'Failed' && mode === 'enforce' && watched
      ? (await deposeChampion(model, { champion, kind: 'alarm', actor: 'labels', reason }, deps)).release
      : undefined;
  await deps.audit.appendOrDefer({
    model,
    action: 'JudgePredictions',
    subject: `${configName}:${verdict}`,
    actor: 'labels',
    reason,
    evidence: {
      ...{ version: document.version, rows, uri: uriOf(deps.data, dataKeys.predictionQuality(model, release)) },
      ...(auc === undefined ? {} : { auc: auc.value }),
      ...(back === undefined ? {} : { rollback: back }),
    },
  });
  return back;
}

/** Tells people of a verdict that has changed, and of label files that cannot be read. */
export async function tellOfLabels(
  document: QualityDocument,
  before: QualityDocument | undefined,
  { notifications }: Pick<ActOnLabelsDeps, 'notifications'>,
): Promise<void> {
  const { model, version, judgement, rollback } = document;
  const { verdict } = judgement;
  if (verdict !== 'Inconclusive' && verdict !== before?.judgement.verdict) {
    const failed = verdict === 'Failed';
    const then = rollback === undefined ? (failed ? ' Nothing is rolled back.' : '') : ` ${rollback} takes it back.`;
    await notifications.publish({
      kind: failed ? 'PredictionsFailed' : 'PredictionsPassed',
      model,
      subject: `${model}: labels ${failed ? 'show version' : 'confirm version'} ${version}${failed ? ' to be worse' : ''}`,
      message: `${judgement.reasons.join(' ')}${then}`,
    });
  }
  const known = new Set(before?.unreadable.map(({ key }) => key));
  const unreadable = document.unreadable.filter(({ key }) => !known.has(key));
  if (unreadable.length === 0) return;
  const list = unreadable.map(({ key, reason }) => `${key}: ${reason}`).join('\n');
  await notifications.publish({
    kind: 'LabelsUnreadable',
    model,
    subject: `${model}: label files cannot be read`,
    message: `${list}\nThey are left out. Deliver them again with the columns inference_id and label.`,
  });
}
