import { sha256 } from '../naming.ts';
import type { ListedFile } from './close-batch.ts';

/** A dataset's id: the hash of its list of objects, by content. The same objects landing again give the same id. */
export function datasetId(files: readonly Pick<ListedFile, 'key' | 'etag' | 'size'>[]): string {
  const lines = files.map(({ key, etag, size }) => JSON.stringify([key, etag, size]));
  return sha256(lines.sort().join('\n')).slice(0, 16);
}
