import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { createServedBucket } from './testing/served-bucket.ts';

const MEBIBYTE = 1024 * 1024;

interface Upload {
  Bucket: string;
  Key: string;
  UploadId: string | undefined;
}

async function uploadParts(s3: S3Client, upload: Upload, bodies: readonly Buffer[]) {
  const parts = [];
  for (const [index, Body] of bodies.entries()) {
    const PartNumber = index + 1;
    const { ETag, ChecksumCRC32 } = await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
    parts.push({ PartNumber, ETag, ChecksumCRC32 });
  }
  return parts;
}

describe('multipart uploads', () => {
  it('joins the parts, with the tag and the composite checksum of their digests', async () => {
    await using served = await createServedBucket();
    const { s3, Bucket, events } = served;
    const object = { Bucket, Key: 'a' };
    const created = await s3.send(
      new CreateMultipartUploadCommand({ ...object, ContentType: 'text/csv', ChecksumAlgorithm: 'CRC32' }),
    );
    const upload = { ...object, UploadId: created.UploadId };
    const bodies = [Buffer.alloc(5 * MEBIBYTE, 'first'), Buffer.from('second')];
    const Parts = await uploadParts(s3, upload, bodies);
    const listed = await s3.send(new ListPartsCommand(upload));
    expect(listed.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, 5 * MEBIBYTE],
      [2, 6],
    ]);
    const done = await s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
    expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    expect(done.ChecksumCRC32).toMatch(/-2$/);
    const got = await s3.send(new GetObjectCommand(object));
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(Buffer.concat(bodies))).toBe(true);
    expect(got.ContentType).toBe('text/csv');
    const second = await s3.send(new GetObjectCommand({ ...object, PartNumber: 2 }));
    expect(await second.Body?.transformToString()).toBe('second');
    expect(second.PartsCount).toBe(2);
    expect(events.map(({ detail }) => detail.reason)).toEqual(['CompleteMultipartUpload']);
    await expect(s3.send(new ListPartsCommand(upload))).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  it('keeps a checksum of the whole object, when asked', async () => {
    await using served = await createServedBucket();
    const { s3, Bucket } = served;
    const object = { Bucket, Key: 'a' };
    const settings = { ChecksumAlgorithm: 'CRC64NVME' } as const;
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...object, ...settings }));
    const upload = { ...object, UploadId };
    const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'whole', ...settings }));
    const Parts = [{ PartNumber: 1, ETag }];
    const done = await s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
    const single = await s3.send(new PutObjectCommand({ Bucket, Key: 'b', Body: 'whole', ...settings }));
    expect(done).toMatchObject({ ChecksumCRC64NVME: single.ChecksumCRC64NVME, ChecksumType: 'FULL_OBJECT' });
  });

  it('copies a range of another object as a part', async () => {
    await using served = await createServedBucket();
    const { s3, Bucket } = served;
    await s3.send(new PutObjectCommand({ Bucket, Key: 'source', Body: '0123456789' }));
    const object = { Bucket, Key: 'a' };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(object));
    const part = { ...object, UploadId, PartNumber: 1, CopySource: `${Bucket}/source`, CopySourceRange: 'bytes=2-4' };
    const { CopyPartResult } = await s3.send(new UploadPartCopyCommand(part));
    const Parts = [{ PartNumber: 1, ETag: CopyPartResult?.ETag }];
    await s3.send(new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload: { Parts } }));
    const got = await s3.send(new GetObjectCommand(object));
    expect(await got.Body?.transformToString()).toBe('234');
  });

  it.each([
    ['EntityTooSmall', [1, 2], undefined],
    ['InvalidPartOrder', [2, 1], undefined],
    ['InvalidPart', [1], '"00000000000000000000000000000000"'],
    ['InvalidPart', [3], undefined],
  ])('refuses %s', async (name, numbers, tag) => {
    await using served = await createServedBucket();
    const { s3, Bucket } = served;
    const object = { Bucket, Key: 'a' };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(object));
    const upload = { ...object, UploadId };
    const parts = await uploadParts(s3, upload, [Buffer.from('small'), Buffer.from('smaller')]);
    const Parts = numbers.map((PartNumber) => ({ PartNumber, ETag: tag ?? parts[PartNumber - 1]?.ETag ?? '"none"' }));
    const complete = s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
    await expect(complete).rejects.toMatchObject({ name });
    await expect(s3.send(new HeadObjectCommand(object))).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('forgets an aborted upload', async () => {
    await using served = await createServedBucket();
    const { s3, Bucket } = served;
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'a' }));
    const open = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
    expect(open.Uploads?.map((upload) => [upload.Key, upload.UploadId])).toEqual([['a', UploadId]]);
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key: 'a', UploadId }));
    expect((await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads).toBeUndefined();
  });
});
