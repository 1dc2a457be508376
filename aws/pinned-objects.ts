import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatasetManifest, PinnedObject } from '#domain/landing/landing.ts';
import type { ObjectStore } from './object-store.ts';

/** A pinned object on the function's disk: its key, and where it is. */
export interface LocalFile {
  readonly key: string;
  readonly path: string;
}

/** More connections at once would not fill a function's network any better. */
const PARALLEL = 8;

/** A pinned version is gone or has changed its content. */
export class DatasetUnreadableError extends Error {
  override readonly name = 'DatasetUnreadableError';
}

/** Writes the pinned versions of a dataset, or of a part of one, under `directory`, in the manifest's order. @throws DatasetUnreadableError */
export async function downloadDataset(
  store: ObjectStore,
  manifest: Pick<DatasetManifest, 'id' | 'objects'>,
  directory: string,
): Promise<LocalFile[]> {
  const folder = join(directory, manifest.id);
  await mkdir(folder, { recursive: true });
  // Not by its key: whoever lands data chooses that, and it may point elsewhere, or be a pattern to who reads the file.
  const pathOf = (index: number, key: string) =>
    join(folder, `${String(index).padStart(6, '0')}${/\.\w+$/.exec(key)?.[0] ?? ''}`);
  const wanted = manifest.objects.map((object, index) => ({ object, path: pathOf(index, object.key) }));
  const files: LocalFile[] = [];
  for (let first = 0; first < wanted.length; first += PARALLEL) {
    const some = wanted.slice(first, first + PARALLEL);
    files.push(...(await Promise.all(some.map(({ object, path }) => download(store, object, path)))));
  }
  return files;
}

async function download(store: ObjectStore, { key, versionId, etag }: PinnedObject, path: string): Promise<LocalFile> {
  const stored = await store.download(key, path, versionId);
  if (stored?.etag !== etag) {
    throw new DatasetUnreadableError(
      `${key} (${versionId ?? 'without version'}) cannot be read as it was pinned; restore the version or land the data again.`,
    );
  }
  return { key, path };
}
