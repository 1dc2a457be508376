import type { Notifications } from '#aws/notifications.ts';
import type { ObjectStore } from '#aws/object-store.ts';
import type { DatasetManifest } from '#domain/landing/landing.ts';
import { dataKeys } from '#domain/object-keys.ts';

interface QuarantineDeps {
  readonly data: ObjectStore;
  readonly notifications: Notifications;
  readonly now: () => Date;
}

/**
 * Moves a rejected dataset's pinned versions under quarantine/, with a reason.json a person can act on. A newer version that has landed
 * under the same key meanwhile stays where it is.
 */
export async function quarantine(
  dataset: DatasetManifest,
  reasons: readonly string[],
  deps: QuarantineDeps,
): Promise<void> {
  const { model, id, objects } = dataset;
  const prefix = dataKeys.quarantine(model, id);
  for (const { key, versionId, etag } of objects) {
    const name = key.slice(dataKeys.landing(model).length);
    await deps.data.copy({ key, ...(versionId === undefined ? {} : { versionId }) }, `${prefix}${name}`);
    const present = await deps.data.head(key);
    if (present?.etag === etag) await deps.data.delete(key);
  }
  const reason = {
    model,
    datasetId: id,
    rejectedAt: deps.now().toISOString(),
    reasons,
    objects,
    whatToDo: `Correct the data and land it again under ${dataKeys.landing(model)}. Nothing that serves was touched.`,
  };
  await deps.data.put(`${prefix}reason.json`, JSON.stringify(reason, null, 2));
  await deps.notifications.publish({
    kind: 'DatasetRejected',
    model,
    subject: `${model}: a dataset was rejected`,
    message: [...reasons, reason.whatToDo].join('\n'),
  });
}
