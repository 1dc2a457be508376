import type {
  CreateBucketRequest,
  DeleteBucketRequest,
  GetBucketLocationRequest,
  GetBucketVersioningRequest,
  HeadBucketRequest,
  ListBucketsRequest,
  PutBucketVersioningRequest,
} from '@aws-sdk/client-s3';
import { ServiceError } from '../cloud.ts';
import { now, requireBucket, type S3State } from './state.ts';

/** Bucket naming rules, Amazon S3 user guide. */
const BUCKET_NAME = /^(?!xn--|sthree-)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9](?:[a-z0-9]|[.-](?![.]))*[a-z0-9]$/;
const HOME_REGION = 'us-east-1';

export function createBucket(s3: S3State, input: CreateBucketRequest) {
  const { Bucket: name = '', CreateBucketConfiguration, ObjectLockEnabledForBucket: locked } = input;
  if (!BUCKET_NAME.test(name) || name.length < 3 || name.length > 63) {
    throw new ServiceError('InvalidBucketName', 'The specified bucket is not valid.', {
      members: { BucketName: name },
    });
  }
  const { region } = s3.cloud;
  const constraint = CreateBucketConfiguration?.LocationConstraint ?? HOME_REGION;
  if (constraint !== region) {
    throw new ServiceError(
      'IllegalLocationConstraintException',
      `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    );
  }
  if (s3.buckets.has(name)) {
    // Only us-east-1 takes a repeated creation by the owner for a success.
    if (region === HOME_REGION) return { Location: `/${name}` };
    throw new ServiceError(
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      { status: 409, members: { BucketName: name } },
    );
  }
  const lock = locked ? ({ versioning: 'Enabled', objectLock: {} } as const) : {};
  s3.buckets.set(name, { name, created: now(s3), eventBridge: false, configuration: {}, ...lock });
  return { Location: `/${name}` };
}

export function deleteBucket(s3: S3State, input: DeleteBucketRequest): void {
  const { name } = requireBucket(s3, input.Bucket);
  if (!s3.versions.isEmpty(name)) {
    throw new ServiceError('BucketNotEmpty', 'The bucket you tried to delete is not empty', {
      status: 409,
      members: { BucketName: name },
    });
  }
  s3.buckets.delete(name);
}

export function headBucket(s3: S3State, input: HeadBucketRequest) {
  if (!s3.buckets.has(input.Bucket ?? '')) throw new ServiceError('NotFound', 'Not Found', { status: 404 });
  return { BucketRegion: s3.cloud.region };
}

export function listBuckets(s3: S3State, input: ListBucketsRequest) {
  const buckets = s3.buckets.list({ prefix: input.Prefix ?? '' });
  return {
    Owner: { ID: s3.cloud.account },
    Buckets: buckets.map(([Name, { created }]) => ({ Name, CreationDate: new Date(created) })),
  };
}

export function getBucketLocation(s3: S3State, input: GetBucketLocationRequest) {
  requireBucket(s3, input.Bucket);
  const { region } = s3.cloud;
  return region === HOME_REGION ? {} : { LocationConstraint: region };
}

export function putBucketVersioning(s3: S3State, input: PutBucketVersioningRequest): void {
  const bucket = requireBucket(s3, input.Bucket);
  const versioning = input.VersioningConfiguration?.Status;
  if (versioning === undefined) {
    throw new ServiceError('IllegalVersioningConfigurationException', 'The Versioning element must be specified');
  }
  if (versioning === 'Suspended' && bucket.objectLock !== undefined) {
    throw new ServiceError(
      'InvalidBucketState',
      'An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.',
      { status: 409 },
    );
  }
  s3.buckets.set(bucket.name, { ...bucket, versioning });
}

export function getBucketVersioning(s3: S3State, input: GetBucketVersioningRequest) {
  const { versioning } = requireBucket(s3, input.Bucket);
  return versioning === undefined ? {} : { Status: versioning };
}
