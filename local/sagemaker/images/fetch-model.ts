import { mkdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { extract } from 'tar';
import type { Cloud } from '../../cloud.ts';
import { readObject } from '../s3-objects.ts';
import { ContainerError } from './container-error.ts';

/**
 * Unpacks the model.tar.gz at an S3 URI into `directory`.
 * @throws ContainerError ModelDataNotFound, ModelDataUnreadable
 */
export async function fetchModel(cloud: Cloud, modelDataUrl: string, directory: string): Promise<void> {
  const body = await readObject(cloud, modelDataUrl);
  if (body === undefined) {
    throw new ContainerError(
      'ModelDataNotFound',
      `Failed to download model data from URL: "${modelDataUrl}". Please ensure that there is an object located at the URL and that the role has permissions to download it.`,
    );
  }
  mkdirSync(directory, { recursive: true });
  const archive = join(dirname(directory), 'model.tar.gz');
  writeFileSync(archive, body);
  try {
    await extract({ file: archive, cwd: directory, strict: true });
  } catch (cause) {
    throw new ContainerError(
      'ModelDataUnreadable',
      `The model data at "${modelDataUrl}" is not a gzipped tar archive: ${cause instanceof Error ? cause.message : cause}.`,
    );
  } finally {
    await rm(archive, { force: true });
  }
}
