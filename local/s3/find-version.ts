import { ServiceError } from '../cloud.ts';
import { noSuchKey, noSuchVersion } from './errors.ts';
import type { VersionRecord } from './records.ts';
import { requireBucket, type S3State } from './state.ts';

interface Address {
  readonly Bucket: string | undefined;
  readonly Key: string | undefined;
  readonly VersionId?: string | undefined;
}

/** The version a read means: the one named, else the current one. @throws ServiceError 404, or 405 for a delete marker named */
export function requireVersion(s3: S3State, { Bucket, Key = '', VersionId }: Address): VersionRecord {
  const { name } = requireBucket(s3, Bucket);
  if (VersionId === undefined) {
    const latest = s3.versions.latest(name, Key);
    if (latest === undefined || latest.marker) throw noSuchKey(Key);
    return latest;
  }
  const found = s3.versions.find({ bucket: name, key: Key, versionId: VersionId });
  if (found === undefined) throw noSuchVersion(Key, VersionId);
  if (found.marker) {
    throw new ServiceError('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
      status: 405,
      members: { Method: 'GET', ResourceType: 'DeleteMarker' },
    });
  }
  return found;
}
