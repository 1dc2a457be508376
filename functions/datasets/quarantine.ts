import type { ObjectStore } from '#aws/object-store.ts';
import type { DatasetManifest } from '#domain/landing/landing.ts';
import { dataKeys } from '#domain/object-keys.ts';

interface QuarantineDeps {
  readonly data: ObjectStore;
  readonly now: () => Date;
}

/**
 * Moves a rejected dataset's pinned versions under quarantine/, with a reason.json a person can act on. A newer version that has landed
 * under the same key meanwhile stays where it is.
 */
export async function quarantine(
  { model, id, objects }: DatasetManifest,
  reasons: readonly string[],
  { data, now }: QuarantineDeps,
): Promise<void> {
  const prefix = dataKeys.quarantine(model, id);
  for (const { key, versionId, etag } of objects) {
    const name = key.slice(dataKeys.landing(model).length);
    await data.copy({ key, ...(versionId === undefined ? {} : { versionId }) }, `${prefix}${name}`);
    await data.delete(key, etag);
  }
  const reason = { model, datasetId: id, rejectedAt: now().toISOString(), reasons, objects, whatToDo: whatToDo(model) };
  await data.put(`${prefix}reason.json`, JSON.stringify(reason, null, 2));
}

/** What a person does about a rejected dataset. */
export function whatToDo(model: string): string {
  return `Correct the data and land it again under ${dataKeys.landing(model)}. Nothing that serves was touched.`;
}
