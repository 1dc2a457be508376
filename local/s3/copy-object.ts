import type { CopyObjectRequest } from '@aws-sdk/client-s3';
import { type Call, ServiceError } from '../cloud.ts';
import { checksum, checksumMembers } from './checksums.ts';
import { checkRead } from './conditions.ts';
import { invalidArgument, invalidRequest } from './errors.ts';
import { requireVersion } from './find-version.ts';
import { lockOfNewVersion } from './object-lock.ts';
import { describedEncryption, propertiesOf } from './object-properties.ts';
import { entityTag } from './put-object.ts';
import { readBody } from './read-object.ts';
import type { ObjectProperties, StoredChecksum, VersionRecord } from './records.ts';
import { requireBucket, type S3State } from './state.ts';
import { answeredVersionId, parseTags, writeVersion } from './write-version.ts';

interface CopyConditions {
  readonly CopySource: string | undefined;
  readonly CopySourceIfMatch?: string | undefined;
  readonly CopySourceIfNoneMatch?: string | undefined;
  readonly CopySourceIfModifiedSince?: Date | undefined;
  readonly CopySourceIfUnmodifiedSince?: Date | undefined;
}

export function copyObject(s3: S3State, input: CopyObjectRequest, call: Call) {
  const bucket = requireBucket(s3, input.Bucket);
  const source = requireCopySource(s3, input);
  const replace = input.MetadataDirective === 'REPLACE';
  if (!replace && isSelf(input, source)) {
    throw invalidRequest(
      'This copy request is illegal because it is trying to copy an object to itself without changing the ' +
        "object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const body = readBody(s3, source);
  const kept = copiedChecksum(input, { source, body });
  const own = propertiesOf(input);
  const version = {
    key: input.Key ?? '',
    body,
    checksum: kept,
    etag: entityTag(body),
    properties: replace ? own : copiedProperties(source, own),
    tags: input.TaggingDirective === 'REPLACE' ? parseTags(input.Tagging) : source.tags,
    lock: lockOfNewVersion(s3, bucket, input),
  };
  const written = writeVersion(s3, { bucket, version }, { conditions: input, reason: 'CopyObject', call });
  return {
    CopyObjectResult: {
      ETag: written.etag,
      LastModified: new Date(written.lastModified),
      ...checksumMembers(kept),
    },
    CopySourceVersionId: source.versionId === 'null' ? undefined : source.versionId,
    ...describedEncryption(written.properties),
    ...answeredVersionId(bucket, written),
  };
}

/** `bucket/key?versionId=id`, percent-encoded, perhaps with a leading slash. @throws ServiceError */
export function requireCopySource(s3: S3State, input: CopyConditions): VersionRecord {
  const [path = '', search] = (input.CopySource ?? '').replace(/^\//, '').split('?');
  const slash = path.indexOf('/');
  if (slash < 0) throw invalidArgument('Copy Source must mention the source bucket and key: sourcebucket/sourcekey');
  const version = requireVersion(s3, {
    Bucket: decodeURIComponent(path.slice(0, slash)),
    Key: decodeURIComponent(path.slice(slash + 1)),
    VersionId: new URLSearchParams(search).get('versionId') ?? undefined,
  });
  requireCopyConditions(input, version);
  return version;
}

/** What a read answers with 304, a copy answers with 412. */
function requireCopyConditions(input: CopyConditions, version: VersionRecord): void {
  try {
    checkRead(
      {
        IfMatch: input.CopySourceIfMatch,
        IfNoneMatch: input.CopySourceIfNoneMatch,
        IfModifiedSince: input.CopySourceIfModifiedSince,
        IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
      },
      version,
    );
  } catch (error) {
    if (!(error instanceof ServiceError) || error.status !== 304) throw error;
    throw new ServiceError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
      status: 412,
    });
  }
}

function isSelf(input: CopyObjectRequest, source: VersionRecord): boolean {
  const changed = [input.StorageClass, input.WebsiteRedirectLocation, input.ServerSideEncryption];
  const named = input.CopySource?.includes('?versionId=') ?? false;
  return source.bucket === input.Bucket && source.key === input.Key && !named && changed.every((c) => c === undefined);
}

/** A copy keeps what its source says of itself, and takes from the request only how it is stored. */
function copiedProperties({ properties }: VersionRecord, own: ObjectProperties): ObjectProperties {
  const { StorageClass: _, WebsiteRedirectLocation: __, ...inherited } = properties;
  const stored = ['StorageClass', 'WebsiteRedirectLocation', 'ServerSideEncryption', 'SSEKMSKeyId'] as const;
  const asked = stored.filter((name) => own[name] !== undefined).map((name) => [name, own[name]]);
  return { ...inherited, ...Object.fromEntries(asked) };
}

function copiedChecksum(
  { ChecksumAlgorithm }: CopyObjectRequest,
  { source, body }: { source: VersionRecord; body: Buffer },
): StoredChecksum | undefined {
  const algorithm = ChecksumAlgorithm ?? source.checksum?.algorithm;
  if (algorithm === undefined) return undefined;
  return { algorithm, value: checksum(algorithm, body), type: 'FULL_OBJECT' };
}
