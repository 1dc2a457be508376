import type { DeleteObjectRequest, DeleteObjectsRequest } from '@aws-sdk/client-s3';
import { type Call, ServiceError } from '../cloud.ts';
import { checkDelete } from './conditions.ts';
import { emitDeleted } from './events.ts';
import { requireUnlocked } from './object-lock.ts';
import type { BucketRecord, VersionRecord } from './records.ts';
import { now, requireBucket, type S3State } from './state.ts';
import { newVersionId } from './write-version.ts';

interface Deletion {
  readonly key: string;
  readonly versionId?: string | undefined;
  readonly ifMatch?: string | undefined;
  readonly bypassGovernance?: boolean | undefined;
}

interface Deleted {
  readonly DeleteMarker?: boolean;
  readonly VersionId?: string;
}

const EMPTY_TAG = '"d41d8cd98f00b204e9800998ecf8427e"';

export function deleteObject(s3: S3State, input: DeleteObjectRequest, call: Call): Deleted {
  const bucket = requireBucket(s3, input.Bucket);
  const deletion = {
    key: input.Key ?? '',
    versionId: input.VersionId,
    ifMatch: input.IfMatch,
    bypassGovernance: input.BypassGovernanceRetention,
  };
  return remove(s3, { bucket, deletion }, call);
}

export function deleteObjects(s3: S3State, input: DeleteObjectsRequest, call: Call) {
  const bucket = requireBucket(s3, input.Bucket);
  const { Objects = [], Quiet } = input.Delete ?? {};
  if (Objects.length === 0 || Objects.length > 1000) {
    throw new ServiceError(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  }
  const done: Record<string, unknown>[] = [];
  const failed: Record<string, unknown>[] = [];
  for (const { Key: key = '', VersionId: versionId, ETag: ifMatch } of Objects) {
    const named = { Key: key, ...(versionId && { VersionId: versionId }) };
    try {
      const bypassGovernance = input.BypassGovernanceRetention;
      const { DeleteMarker, VersionId } = remove(
        s3,
        { bucket, deletion: { key, versionId, ifMatch, bypassGovernance } },
        call,
      );
      done.push({ ...named, ...(DeleteMarker && { DeleteMarker, DeleteMarkerVersionId: VersionId }) });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      failed.push({ ...named, Code: error.code, Message: error.message });
    }
  }
  return { ...(!Quiet && { Deleted: done }), ...(failed.length > 0 && { Errors: failed }) };
}

function remove(s3: S3State, { bucket, deletion }: { bucket: BucketRecord; deletion: Deletion }, call: Call): Deleted {
  const { key, versionId, ifMatch } = deletion;
  const latest = s3.versions.latest(bucket.name, key);
  checkDelete(ifMatch, latest);
  if (versionId !== undefined) return removeVersion(s3, { bucket, deletion: { ...deletion, versionId } }, call);
  if (bucket.versioning !== undefined) return addMarker(s3, { bucket, key }, call);
  if (latest !== undefined) expunge(s3, latest, call);
  return {};
}

/** Deleting a version that is not there succeeds, as on AWS. */
function removeVersion(
  s3: S3State,
  { bucket, deletion }: { bucket: BucketRecord; deletion: Deletion & { versionId: string } },
  call: Call,
): Deleted {
  const { key, versionId, bypassGovernance } = deletion;
  const found = s3.versions.find({ bucket: bucket.name, key, versionId });
  if (found === undefined) return { VersionId: versionId };
  requireUnlocked(s3, found, bypassGovernance);
  expunge(s3, found, call);
  return { VersionId: versionId, ...(found.marker && { DeleteMarker: true }) };
}

function expunge(s3: S3State, record: VersionRecord, call: Call): void {
  const sequence = s3.cloud.store.transaction(() => {
    s3.versions.remove(record);
    return s3.versions.nextSequence();
  });
  emitDeleted(s3, record, { type: 'Permanently Deleted', sequence, call });
}

function addMarker(s3: S3State, { bucket, key }: { bucket: BucketRecord; key: string }, call: Call): Deleted {
  const marker = s3.cloud.store.transaction(() => {
    const record: VersionRecord = {
      sequence: s3.versions.nextSequence(),
      bucket: bucket.name,
      key,
      versionId: newVersionId(s3, bucket),
      marker: true,
      lastModified: now(s3),
      size: 0,
      etag: EMPTY_TAG,
      blob: '',
      properties: {},
      tags: {},
      lock: {},
    };
    s3.versions.add(record);
    return record;
  });
  emitDeleted(s3, marker, { type: 'Delete Marker Created', sequence: marker.sequence, call });
  return { DeleteMarker: true, VersionId: marker.versionId };
}
