import { createHash } from 'node:crypto';
import type { PutObjectRequest } from '@aws-sdk/client-s3';
import type { Call } from '../cloud.ts';
import { checksumMembers, verifyBody } from './checksums.ts';
import { lockOfNewVersion } from './object-lock.ts';
import { describedEncryption, propertiesOf } from './object-properties.ts';
import { requireBucket, type S3State } from './state.ts';
import { answeredVersionId, parseTags, writeVersion } from './write-version.ts';

export type PutObjectInput = Omit<PutObjectRequest, 'Body'> & { readonly Body?: Uint8Array };

export function putObject(s3: S3State, input: PutObjectInput, call: Call) {
  const bucket = requireBucket(s3, input.Bucket);
  const body = input.Body ?? new Uint8Array();
  const checksum = verifyBody(body, input);
  const version = {
    key: input.Key ?? '',
    body,
    checksum,
    etag: entityTag(body),
    properties: propertiesOf(input),
    tags: parseTags(input.Tagging),
    lock: lockOfNewVersion(s3, bucket, input),
  };
  const written = writeVersion(s3, { bucket, version }, { conditions: input, reason: 'PutObject', call });
  return {
    ETag: written.etag,
    ...checksumMembers(checksum),
    ...describedEncryption(written.properties),
    ...answeredVersionId(bucket, written),
  };
}

/** The MD5 in quotes. */
export function entityTag(body: Uint8Array): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}
