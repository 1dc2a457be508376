import type { Cloud } from '../cloud.ts';
import type { Collection } from '../store/collection.ts';
import { noSuchBucket } from './errors.ts';
import type { BucketRecord, UploadRecord } from './records.ts';
import { VersionTable } from './version-table.ts';

/** What the operations of S3 work on. */
export interface S3State {
  readonly cloud: Cloud;
  readonly buckets: Collection<BucketRecord>;
  readonly uploads: Collection<UploadRecord>;
  readonly versions: VersionTable;
}

export function openState(cloud: Cloud): S3State {
  return {
    cloud,
    buckets: cloud.store.collection<BucketRecord>('s3.buckets'),
    uploads: cloud.store.collection<UploadRecord>('s3.uploads'),
    versions: new VersionTable(cloud.store.db),
  };
}

/** @throws ServiceError NoSuchBucket */
export function requireBucket({ buckets }: S3State, name: string | undefined): BucketRecord {
  const bucket = buckets.get(name ?? '');
  if (bucket === undefined) throw noSuchBucket(name ?? '');
  return bucket;
}

/** Virtual time in whole seconds, as S3 dates everything. */
export function now({ cloud }: S3State): number {
  return Math.floor(cloud.clock.now() / 1000) * 1000;
}
