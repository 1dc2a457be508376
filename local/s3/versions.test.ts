import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { createServedBucket } from './testing/served-bucket.ts';

describe('versioning', () => {
  it('keeps every version and returns each by its id', async () => {
    await using served = await createServedBucket({ versioned: true });
    const { s3, Bucket } = served;
    const first = await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '1' }));
    const second = await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '2' }));
    expect(first.VersionId).not.toBe(second.VersionId);
    const old = await s3.send(new GetObjectCommand({ Bucket, Key: 'a', VersionId: first.VersionId }));
    expect(await old.Body?.transformToString()).toBe('1');
    const current = await s3.send(new GetObjectCommand({ Bucket, Key: 'a' }));
    expect(current.VersionId).toBe(second.VersionId);
    const versions = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    expect(versions.Versions?.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([
      [second.VersionId, true],
      [first.VersionId, false],
    ]);
  });

  it('hides an object behind a delete marker, whose removal shows it again', async () => {
    await using served = await createServedBucket({ versioned: true });
    const { s3, Bucket } = served;
    const { VersionId } = await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '1' }));
    const marker = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    expect(marker.DeleteMarker).toBe(true);
    await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'a' }))).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
    const named = s3.send(new GetObjectCommand({ Bucket, Key: 'a', VersionId: marker.VersionId }));
    await expect(named).rejects.toMatchObject({ name: 'MethodNotAllowed', $metadata: { httpStatusCode: 405 } });
    const listed = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    expect(listed.DeleteMarkers?.map((m) => [m.VersionId, m.IsLatest])).toEqual([[marker.VersionId, true]]);
    const removed = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId: marker.VersionId }));
    expect(removed.DeleteMarker).toBe(true);
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'a' }))).VersionId).toBe(VersionId);
  });

  it('replaces the null version while versioning is suspended', async () => {
    await using served = await createServedBucket();
    const { s3, Bucket } = served;
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
    const setVersioning = (Status: 'Enabled' | 'Suspended') =>
      s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'before' }));
    await setVersioning('Enabled');
    const kept = await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'kept' }));
    await setVersioning('Suspended');
    const after = await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'after' }));
    expect(after.VersionId).toBe('null');
    const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    expect(Versions?.map(({ VersionId }) => VersionId)).toEqual(['null', kept.VersionId]);
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'a', VersionId: 'null' }));
    expect(await got.Body?.transformToString()).toBe('after');
  });

  it('deletes many at once and tells each outcome', async () => {
    await using served = await createServedBucket({ versioned: true });
    const { s3, Bucket } = served;
    const { VersionId } = await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '1' }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'b & <c>', Body: '1' }));
    const Objects = [{ Key: 'a', VersionId }, { Key: 'b & <c>' }, { Key: 'never was' }];
    const { Deleted, Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Errors).toBeUndefined();
    expect(Deleted).toEqual([
      { Key: 'a', VersionId },
      { Key: 'b & <c>', DeleteMarker: true, DeleteMarkerVersionId: expect.any(String) },
      { Key: 'never was', DeleteMarker: true, DeleteMarkerVersionId: expect.any(String) },
    ]);
    const quiet = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'a' }], Quiet: true } }));
    expect(quiet.Deleted).toBeUndefined();
  });
});
