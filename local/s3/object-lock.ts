import type {
  GetObjectLegalHoldRequest,
  GetObjectLockConfigurationRequest,
  GetObjectRetentionRequest,
  PutObjectLegalHoldRequest,
  PutObjectLockConfigurationRequest,
  PutObjectRetentionRequest,
} from '@aws-sdk/client-s3';
import { ServiceError } from '../cloud.ts';
import { accessDenied, invalidArgument, invalidRequest } from './errors.ts';
import { requireVersion } from './find-version.ts';
import type { BucketRecord, ObjectLock, VersionRecord } from './records.ts';
import { requireBucket, type S3State } from './state.ts';

const DAY = 86_400_000;

interface LockInput {
  readonly ObjectLockMode?: string | undefined;
  readonly ObjectLockRetainUntilDate?: Date | undefined;
  readonly ObjectLockLegalHoldStatus?: string | undefined;
}

/** The lock a new version gets: what its writer asks for, else the bucket's default retention. @throws ServiceError */
export function lockOfNewVersion(s3: S3State, bucket: BucketRecord, input: LockInput): ObjectLock {
  const { ObjectLockMode: mode, ObjectLockRetainUntilDate: until, ObjectLockLegalHoldStatus: hold } = input;
  const asked = mode !== undefined || until !== undefined || hold !== undefined;
  if (asked && bucket.objectLock === undefined) throw invalidRequest('Bucket is missing Object Lock Configuration');
  if ((mode === undefined) !== (until === undefined)) {
    throw invalidArgument('x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied');
  }
  if (until !== undefined) requireFuture(s3, until);
  const legalHold = hold === 'ON' ? { legalHold: true } : {};
  if (mode !== undefined && until !== undefined) {
    return { mode: mode as NonNullable<ObjectLock['mode']>, until: until.getTime(), ...legalHold };
  }
  const { Mode, Days = 0, Years = 0 } = bucket.objectLock?.Rule?.DefaultRetention ?? {};
  if (Mode === undefined) return legalHold;
  return { mode: Mode, until: s3.cloud.clock.now() + (Days + 365 * Years) * DAY, ...legalHold };
}

/** @throws ServiceError AccessDenied when a version may not be deleted */
export function requireUnlocked(s3: S3State, { lock }: VersionRecord, bypassGovernance = false): void {
  const retained = lock.until !== undefined && lock.until > s3.cloud.clock.now();
  if (lock.legalHold || (retained && !(lock.mode === 'GOVERNANCE' && bypassGovernance))) {
    throw accessDenied('Access Denied because object protected by object lock.');
  }
}

export function putObjectLockConfiguration(s3: S3State, input: PutObjectLockConfigurationRequest) {
  const bucket = requireBucket(s3, input.Bucket);
  if (bucket.versioning !== 'Enabled') {
    throw new ServiceError(
      'InvalidBucketState',
      "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
      {
        status: 409,
      },
    );
  }
  if (input.ObjectLockConfiguration?.ObjectLockEnabled !== 'Enabled') {
    throw new ServiceError(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  }
  const { Rule } = input.ObjectLockConfiguration;
  const objectLock = (Rule === undefined ? {} : { Rule }) as NonNullable<BucketRecord['objectLock']>;
  s3.buckets.set(bucket.name, { ...bucket, objectLock });
}

export function getObjectLockConfiguration(s3: S3State, input: GetObjectLockConfigurationRequest) {
  const { objectLock } = requireBucket(s3, input.Bucket);
  if (objectLock === undefined) {
    throw new ServiceError(
      'ObjectLockConfigurationNotFoundError',
      'Object Lock configuration does not exist for this bucket',
      {
        status: 404,
      },
    );
  }
  return { ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', ...objectLock } };
}

/** Retention may be lengthened; it is shortened only when it is GOVERNANCE and bypassed. */
export function putObjectRetention(s3: S3State, input: PutObjectRetentionRequest) {
  const version = requireLockable(s3, input);
  const { Mode, RetainUntilDate } = input.Retention ?? {};
  if (RetainUntilDate !== undefined) requireFuture(s3, RetainUntilDate);
  const { mode, until = 0, legalHold } = version.lock;
  const active = until > s3.cloud.clock.now();
  const weakened = (RetainUntilDate?.getTime() ?? 0) < until || (mode === 'COMPLIANCE' && Mode !== 'COMPLIANCE');
  if (active && weakened && !(mode === 'GOVERNANCE' && input.BypassGovernanceRetention)) {
    throw accessDenied('Access Denied because object protected by object lock.');
  }
  const retention = Mode && RetainUntilDate ? { mode: Mode, until: RetainUntilDate.getTime() } : {};
  s3.versions.change({ ...version, lock: { ...retention, ...(legalHold && { legalHold }) } });
}

export function getObjectRetention(s3: S3State, input: GetObjectRetentionRequest) {
  const { mode, until } = requireLockable(s3, input).lock;
  if (mode === undefined || until === undefined) throw noLockConfiguration();
  return { Retention: { Mode: mode, RetainUntilDate: new Date(until) } };
}

export function putObjectLegalHold(s3: S3State, input: PutObjectLegalHoldRequest) {
  const version = requireLockable(s3, input);
  const { legalHold: _, ...retention } = version.lock;
  const lock = input.LegalHold?.Status === 'ON' ? { ...retention, legalHold: true } : retention;
  s3.versions.change({ ...version, lock });
}

export function getObjectLegalHold(s3: S3State, input: GetObjectLegalHoldRequest) {
  const { legalHold } = requireLockable(s3, input).lock;
  if (legalHold === undefined) throw noLockConfiguration();
  return { LegalHold: { Status: 'ON' } };
}

function requireLockable(s3: S3State, input: Parameters<typeof requireVersion>[1]): VersionRecord {
  if (requireBucket(s3, input.Bucket).objectLock === undefined) {
    throw invalidRequest('Bucket is missing Object Lock Configuration');
  }
  return requireVersion(s3, input);
}

function noLockConfiguration(): ServiceError {
  return new ServiceError(
    'NoSuchObjectLockConfiguration',
    'The specified object does not have a ObjectLock configuration',
    {
      status: 404,
    },
  );
}

function requireFuture(s3: S3State, date: Date): void {
  if (date.getTime() <= s3.cloud.clock.now()) throw invalidArgument('The retain until date must be in the future!');
}
