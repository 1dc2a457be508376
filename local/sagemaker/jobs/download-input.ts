import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, posix, sep } from 'node:path';
import type { Cloud } from '../../cloud.ts';
import { listKeys, parseS3Uri, readObject } from '../s3-objects.ts';
import { JobFailure } from './job-type.ts';

/** Where a job's input lies. */
export interface InputSource {
  readonly uri: string;
  readonly type: 'S3Prefix' | 'ManifestFile';
}

export interface InputObject {
  readonly uri: string;
  /** Its path below the channel, with forward slashes. */
  readonly path: string;
}

/**
 * The objects an input source names: all under a prefix, or those a manifest lists ([{"prefix": "s3://b/p/"}, "a.csv"]).
 * @throws JobFailure ClientError when there are none
 */
export async function listInput(cloud: Cloud, { uri, type }: InputSource): Promise<InputObject[]> {
  const objects = type === 'ManifestFile' ? await listManifest(cloud, uri) : await listPrefix(cloud, uri);
  if (objects.length > 0) return objects;
  throw new JobFailure(
    `ClientError: Data download failed:No S3 objects found under S3 URL "${uri}" given in input data source. Please ensure that the bucket exists in the selected region (${cloud.region}) and that objects exist under that S3 prefix.`,
  );
}

/** Writes the objects of a source below a directory. @throws JobFailure ClientError */
export async function downloadInput(cloud: Cloud, source: InputSource, directory: string): Promise<InputObject[]> {
  const objects = await listInput(cloud, source);
  for (const { uri, path } of objects) {
    const target = join(directory, ...path.split('/'));
    if (!target.startsWith(directory + sep)) {
      throw new JobFailure(`ClientError: Data download failed:The key of ${uri} leads out of the input folder.`);
    }
    const body = await readObject(cloud, uri);
    if (body === undefined) throw new JobFailure(`ClientError: Data download failed:The object ${uri} does not exist.`);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, body);
  }
  return objects;
}

async function listPrefix(cloud: Cloud, uri: string): Promise<InputObject[]> {
  const address = parseS3Uri(uri);
  const keys = (await listKeys(cloud, address)) ?? [];
  return keys
    .filter((key) => !key.endsWith('/'))
    .map((key) => ({ uri: `s3://${address.bucket}/${key}`, path: below(address.key, key) }));
}

/** A prefix that is a folder is left out of the path; of any other, what precedes its last slash. */
function below(prefix: string, key: string): string {
  const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  return key.startsWith(folder) ? key.slice(folder.length) : key.slice(prefix.lastIndexOf('/') + 1);
}

async function listManifest(cloud: Cloud, uri: string): Promise<InputObject[]> {
  const body = await readObject(cloud, uri);
  if (body === undefined) throw new JobFailure(`ClientError: Data download failed:The manifest ${uri} does not exist.`);
  const [head, ...paths] = parseManifest(Buffer.from(body).toString(), uri);
  const prefix = typeof head === 'object' && head !== null && 'prefix' in head ? head.prefix : undefined;
  if (typeof prefix !== 'string' || !paths.every((path) => typeof path === 'string')) throw badManifest(uri);
  return paths.map((path) => ({ uri: `${prefix}${path}`, path: posix.normalize(path) }));
}

function parseManifest(text: string, uri: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value;
  } catch {
    // Answered below, as any other text that is no manifest.
  }
  throw badManifest(uri);
}

function badManifest(uri: string): JobFailure {
  return new JobFailure(
    `ClientError: Data download failed:The manifest ${uri} is not a JSON list of one {"prefix": "s3://..."} and the keys below it.`,
  );
}
