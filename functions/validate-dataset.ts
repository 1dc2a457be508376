import { randomUUID } from 'node:crypto';
import type * as z from 'zod';
import type { AuditTrail } from '#aws/audit-trail.ts';
import { type Ledger, objectStoreLedger } from '#aws/ledger.ts';
import { type Notifications, snsNotifications } from '#aws/notifications.ts';
import { type ObjectStore, s3ObjectStore, uriOf } from '#aws/object-store.ts';
import { downloadDataset } from '#aws/pinned-objects.ts';
import { validateDataset as measureDataset } from '#data/validate-dataset.ts';
import { boundedReasons } from '#domain/bounded-reasons.ts';
import type { Catalog } from '#domain/manifest/schema.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { RetrainData, Validation } from '#statemachines/retrain.data.ts';
import { auditFromEnvironment } from './audit.ts';
import { catalog, catalogEntry } from './catalog.ts';
import { readEnvironment } from './environment.ts';
import { lambdaHandler } from './handler.ts';
import { pinnedDataset } from './pinned-dataset.ts';
import { quarantine, whatToDo } from './quarantine.ts';
import { withWorkingDirectory } from './working-directory.ts';

export interface ValidateDatasetDeps {
  readonly catalog: Catalog;
  readonly data: ObjectStore;
  readonly ledger: Ledger;
  readonly audit: AuditTrail;
  readonly notifications: Notifications;
  readonly now: () => Date;
}

export const ValidateDatasetInput = RetrainData.pick({ model: true, run: true, dataset: true });

/** Measures what landed against the manifest. A rejected dataset is moved to quarantine before anything is spent on it. */
export async function validateDataset(
  { model, run, dataset }: z.infer<typeof ValidateDatasetInput>,
  deps: ValidateDatasetDeps,
): Promise<z.infer<typeof Validation>> {
  const { manifest, digest } = catalogEntry(deps.catalog, model);
  const pinned = await pinnedDataset(model, dataset, deps.data);
  const measured = await withWorkingDirectory(async (directory) => {
    const files = await downloadDataset(deps.data, pinned, directory);
    return measureDataset({ manifest, files, baseline: await baseline(model, deps), now: deps.now() });
  });
  const { verdict, rows, reasons: all, profile, ...evidence } = measured;
  const reasons = boundedReasons(all);
  const evidenceKey = dataKeys.dataEvidence(model, pinned.id);
  await deps.data.put(
    evidenceKey,
    JSON.stringify({ model, run, datasetId: pinned.id, verdict, rows, reasons: all, ...evidence }, null, 2),
  );
  const evidenceUri = uriOf(deps.data, evidenceKey);
  if (verdict === 'Accepted') await deps.data.put(dataKeys.datasetProfile(model, pinned.id), JSON.stringify(profile));
  else await quarantine(pinned, all, deps);

  const reason = verdict === 'Accepted' ? `${rows} rows met every enforced expectation.` : reasons.join(' ');
  await deps.audit.append({
    model,
    action: 'ValidateDataset',
    subject: `${run}/${pinned.id}`,
    actor: run,
    reason: `${verdict}: ${reason}`,
    evidence: { evidenceUri, rows },
    digests: { manifest: digest },
  });
  if (verdict === 'Rejected') {
    const message = [...reasons, whatToDo(model)].join('\n');
    await deps.notifications.publish({
      kind: 'DatasetRejected',
      model,
      subject: `${model}: a dataset was rejected`,
      message,
    });
  }
  return { verdict, evidenceUri, rows, reasons };
}

/** The profile of the newest accepted dataset. */
async function baseline(model: string, { ledger, data }: ValidateDatasetDeps) {
  const newest = (await ledger.accepted(model).read())?.datasets.at(-1);
  if (newest === undefined) return undefined;
  const stored = await data.getJson(dataKeys.datasetProfile(model, newest.id));
  return stored?.value as Parameters<typeof measureDataset>[0]['baseline'];
}

export const handler = lambdaHandler({
  name: 'ValidateDataset',
  input: ValidateDatasetInput,
  output: Validation,
  run: validateDataset,
  deps: (): ValidateDatasetDeps => {
    const env = readEnvironment({ DATA_BUCKET: 'string', LEDGER_BUCKET: 'string', NOTIFICATIONS_TOPIC: 'string' });
    const store = s3ObjectStore(env.LEDGER_BUCKET);
    return {
      catalog,
      data: s3ObjectStore(env.DATA_BUCKET),
      ledger: objectStoreLedger({ store, newId: randomUUID }),
      audit: auditFromEnvironment(store),
      notifications: snsNotifications(env.NOTIFICATIONS_TOPIC),
      now: () => new Date(),
    };
  },
});
