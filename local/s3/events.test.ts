import { CopyObjectCommand, DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { createServedBucket } from './testing/served-bucket.ts';

describe('S3 events', () => {
  it('tells of a put as AWS does', async () => {
    await using served = await createServedBucket({ versioned: true });
    const { s3, Bucket, events } = served;
    const put = await s3.send(new PutObjectCommand({ Bucket, Key: 'a key/ü', Body: '12345' }));
    expect(events).toEqual([
      {
        source: 'aws.s3',
        detailType: 'Object Created',
        resources: ['arn:aws:s3:::a-bucket'],
        detail: {
          version: '0',
          'event-version': '1.2',
          bucket: { name: 'a-bucket', 'aws-generated-tags': {} },
          object: {
            key: 'a key/ü',
            size: 5,
            etag: put.ETag?.replaceAll('"', ''),
            'version-id': put.VersionId,
            sequencer: expect.stringMatching(/^[0-9A-F]{18}$/),
          },
          'request-id': put.$metadata.requestId,
          requester: '000000000000',
          'source-ip-address': '127.0.0.1',
          reason: 'PutObject',
        },
      },
    ]);
  });

  it('leaves the version out where there is none', async () => {
    await using served = await createServedBucket();
    const { s3, Bucket, events } = served;
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '1' }));
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: `${Bucket}/a` }));
    expect(events[0]?.detail.object).not.toHaveProperty('version-id');
    expect(events[1]?.detail).toMatchObject({
      reason: 'CopyObject',
      object: { key: 'b', 'has-object-annotation': false },
    });
  });

  it('tells of deletions and of markers, in an order the sequencers keep', async () => {
    await using served = await createServedBucket({ versioned: true });
    const { s3, Bucket, events } = served;
    const { VersionId } = await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '1' }));
    const marker = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId }));
    expect(events.slice(1)).toMatchObject([
      {
        detailType: 'Object Deleted',
        detail: {
          object: { key: 'a', 'version-id': marker.VersionId },
          reason: 'DeleteObject',
          'deletion-type': 'Delete Marker Created',
        },
      },
      { detail: { object: { 'version-id': VersionId }, 'deletion-type': 'Permanently Deleted' } },
    ]);
    const sequencers = events.map(({ detail }) => (detail.object as { sequencer: string }).sequencer);
    expect([...sequencers].sort()).toEqual(sequencers);
    expect(new Set(sequencers).size).toBe(3);
  });
});
