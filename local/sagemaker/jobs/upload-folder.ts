import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { create } from 'tar';
import type { Cloud } from '../../cloud.ts';
import { writeObject } from '../s3-objects.ts';

/** Paths of all files below a directory, sorted, with forward slashes. Empty when it does not exist. */
export function filesBelow(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(directory.length + 1)
        .split(sep)
        .join('/'),
    )
    .sort();
}

/** Uploads every file below a directory under an S3 URI. */
export async function uploadFolder(cloud: Cloud, directory: string, uri: string): Promise<void> {
  for (const path of filesBelow(directory)) {
    await writeObject(cloud, `${uri.replace(/\/$/, '')}/${path}`, await readFile(join(directory, path)));
  }
}

/** Uploads a directory as one gzipped tar archive. The same files give the same bytes. */
export async function uploadArchive(cloud: Cloud, directory: string, uri: string): Promise<void> {
  const chunks: Buffer[] = [];
  const archive = create(
    { cwd: directory, gzip: { portable: true }, portable: true, noMtime: true },
    filesBelow(directory).map((path) => `./${path}`),
  );
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  await writeObject(cloud, uri, Buffer.concat(chunks));
}
