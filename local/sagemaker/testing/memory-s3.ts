import type { GetObjectCommandInput, ListObjectsV2CommandInput, PutObjectCommandInput } from '@aws-sdk/client-s3';
import { type CreateService, ServiceError } from '../../cloud.ts';

/** As much of S3 as SageMaker's jobs need: whole objects, kept in the cloud's store. */
export const createMemoryS3: CreateService = (cloud) => {
  const objects = cloud.store.collection<string>('test.s3');
  return {
    id: 's3',
    operations: {
      PutObject({ Bucket, Key, Body }: PutObjectCommandInput) {
        objects.set(`${Bucket}/${Key}`, Buffer.from(Body as Uint8Array).toString('base64'));
        return {};
      },
      GetObject({ Bucket, Key }: GetObjectCommandInput) {
        const body = objects.get(`${Bucket}/${Key}`);
        if (body === undefined)
          throw new ServiceError('NoSuchKey', 'The specified key does not exist.', { status: 404 });
        return { Body: Buffer.from(body, 'base64') };
      },
      ListObjectsV2({ Bucket, Prefix = '' }: ListObjectsV2CommandInput) {
        const found = objects.list({ prefix: `${Bucket}/${Prefix}` });
        return { Contents: found.map(([path]) => ({ Key: path.slice(`${Bucket}/`.length) })) };
      },
    },
  };
};
