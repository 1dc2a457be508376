import { once } from 'node:events';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import {
  CopyObjectCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { TEST_START } from '../testing/test-cloud.ts';
import { listObjectsUnder, parseS3Uri, readObject, writeObject } from './objects.ts';
import { createServedBucket } from './testing/served-bucket.ts';

describe('S3 objects', () => {
  it('returns the bytes that were put, with what was said of them', async () => {
    await using served = await createServedBucket();
    const { s3, Bucket } = served;
    const Key = 'a folder/ü+%2F&=?.csv';
    const Body = Buffer.from([0, 13, 10, 255]);
    const described = {
      ContentType: 'text/csv',
      ContentEncoding: 'gzip',
      CacheControl: 'no-cache',
      Metadata: { author: 'someone', Mixed: 'Case' },
    };
    const put = await s3.send(new PutObjectCommand({ Bucket, Key, Body, ...described, Tagging: 'a=1&b=2%263' }));
    expect(put).toMatchObject({ ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/), ServerSideEncryption: 'AES256' });
    expect(put.VersionId).toBeUndefined();
    const got = await s3.send(new GetObjectCommand({ Bucket, Key }));
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(Body);
    expect(got).toMatchObject({
      ...described,
      Metadata: { author: 'someone', mixed: 'Case' },
      ETag: put.ETag,
      ContentLength: 4,
      TagCount: 2,
      LastModified: new Date(TEST_START),
    });
    const tags = await s3.send(new GetObjectTaggingCommand({ Bucket, Key }));
    expect(tags.TagSet).toEqual([
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2&3' },
    ]);
  });

  it('dates objects in whole seconds of virtual time', async () => {
    await using served = await createServedBucket();
    const { cloud, s3, Bucket } = served;
    await cloud.clock.advanceTo(TEST_START + 61_999);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '' }));
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'a' }));
    expect(head.LastModified).toEqual(new Date(TEST_START + 61_000));
    expect(head.ContentLength).toBe(0);
  });

  it('takes the framing off a streamed body', async () => {
    await using served = await createServedBucket();
    const { s3, Bucket } = served;
    const bytes = Buffer.alloc(70_000, 'streamed');
    const Body = Readable.from([bytes.subarray(0, 30_000), bytes.subarray(30_000)]);
    const put = await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body, ContentLength: bytes.length }));
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'a', ChecksumMode: 'ENABLED' }));
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
    expect(got.ContentEncoding).toBeUndefined();
    expect(got.ChecksumCRC32).toBe(put.ChecksumCRC32);
    expect(put.ChecksumCRC32).toBeDefined();
  });

  it.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
    'keeps and returns a %s checksum',
    async (algorithm) => {
      await using served = await createServedBucket();
      const { s3, Bucket } = served;
      const Body = 'a body with a checksum';
      const put = await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body, ChecksumAlgorithm: algorithm }));
      const member = `Checksum${algorithm}` as const;
      expect(put[member]).toBeDefined();
      const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'a', ChecksumMode: 'ENABLED' }));
      // The client verifies the checksum while it reads.
      expect(await got.Body?.transformToString()).toBe(Body);
      expect(got[member]).toBe(put[member]);
      expect(got.ChecksumType).toBe('FULL_OBJECT');
      const silent = await s3.send(new HeadObjectCommand({ Bucket, Key: 'a' }));
      expect(silent[member]).toBeUndefined();
    },
  );

  it('refuses a body whose checksum is wrong', async () => {
    await using served = await createServedBucket();
    const { s3, Bucket } = served;
    const wrong = new PutObjectCommand({
      Bucket,
      Key: 'a',
      Body: 'a',
      ChecksumSHA256: Buffer.alloc(32).toString('base64'),
    });
    await expect(s3.send(wrong)).rejects.toMatchObject({ name: 'BadDigest', $metadata: { httpStatusCode: 400 } });
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'a' }))).rejects.toMatchObject({ name: 'NotFound' });
  });

  it.each([
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
  ])('answers the range %s with 206 and %s', async (Range, text, ContentRange) => {
    await using served = await createServedBucket();
    const { s3, Bucket } = served;
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '0123456789' }));
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'a', Range }));
    expect(await got.Body?.transformToString()).toBe(text);
    expect(got).toMatchObject({ ContentRange, ContentLength: text.length, $metadata: { httpStatusCode: 206 } });
  });

  it('refuses a range outside of the object', async () => {
    await using served = await createServedBucket();
    const { s3, Bucket } = served;
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '0123' }));
    const get = s3.send(new GetObjectCommand({ Bucket, Key: 'a', Range: 'bytes=4-' }));
    await expect(get).rejects.toMatchObject({ name: 'InvalidRange', $metadata: { httpStatusCode: 416 } });
  });

  it('copies with metadata and tags, or replaces them', async () => {
    await using served = await createServedBucket();
    const { s3, Bucket } = served;
    const source = { Bucket, Key: 'a source?', Body: 'copied', ContentType: 'text/plain', Metadata: { a: '1' } };
    await s3.send(new PutObjectCommand({ ...source, Tagging: 't=1' }));
    const CopySource = `${Bucket}/${encodeURIComponent(source.Key)}`;
    const copy = await s3.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource }));
    expect(copy.CopyObjectResult).toMatchObject({ LastModified: new Date(TEST_START) });
    const kept = await s3.send(new GetObjectCommand({ Bucket, Key: 'b' }));
    expect(await kept.Body?.transformToString()).toBe('copied');
    expect(kept).toMatchObject({ ContentType: 'text/plain', Metadata: { a: '1' }, TagCount: 1 });
    const replaced = { MetadataDirective: 'REPLACE', Metadata: { b: '2' }, TaggingDirective: 'REPLACE' } as const;
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'c', CopySource, ...replaced }));
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'c' }));
    expect(head.Metadata).toEqual({ b: '2' });
    expect(head.TagCount).toBeUndefined();
  });

  it('refuses to copy an object onto itself unchanged', async () => {
    await using served = await createServedBucket();
    const { s3, Bucket } = served;
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }));
    const copy = s3.send(new CopyObjectCommand({ Bucket, Key: 'a', CopySource: `${Bucket}/a` }));
    await expect(copy).rejects.toMatchObject({ name: 'InvalidRequest' });
  });

  it('replaces tags and tells attributes', async () => {
    await using served = await createServedBucket();
    const { s3, Bucket } = served;
    const put = await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'abc', Tagging: 'old=1' }));
    const TagSet = [{ Key: 'new', Value: '2' }];
    await s3.send(new PutObjectTaggingCommand({ Bucket, Key: 'a', Tagging: { TagSet } }));
    expect((await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'a' }))).TagSet).toEqual(TagSet);
    const attributes = await s3.send(
      new GetObjectAttributesCommand({ Bucket, Key: 'a', ObjectAttributes: ['ETag', 'ObjectSize', 'Checksum'] }),
    );
    expect(attributes).toMatchObject({
      ETag: put.ETag?.replaceAll('"', ''),
      ObjectSize: 3,
      Checksum: { ChecksumCRC32: put.ChecksumCRC32 },
    });
  });

  it('names the bucket or the key that is not there', async () => {
    await using served = await createServedBucket();
    const { s3, Bucket } = served;
    await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'nothing' }))).rejects.toMatchObject({
      name: 'NoSuchKey',
      Key: 'nothing',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(s3.send(new GetObjectCommand({ Bucket: 'no-bucket', Key: 'a' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
      BucketName: 'no-bucket',
    });
  });

  it.each([
    [
      'version 4',
      'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=k%2F20260105%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Signature=0',
    ],
    ['version 2', 'AWSAccessKeyId=k&Signature=0&Expires=1'],
  ])('serves addresses presigned by %s', async (_version, signature) => {
    await using served = await createServedBucket();
    const { s3, Bucket, cloud } = served;
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'presigned' }));
    const response = await fetch(`${cloud.endpoint}/${Bucket}/a?${signature}`);
    expect(await response.text()).toBe('presigned');
  });

  it('serves buckets addressed by the host name', async () => {
    await using served = await createServedBucket();
    const { s3, Bucket, cloud } = served;
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'by name' }));
    const { port } = new URL(cloud.endpoint);
    const asked = request({
      host: '127.0.0.1',
      port,
      path: '/a',
      headers: { host: `${Bucket}.localhost:${port}` },
    }).end();
    const [response] = await once(asked, 'response');
    expect(await text(response)).toBe('by name');
  });

  it('moves a 100 MB body', async () => {
    await using served = await createServedBucket();
    const { s3, Bucket } = served;
    const Body = Buffer.alloc(100_000_000, 'a hundred million bytes');
    await s3.send(new PutObjectCommand({ Bucket, Key: 'large', Body }));
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'large' }));
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(Body)).toBe(true);
  });

  it('serves other services of the cloud without the wire', async () => {
    await using served = await createServedBucket();
    const { cloud, Bucket } = served;
    const address = parseS3Uri(`s3://${Bucket}/folder/a`);
    await writeObject(cloud, address, 'text');
    expect((await readObject(cloud, address)).toString()).toBe('text');
    const listed = await listObjectsUnder(cloud, parseS3Uri(`s3://${Bucket}/folder/`));
    expect(listed.map(({ Key, Size }) => [Key, Size])).toEqual([['folder/a', 4]]);
    expect(() => parseS3Uri('https://elsewhere')).toThrow(TypeError);
  });
});
