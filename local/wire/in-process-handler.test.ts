import { Readable } from 'node:stream';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import type { CloudOptions } from '../create-cloud.ts';
import { createS3 } from '../s3/service.ts';
import { createSns } from '../sns/service.ts';
import { createSqs } from '../sqs/service.ts';
import { createTestCloud } from '../testing/test-cloud.ts';
import { inProcessHandler } from './in-process-handler.ts';

async function createClients(options: Pick<Partial<CloudOptions>, 'fault' | 'seed'> = {}) {
  const cloud = createTestCloud({ services: [createS3, createSns, createSqs], ...options });
  await cloud.call('s3', 'CreateBucket', { Bucket: 'a-bucket' });
  const settings = {
    endpoint: cloud.endpoint,
    region: cloud.region,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestHandler: inProcessHandler({ cloud }),
  };
  return { cloud, settings, [Symbol.asyncDispose]: () => cloud[Symbol.asyncDispose]() };
}

describe('clients in the process of the cloud', () => {
  it('speak to S3 with bodies and streams', async () => {
    await using clients = await createClients();
    const s3 = new S3Client(clients.settings);
    const object = { Bucket: 'a-bucket', Key: 'a key/ü?' };
    await s3.send(
      new PutObjectCommand({
        ...object,
        Body: Readable.from([Buffer.from('stre'), Buffer.from('amed')]),
        ContentLength: 8,
      }),
    );
    const got = await s3.send(new GetObjectCommand(object));
    expect(await got.Body?.transformToString()).toBe('streamed');
    expect((await s3.send(new HeadObjectCommand(object))).ContentLength).toBe(8);
    const missing = s3.send(new GetObjectCommand({ ...object, Key: 'none' }));
    await expect(missing).rejects.toMatchObject({ name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } });
    expect(clients.cloud.clock.holders()).toEqual([]);
  });

  it('speak JSON and query', async () => {
    await using clients = await createClients();
    const none = new SQSClient(clients.settings).send(new GetQueueUrlCommand({ QueueName: 'none' }));
    await expect(none).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
    const publish = new SNSClient(clients.settings).send(new PublishCommand({ TopicArn: 'none', Message: 'a' }));
    await expect(publish).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  it('retry a lost answer as over a broken socket', async () => {
    let faults = 1;
    const fault = () => (faults-- > 0 ? { id: 'f', dropAnswer: true } : undefined);
    await using clients = await createClients({ fault });
    const s3 = new S3Client(clients.settings);
    const put = await s3.send(new PutObjectCommand({ Bucket: 'a-bucket', Key: 'a', Body: 'a' }));
    expect(put.$metadata.attempts).toBe(2);
  });

  it('get the same ids from the same seed', async () => {
    const requestIds = async () => {
      await using clients = await createClients({ seed: 3 });
      const put = new PutObjectCommand({ Bucket: 'a-bucket', Key: 'a', Body: 'a' });
      return (await new S3Client(clients.settings).send(put)).$metadata.requestId;
    };
    expect(await requestIds()).toBe(await requestIds());
  });
});
