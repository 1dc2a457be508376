import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DatasetManifest, PinnedObject } from '#domain/landing/landing.ts';
import type { ObjectStore } from './object-store.ts';

/** A pinned object on the function's disk. */
export interface LocalFile {
  readonly key: string;
  readonly path: string;
}

/** A pinned version is gone or has changed its content. */
export class DatasetUnreadableError extends Error {
  override readonly name = 'DatasetUnreadableError';
}

/** Writes the pinned versions of a dataset under `directory`, each by its key. @throws DatasetUnreadableError */
export async function downloadDataset(
  store: ObjectStore,
  manifest: DatasetManifest,
  directory: string,
): Promise<LocalFile[]> {
  return Promise.all(manifest.objects.map((object) => download(store, object, join(directory, manifest.id))));
}

async function download(store: ObjectStore, object: PinnedObject, directory: string): Promise<LocalFile> {
  const stored = await store.get(object.key, object.versionId);
  if (stored === undefined || stored.etag !== object.etag) {
    const version = object.versionId ?? 'without version';
    throw new DatasetUnreadableError(
      `${object.key} (${version}) cannot be read as it was pinned; restore the version or land the data again.`,
    );
  }
  const path = join(directory, object.key);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, stored.value);
  return { key: object.key, path };
}
