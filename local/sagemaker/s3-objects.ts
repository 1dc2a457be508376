import type { GetObjectOutput, ListObjectsV2Output } from '@aws-sdk/client-s3';
import { type Cloud, ServiceError } from '../cloud.ts';

/** An object's address. */
export interface ObjectAddress {
  readonly bucket: string;
  readonly key: string;
}

/** @throws TypeError unless the text is s3://bucket/key */
export function parseS3Uri(uri: string): ObjectAddress {
  const [, bucket, key = ''] = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(uri) ?? [];
  if (bucket === undefined) throw new TypeError(`${uri} is not an S3 URI of the form s3://bucket/key.`);
  return { bucket, key };
}

/** The body of an object, undefined when the bucket or the object does not exist. */
export async function readObject(cloud: Cloud, uri: string): Promise<Uint8Array | undefined> {
  const { bucket, key } = parseS3Uri(uri);
  try {
    const output = (await cloud.call('s3', 'GetObject', { Bucket: bucket, Key: key })) as GetObjectOutput;
    return output.Body as unknown as Uint8Array;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Every key under a prefix, in order; undefined when the bucket does not exist. */
export async function listKeys(cloud: Cloud, { bucket, key }: ObjectAddress): Promise<string[] | undefined> {
  const keys: string[] = [];
  let token: string | undefined;
  try {
    do {
      const input = { Bucket: bucket, Prefix: key, ...(token === undefined ? {} : { ContinuationToken: token }) };
      const output = (await cloud.call('s3', 'ListObjectsV2', input)) as ListObjectsV2Output;
      for (const { Key } of output.Contents ?? []) if (Key !== undefined) keys.push(Key);
      token = output.IsTruncated === true ? output.NextContinuationToken : undefined;
    } while (token !== undefined);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  return keys;
}

export async function writeObject(cloud: Cloud, uri: string, body: Uint8Array): Promise<void> {
  const { bucket, key } = parseS3Uri(uri);
  await cloud.call('s3', 'PutObject', { Bucket: bucket, Key: key, Body: body });
}

function isMissing(error: unknown): boolean {
  return error instanceof ServiceError && ['NoSuchKey', 'NoSuchBucket', 'NotFound'].includes(error.code);
}
