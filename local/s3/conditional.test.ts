import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { createServedBucket, type ServedBucket } from './testing/served-bucket.ts';

const failed = (status: number, name: string) => ({ name, $metadata: { httpStatusCode: status } });

async function bodyOf({ s3, Bucket }: ServedBucket, Key: string): Promise<string | undefined> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return Body?.transformToString();
}

describe('conditional writes', () => {
  it('creates only once with If-None-Match: *', async () => {
    await using served = await createServedBucket();
    const { s3, Bucket } = served;
    const create = (Body: string) => s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body, IfNoneMatch: '*' }));
    await create('first');
    await expect(create('second')).rejects.toMatchObject({
      ...failed(412, 'PreconditionFailed'),
      Condition: 'If-None-Match',
    });
    expect(await bodyOf(served, 'a')).toBe('first');
  });

  it('lets one of many racing creations win', async () => {
    await using served = await createServedBucket();
    const { s3, Bucket } = served;
    const race = Array.from({ length: 20 }, (_, index) =>
      s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: String(index), IfNoneMatch: '*' })),
    );
    const outcomes = await Promise.allSettled(race);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(outcomes[Number(await bodyOf(served, 'a'))]?.status).toBe('fulfilled');
  });

  it('creates anew behind a delete marker', async () => {
    await using served = await createServedBucket({ versioned: true });
    const { s3, Bucket } = served;
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '1' }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '2', IfNoneMatch: '*' }));
    expect(await bodyOf(served, 'a')).toBe('2');
  });

  it('changes only the version its If-Match names', async () => {
    await using served = await createServedBucket();
    const { s3, Bucket } = served;
    const first = await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '1' }));
    const change = (Body: string) => s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body, IfMatch: first.ETag }));
    await change('2');
    await expect(change('3')).rejects.toMatchObject(failed(412, 'PreconditionFailed'));
    const missing = s3.send(new PutObjectCommand({ Bucket, Key: 'b', Body: '1', IfMatch: first.ETag }));
    await expect(missing).rejects.toMatchObject(failed(404, 'NoSuchKey'));
  });

  it.each([{ IfNoneMatch: '"etag"' }, { IfMatch: '*' }, { IfMatch: '"etag"', IfNoneMatch: '*' }])(
    'answers 501 to %j, as AWS does',
    async (conditions) => {
      await using served = await createServedBucket();
      const { s3, Bucket } = served;
      const put = s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '1', ...conditions }));
      await expect(put).rejects.toMatchObject(failed(501, 'NotImplemented'));
    },
  );

  it('holds for the completion of a multipart upload and for copies', async () => {
    await using served = await createServedBucket();
    const { s3, Bucket } = served;
    const object = { Bucket, Key: 'a' };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(object));
    const { ETag } = await s3.send(new UploadPartCommand({ ...object, UploadId, PartNumber: 1, Body: 'part' }));
    await s3.send(new PutObjectCommand({ ...object, Body: 'other' }));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    const complete = { ...object, UploadId, MultipartUpload };
    const refused = s3.send(new CompleteMultipartUploadCommand({ ...complete, IfNoneMatch: '*' }));
    await expect(refused).rejects.toMatchObject(failed(412, 'PreconditionFailed'));
    await s3.send(new CompleteMultipartUploadCommand(complete));
    expect(await bodyOf(served, 'a')).toBe('part');
    const copy = s3.send(
      new CopyObjectCommand({ ...object, CopySource: `${Bucket}/a`, IfNoneMatch: '*', StorageClass: 'GLACIER' }),
    );
    await expect(copy).rejects.toMatchObject(failed(412, 'PreconditionFailed'));
  });

  it('deletes only what If-Match names', async () => {
    await using served = await createServedBucket();
    const { s3, Bucket } = served;
    const { ETag } = await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '1' }));
    const wrong = s3.send(new DeleteObjectCommand({ Bucket, Key: 'a', IfMatch: '"other"' }));
    await expect(wrong).rejects.toMatchObject(failed(412, 'PreconditionFailed'));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a', IfMatch: ETag }));
    await expect(bodyOf(served, 'a')).rejects.toMatchObject(failed(404, 'NoSuchKey'));
  });
});

describe('conditional reads', () => {
  it.each([
    [{ IfMatch: 'own' }, 200],
    [{ IfMatch: '"other"' }, 412],
    [{ IfNoneMatch: 'own' }, 304],
    [{ IfNoneMatch: '"other"' }, 200],
    [{ IfModifiedSince: new Date('2026-01-04') }, 200],
    [{ IfModifiedSince: new Date('2026-01-06') }, 304],
    [{ IfUnmodifiedSince: new Date('2026-01-04') }, 412],
    [{ IfUnmodifiedSince: new Date('2026-01-04'), IfMatch: 'own' }, 200],
  ])('answers %j with %i', async (conditions, status) => {
    await using served = await createServedBucket();
    const { s3, Bucket } = served;
    const { ETag } = await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '1' }));
    const entries = Object.entries(conditions).map(([name, value]) => [name, value === 'own' ? ETag : value]);
    const get = s3.send(new GetObjectCommand({ Bucket, Key: 'a', ...Object.fromEntries(entries) }));
    const answered = await get.then(
      ({ $metadata }) => $metadata.httpStatusCode,
      (error) => error.$metadata.httpStatusCode,
    );
    expect(answered).toBe(status);
  });
});
