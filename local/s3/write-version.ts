import type { Call } from '../cloud.ts';
import { checkWrite } from './conditions.ts';
import { invalidArgument } from './errors.ts';
import { emitCreated } from './events.ts';
import type { BucketRecord, ObjectLock, ObjectProperties, StoredChecksum, VersionRecord } from './records.ts';
import { now, type S3State } from './state.ts';

export interface NewVersion {
  readonly key: string;
  readonly body: Uint8Array;
  readonly etag: string;
  readonly properties: ObjectProperties;
  readonly tags: Readonly<Record<string, string>>;
  readonly lock: ObjectLock;
  readonly checksum?: StoredChecksum | undefined;
  readonly partSizes?: readonly number[];
}

export interface Writing {
  readonly conditions: { readonly IfMatch?: string | undefined; readonly IfNoneMatch?: string | undefined };
  readonly reason: Parameters<typeof emitCreated>[2]['reason'];
  readonly call: Call;
}

/** Makes a body the current version of its key, if the conditions hold, and tells EventBridge. */
export function writeVersion(
  s3: S3State,
  { bucket, version }: { bucket: BucketRecord; version: NewVersion },
  { conditions, reason, call }: Writing,
): VersionRecord {
  const { body, checksum, partSizes, key, ...rest } = version;
  if (Buffer.byteLength(key) > 1024) throw invalidKeyLength();
  checkWrite({ Key: key, ...conditions }, s3.versions.latest(bucket.name, key));
  const blob = s3.cloud.store.putBlob(body);
  const record = s3.cloud.store.transaction(() => {
    const written: VersionRecord = {
      ...rest,
      key,
      sequence: s3.versions.nextSequence(),
      bucket: bucket.name,
      versionId: newVersionId(s3, bucket),
      marker: false,
      lastModified: now(s3),
      size: body.length,
      blob,
      ...(checksum && { checksum }),
      ...(partSizes && { partSizes }),
    };
    s3.versions.add(written);
    return written;
  });
  emitCreated(s3, record, { reason, call });
  return record;
}

/** Without versioning, and while it is suspended, every write replaces the version called `null`. */
export function newVersionId(s3: S3State, { versioning }: BucketRecord): string {
  return versioning === 'Enabled' ? s3.cloud.uuid().replaceAll('-', '') : 'null';
}

/** What an answer tells of a version's id: nothing while the bucket never had versions. */
export function answeredVersionId({ versioning }: BucketRecord, { versionId }: Pick<VersionRecord, 'versionId'>) {
  return versioning === undefined ? {} : { VersionId: versionId };
}

/** Reads `a=1&b=2`, the form of the tagging header. @throws ServiceError InvalidArgument */
export function parseTags(tagging: string | undefined): Record<string, string> {
  const tags = Object.fromEntries(new URLSearchParams(tagging ?? ''));
  if (Object.keys(tags).length > 10) throw invalidArgument('Object tags cannot be greater than 10');
  return tags;
}

function invalidKeyLength() {
  return invalidArgument('Your key is too long');
}
