import { createHash } from 'node:crypto';
import type { CompletedPart, CompleteMultipartUploadRequest } from '@aws-sdk/client-s3';
import { type Call, ServiceError } from '../cloud.ts';
import { checksum, checksumMembers, compositeChecksum, givenChecksum } from './checksums.ts';
import { sameTag } from './conditions.ts';
import { requireUpload } from './multipart.ts';
import { describedEncryption } from './object-properties.ts';
import type { PartRecord, StoredChecksum, UploadRecord } from './records.ts';
import { requireBucket, type S3State } from './state.ts';
import { answeredVersionId, writeVersion } from './write-version.ts';

/** Every part but the last (Amazon S3 multipart upload limits). */
const LEAST_PART = 5 * 1024 * 1024;

export function completeMultipartUpload(s3: S3State, input: CompleteMultipartUploadRequest, call: Call) {
  const bucket = requireBucket(s3, input.Bucket);
  const upload = requireUpload(s3, input);
  const parts = chooseParts(upload, input.MultipartUpload?.Parts ?? []);
  const body = Buffer.concat(parts.map(({ blob }) => s3.cloud.store.readBlob(blob)));
  const kept = objectChecksum(upload, { parts, body, input });
  const version = {
    key: upload.key,
    body,
    checksum: kept,
    etag: multipartTag(parts),
    properties: upload.properties,
    tags: upload.tags,
    lock: upload.lock,
    partSizes: parts.map(({ size }) => size),
  };
  const written = writeVersion(s3, { bucket, version }, { conditions: input, reason: 'CompleteMultipartUpload', call });
  s3.uploads.delete(upload.id);
  return {
    Location: `${s3.cloud.endpoint}/${upload.bucket}/${upload.key}`,
    Bucket: upload.bucket,
    Key: upload.key,
    ETag: written.etag,
    ...checksumMembers(kept),
    ...describedEncryption(upload.properties),
    ...answeredVersionId(bucket, written),
  };
}

function chooseParts(upload: UploadRecord, chosen: readonly CompletedPart[]): PartRecord[] {
  if (chosen.length === 0) {
    throw new ServiceError(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  }
  const parts = chosen.map(({ PartNumber = 0, ETag = '' }, index) => {
    if (index > 0 && PartNumber <= (chosen[index - 1]?.PartNumber ?? 0)) {
      throw new ServiceError(
        'InvalidPartOrder',
        'The list of parts was not in ascending order. Parts must be ordered by part number.',
        { members: { UploadId: upload.id } },
      );
    }
    const part = upload.parts[PartNumber];
    if (part === undefined || !sameTag(part.etag, ETag)) {
      throw new ServiceError(
        'InvalidPart',
        "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
        { members: { UploadId: upload.id, PartNumber, ETag } },
      );
    }
    return part;
  });
  const small = parts.slice(0, -1).find(({ size }) => size < LEAST_PART);
  if (small !== undefined) {
    throw new ServiceError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
      members: { PartNumber: small.number, ProposedSize: small.size, MinSizeAllowed: LEAST_PART },
    });
  }
  return parts;
}

/** The MD5 of the parts' MD5s, and their number. */
function multipartTag(parts: readonly PartRecord[]): string {
  const hash = createHash('md5');
  for (const { etag } of parts) hash.update(Buffer.from(etag.replaceAll('"', ''), 'hex'));
  return `"${hash.digest('hex')}-${parts.length}"`;
}

function objectChecksum(
  { algorithm, checksumType }: UploadRecord,
  { parts, body, input }: { parts: readonly PartRecord[]; body: Buffer; input: CompleteMultipartUploadRequest },
): StoredChecksum | undefined {
  if (algorithm === undefined || checksumType === undefined) return undefined;
  const value =
    checksumType === 'FULL_OBJECT'
      ? checksum(algorithm, body)
      : compositeChecksum(
          algorithm,
          parts.map((part) => part.checksum ?? ''),
        );
  const given = givenChecksum(input);
  if (given !== undefined && given.value !== value) {
    throw new ServiceError('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
  }
  return { algorithm, value, type: checksumType };
}
