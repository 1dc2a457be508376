import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketLifecycleCommand,
  DeleteObjectCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { TEST_START } from '../testing/test-cloud.ts';
import { createServedBucket } from './testing/served-bucket.ts';

describe('S3 buckets', () => {
  it('lists what was created, until it is deleted', async () => {
    await using served = await createServedBucket();
    const { s3, Bucket } = served;
    const { Buckets } = await s3.send(new ListBucketsCommand({}));
    expect(Buckets).toEqual([{ Name: Bucket, CreationDate: new Date(TEST_START) }]);
    expect((await s3.send(new HeadBucketCommand({ Bucket }))).BucketRegion).toBe('us-east-1');
    expect((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBeUndefined();
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '1' }));
    await expect(s3.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({ name: 'BucketNotEmpty' });
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    await s3.send(new DeleteBucketCommand({ Bucket }));
    await expect(s3.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({ name: 'NotFound' });
  });

  it.each(['ab', 'UPPER', 'a..b', '-a-bucket', '192.168.1.1', 'a_b'])('refuses the name %s', async (Bucket) => {
    await using served = await createServedBucket();
    const create = served.s3.send(new CreateBucketCommand({ Bucket }));
    await expect(create).rejects.toMatchObject({ name: 'InvalidBucketName' });
  });

  it('keeps the configurations CloudFormation sets', async () => {
    await using served = await createServedBucket();
    const { s3, Bucket } = served;
    const encryption = { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] } as const;
    await s3.send(
      new PutBucketEncryptionCommand({
        Bucket,
        ServerSideEncryptionConfiguration: { ...encryption, Rules: [...encryption.Rules] },
      }),
    );
    const kept = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(kept.ServerSideEncryptionConfiguration).toEqual(encryption);
    const PublicAccessBlockConfiguration = { BlockPublicAcls: true, IgnorePublicAcls: true };
    await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
    const block = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    expect(block.PublicAccessBlockConfiguration).toEqual(PublicAccessBlockConfiguration);
    const missing = s3.send(new GetBucketPolicyCommand({ Bucket }));
    await expect(missing).rejects.toMatchObject({ name: 'NoSuchBucketPolicy', $metadata: { httpStatusCode: 404 } });
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    expect((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy);
  });

  it('keeps lifecycle rules with their dates', async () => {
    await using served = await createServedBucket();
    const { s3, Bucket } = served;
    const Rules = [
      { ID: 'a', Status: 'Enabled' as const, Filter: { Prefix: 'x/' }, Expiration: { Date: new Date('2030-01-01') } },
      {
        ID: 'b',
        Status: 'Enabled' as const,
        Filter: { Prefix: '' },
        NoncurrentVersionExpiration: { NoncurrentDays: 7 },
      },
    ];
    await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
    const kept = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    expect(kept.Rules).toEqual(Rules);
    await s3.send(new DeleteBucketLifecycleCommand({ Bucket }));
    const gone = s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    await expect(gone).rejects.toMatchObject({ name: 'NoSuchLifecycleConfiguration' });
  });

  it('sends events to EventBridge only, and only when told', async () => {
    await using served = await createServedBucket();
    const { s3, Bucket, events } = served;
    const configured = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
    expect(configured.EventBridgeConfiguration).toEqual({});
    const QueueConfigurations = [{ QueueArn: 'arn:aws:sqs:us-east-1:0:q', Events: ['s3:ObjectCreated:*' as const] }];
    const toQueue = { Bucket, NotificationConfiguration: { QueueConfigurations } };
    const refused = s3.send(new PutBucketNotificationConfigurationCommand(toQueue));
    await expect(refused).rejects.toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } });
    await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: {} }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '1' }));
    expect(events).toEqual([]);
  });
});
