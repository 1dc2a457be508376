import { closeSync, openSync, readSync } from 'node:fs';
import type { GetObjectAttributesRequest, GetObjectRequest, HeadObjectRequest } from '@aws-sdk/client-s3';
import { ServiceError } from '../cloud.ts';
import { checksumMembers } from './checksums.ts';
import { checkRead } from './conditions.ts';
import { requireVersion } from './find-version.ts';
import { describedProperties } from './object-properties.ts';
import { type ByteRange, partRange, readRange } from './range.ts';
import type { VersionRecord } from './records.ts';
import { requireBucket, type S3State } from './state.ts';
import { answeredVersionId } from './write-version.ts';

type ReadRequest = GetObjectRequest | HeadObjectRequest;

export function getObject(s3: S3State, input: GetObjectRequest) {
  const version = requireVersion(s3, input);
  checkRead(input, version);
  const range = requestedRange(input, version);
  return { ...describe(s3, { input, version, range }), Body: readBody(s3, version, range) };
}

export function headObject(s3: S3State, input: HeadObjectRequest) {
  const version = headVersion(s3, input);
  checkRead(input, version);
  return describe(s3, { input, version, range: requestedRange(input, version) });
}

/** The answer to HEAD has no body, so that every missing thing is plainly NotFound. */
function headVersion(s3: S3State, input: HeadObjectRequest): VersionRecord {
  try {
    return requireVersion(s3, input);
  } catch (error) {
    if (!(error instanceof ServiceError) || error.status !== 404) throw error;
    throw new ServiceError('NotFound', 'Not Found', { status: 404 });
  }
}

export function getObjectAttributes(s3: S3State, input: GetObjectAttributesRequest) {
  const version = requireVersion(s3, input);
  const asked = new Set<string>(input.ObjectAttributes);
  const { checksum, partSizes } = version;
  return {
    LastModified: new Date(version.lastModified),
    ...answeredVersionId(requireBucket(s3, input.Bucket), version),
    ...(asked.has('ETag') && { ETag: version.etag.replaceAll('"', '') }),
    ...(asked.has('ObjectSize') && { ObjectSize: version.size }),
    ...(asked.has('StorageClass') && { StorageClass: version.properties.StorageClass ?? 'STANDARD' }),
    ...(asked.has('Checksum') && checksum && { Checksum: checksumMembers(checksum) }),
    ...(asked.has('ObjectParts') && partSizes && { ObjectParts: { TotalPartsCount: partSizes.length } }),
  };
}

function requestedRange(input: ReadRequest, version: VersionRecord): ByteRange | undefined {
  if (input.PartNumber !== undefined) return partRange(version, input.PartNumber);
  return input.Range === undefined ? undefined : readRange(input.Range, version.size);
}

function describe(
  s3: S3State,
  { input, version, range }: { input: ReadRequest; version: VersionRecord; range: ByteRange | undefined },
) {
  const { size, checksum } = version;
  const { start, end } = range ?? { start: 0, end: size };
  return {
    AcceptRanges: 'bytes',
    LastModified: new Date(version.lastModified),
    ContentLength: end - start,
    ETag: version.etag,
    ...describedProperties(version),
    ...responseOverrides(input),
    ...answeredVersionId(requireBucket(s3, input.Bucket), version),
    ...(range && { ContentRange: `bytes ${start}-${end - 1}/${size}` }),
    ...(input.PartNumber !== undefined && version.partSizes && { PartsCount: version.partSizes.length }),
    // A checksum is of the whole object: it would be wrong beside a part.
    ...(input.ChecksumMode === 'ENABLED' && range === undefined && checksumMembers(checksum)),
  };
}

function responseOverrides(input: ReadRequest) {
  const overrides = {
    CacheControl: input.ResponseCacheControl,
    ContentDisposition: input.ResponseContentDisposition,
    ContentEncoding: input.ResponseContentEncoding,
    ContentLanguage: input.ResponseContentLanguage,
    ContentType: input.ResponseContentType,
    Expires: input.ResponseExpires,
  };
  return Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
}

/** The bytes of a version, or of a range of it. */
export function readBody({ cloud }: S3State, { blob }: VersionRecord, range?: ByteRange): Buffer {
  if (range === undefined) return cloud.store.readBlob(blob);
  const bytes = Buffer.alloc(range.end - range.start);
  const file = openSync(cloud.store.blobPath(blob), 'r');
  try {
    for (let read = 0; read < bytes.length; )
      read += readSync(file, bytes, read, bytes.length - read, range.start + read);
  } finally {
    closeSync(file);
  }
  return bytes;
}
