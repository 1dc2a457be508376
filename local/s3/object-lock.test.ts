import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectLegalHoldCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { TEST_START } from '../testing/test-cloud.ts';
import { createServedBucket, type ServedBucket } from './testing/served-bucket.ts';

const DAY = 86_400_000;
const tomorrow = new Date(TEST_START + DAY);
const denied = { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } };

type Mode = 'GOVERNANCE' | 'COMPLIANCE';

async function putLocked({ s3, Bucket }: ServedBucket, ObjectLockMode: Mode) {
  const object = { Bucket, Key: 'a' };
  const lock = { ObjectLockMode, ObjectLockRetainUntilDate: tomorrow };
  const { VersionId } = await s3.send(new PutObjectCommand({ ...object, Body: '1', ...lock }));
  return { ...object, VersionId };
}

describe('Object Lock', () => {
  it.each(['GOVERNANCE', 'COMPLIANCE'] as const)('keeps a %s version until its date', async (mode) => {
    await using served = await createServedBucket({ ObjectLockEnabledForBucket: true });
    const { s3, cloud } = served;
    const version = await putLocked(served, mode);
    await expect(s3.send(new DeleteObjectCommand(version))).rejects.toMatchObject(denied);
    const { Retention } = await s3.send(new GetObjectRetentionCommand(version));
    expect(Retention).toEqual({ Mode: mode, RetainUntilDate: tomorrow });
    await cloud.clock.advanceTo(tomorrow.getTime());
    await s3.send(new DeleteObjectCommand(version));
    await expect(s3.send(new HeadObjectCommand(version))).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('lets only governance be bypassed', async () => {
    await using served = await createServedBucket({ ObjectLockEnabledForBucket: true });
    const { s3 } = served;
    const compliant = await putLocked(served, 'COMPLIANCE');
    const bypassed = s3.send(new DeleteObjectCommand({ ...compliant, BypassGovernanceRetention: true }));
    await expect(bypassed).rejects.toMatchObject(denied);
    const governed = await putLocked(served, 'GOVERNANCE');
    await s3.send(new DeleteObjectCommand({ ...governed, BypassGovernanceRetention: true }));
  });

  it('hides a locked version behind a delete marker, as deleting without a version always may', async () => {
    await using served = await createServedBucket({ ObjectLockEnabledForBucket: true });
    const { s3, Bucket } = served;
    const version = await putLocked(served, 'COMPLIANCE');
    expect((await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }))).DeleteMarker).toBe(true);
    expect((await s3.send(new HeadObjectCommand(version))).ObjectLockMode).toBe('COMPLIANCE');
  });

  it('tells in a batch which deletions were denied', async () => {
    await using served = await createServedBucket({ ObjectLockEnabledForBucket: true });
    const { s3, Bucket } = served;
    const { Key, VersionId } = await putLocked(served, 'COMPLIANCE');
    const Delete = { Objects: [{ Key, VersionId }] };
    const { Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete }));
    expect(Errors).toMatchObject([{ Key, VersionId, Code: 'AccessDenied' }]);
  });

  it('lets retention be lengthened, not shortened', async () => {
    await using served = await createServedBucket({ ObjectLockEnabledForBucket: true });
    const { s3 } = served;
    const version = await putLocked(served, 'COMPLIANCE');
    const retain = (Mode: Mode, days: number) =>
      s3.send(
        new PutObjectRetentionCommand({
          ...version,
          Retention: { Mode, RetainUntilDate: new Date(TEST_START + days * DAY) },
        }),
      );
    await retain('COMPLIANCE', 3);
    await expect(retain('COMPLIANCE', 2)).rejects.toMatchObject(denied);
    await expect(retain('GOVERNANCE', 4)).rejects.toMatchObject(denied);
    await expect(retain('COMPLIANCE', -1)).rejects.toMatchObject({ name: 'InvalidArgument' });
  });

  it('keeps a version under legal hold until the hold is lifted', async () => {
    await using served = await createServedBucket({ ObjectLockEnabledForBucket: true });
    const { s3, Bucket } = served;
    const { VersionId } = await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '1' }));
    const version = { Bucket, Key: 'a', VersionId };
    const hold = (Status: 'ON' | 'OFF') =>
      s3.send(new PutObjectLegalHoldCommand({ ...version, LegalHold: { Status } }));
    await hold('ON');
    expect((await s3.send(new GetObjectLegalHoldCommand(version))).LegalHold).toEqual({ Status: 'ON' });
    const bypassed = s3.send(new DeleteObjectCommand({ ...version, BypassGovernanceRetention: true }));
    await expect(bypassed).rejects.toMatchObject(denied);
    await hold('OFF');
    await s3.send(new DeleteObjectCommand(version));
  });

  it("applies the bucket's default retention", async () => {
    await using served = await createServedBucket({ versioned: true });
    const { s3, Bucket } = served;
    const Rule = { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } } as const;
    const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled', Rule } as const;
    await s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
    const configured = await s3.send(new GetObjectLockConfigurationCommand({ Bucket }));
    expect(configured.ObjectLockConfiguration).toEqual(ObjectLockConfiguration);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '1' }));
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'a' }));
    expect(head).toMatchObject({ ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: tomorrow });
  });

  it('needs versioning, which it then keeps on', async () => {
    await using served = await createServedBucket();
    const { s3, Bucket } = served;
    const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled' } as const;
    const early = s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
    await expect(early).rejects.toMatchObject({ name: 'InvalidBucketState', $metadata: { httpStatusCode: 409 } });
    const setVersioning = (Status: 'Enabled' | 'Suspended') =>
      s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
    await setVersioning('Enabled');
    await s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
    await expect(setVersioning('Suspended')).rejects.toMatchObject({ name: 'InvalidBucketState' });
  });

  it('refuses a lock on a bucket without Object Lock', async () => {
    await using served = await createServedBucket({ versioned: true });
    await expect(putLocked(served, 'GOVERNANCE')).rejects.toMatchObject({ name: 'InvalidRequest' });
  });
});
