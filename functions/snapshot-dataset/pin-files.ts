import type { ObjectStore } from '#aws/object-store.ts';
import type { ListedFile } from '#domain/landing/close-batch.ts';
import { datasetId } from '#domain/landing/dataset-id.ts';
import type { DatasetManifest, EndedLanding } from '#domain/landing/landing.ts';
import { dataKeys } from '#domain/object-keys.ts';

interface PinFilesDeps {
  readonly data: ObjectStore;
  readonly now: () => Date;
}

/**
 * Writes a dataset's manifest with the object versions as they were listed. The same contents give the same id, and keep the manifest
 * that was written first.
 */
export async function pinFiles(
  { model, run }: { readonly model: string; readonly run: string },
  files: readonly ListedFile[],
  { data, now }: PinFilesDeps,
): Promise<NonNullable<EndedLanding['dataset']>> {
  const id = datasetId(files);
  const objects = files.map(({ key, versionId, etag, size }) => ({ key, versionId, etag, size }));
  const manifest: DatasetManifest = { model, id, run, createdAt: now().toISOString(), objects };
  await data.create(dataKeys.datasetManifest(model, id), JSON.stringify(manifest, null, 2));
  return { id, files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0) };
}
