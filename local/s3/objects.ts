import type { Cloud } from '../cloud.ts';

/** An object as another service names it. */
export interface ObjectAddress {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId?: string;
}

/** Reads `s3://bucket/key`; the key may be empty or a prefix. @throws TypeError */
export function parseS3Uri(uri: string): { readonly Bucket: string; readonly Key: string } {
  const match = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(uri);
  if (match === null) throw new TypeError(`${uri} is no S3 address; s3://bucket/key is expected.`);
  const [, Bucket = '', Key = ''] = match;
  return { Bucket, Key };
}

/** The whole body of an object. @throws ServiceError NoSuchKey, NoSuchBucket, NoSuchVersion */
export async function readObject(cloud: Pick<Cloud, 'call'>, address: ObjectAddress): Promise<Buffer> {
  const { Body } = (await cloud.call('s3', 'GetObject', address)) as { Body: Buffer };
  return Body;
}

/** Puts a body; answers its ETag and, on a versioned bucket, its version. */
export async function writeObject(
  cloud: Pick<Cloud, 'call'>,
  address: Omit<ObjectAddress, 'VersionId'>,
  body: Uint8Array | string,
): Promise<{ readonly ETag: string; readonly VersionId?: string }> {
  const Body = typeof body === 'string' ? Buffer.from(body) : body;
  return (await cloud.call('s3', 'PutObject', { ...address, Body })) as { ETag: string; VersionId?: string };
}

export interface ListedObject {
  readonly Key: string;
  readonly Size: number;
  readonly ETag: string;
  readonly LastModified: Date;
}

/** Every current object under a prefix, in key order. */
export async function listObjectsUnder(
  cloud: Pick<Cloud, 'call'>,
  { Bucket, Key }: Pick<ObjectAddress, 'Bucket' | 'Key'>,
): Promise<ListedObject[]> {
  const found: ListedObject[] = [];
  let ContinuationToken: string | undefined;
  do {
    const input = { Bucket, Prefix: Key, ...(ContinuationToken && { ContinuationToken }) };
    const page = (await cloud.call('s3', 'ListObjectsV2', input)) as {
      Contents: ListedObject[];
      NextContinuationToken?: string;
    };
    found.push(...page.Contents);
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return found;
}
