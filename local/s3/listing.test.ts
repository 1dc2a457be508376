import {
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTestCloud } from '../testing/test-cloud.ts';
import { createS3 } from './service.ts';
import { createServedBucket, type ServedBucket } from './testing/served-bucket.ts';

async function put({ s3, Bucket }: ServedBucket, keys: readonly string[]): Promise<void> {
  for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
}

describe('listing', () => {
  it('sorts keys by their UTF-8 bytes', async () => {
    await using served = await createServedBucket();
    await put(served, ['b', 'a/2', 'a', '\u{1F600}', 'é', '￿', 'a/10', 'B']);
    const { Contents } = await served.s3.send(new ListObjectsV2Command({ Bucket: served.Bucket }));
    expect(Contents?.map(({ Key }) => Key)).toEqual(['B', 'a', 'a/10', 'a/2', 'b', 'é', '￿', '\u{1F600}']);
  });

  it('rolls keys into common prefixes', async () => {
    await using served = await createServedBucket();
    const { s3, Bucket } = served;
    await put(served, ['x/1', 'x/2', 'x/y/3', 'x0', 'y', 'z/4']);
    const root = await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: '/' }));
    expect(root.Contents?.map(({ Key }) => Key)).toEqual(['x0', 'y']);
    expect(root.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['x/', 'z/']);
    expect(root.KeyCount).toBe(4);
    const inner = await s3.send(new ListObjectsCommand({ Bucket, Delimiter: '/', Prefix: 'x/' }));
    expect(inner.Contents?.map(({ Key, Size }) => [Key, Size])).toEqual([
      ['x/1', 3],
      ['x/2', 3],
    ]);
    expect(inner.CommonPrefixes).toEqual([{ Prefix: 'x/y/' }]);
  });

  it('pages through everything once, with the token or the marker of the page before', async () => {
    await using served = await createServedBucket();
    const { s3, Bucket } = served;
    const keys = Array.from({ length: 23 }, (_, index) => `k/${String(index).padStart(2, '0')}`);
    await put(served, keys);
    const seen: (string | undefined)[] = [];
    for await (const page of paginateListObjectsV2({ client: s3, pageSize: 5 }, { Bucket })) {
      seen.push(...(page.Contents ?? []).map(({ Key }) => Key));
    }
    expect(seen).toEqual(keys);
    const first = await s3.send(new ListObjectsCommand({ Bucket, MaxKeys: 20 }));
    expect(first).toMatchObject({ IsTruncated: true, MaxKeys: 20 });
    const second = await s3.send(new ListObjectsCommand({ Bucket, Marker: first.Contents?.at(-1)?.Key }));
    expect(second.Contents).toHaveLength(3);
    expect(second.IsTruncated).toBe(false);
  });

  it('encodes keys that XML cannot hold, when asked', async () => {
    await using served = await createServedBucket();
    const { s3, Bucket } = served;
    await put(served, ['a b/\u0001 ü']);
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, EncodingType: 'url' }));
    expect(decodeURIComponent(Contents?.[0]?.Key ?? '')).toBe('a b/\u0001 ü');
  });

  it('pages through versions with both markers', async () => {
    await using served = await createServedBucket({ versioned: true });
    const { s3, Bucket } = served;
    await put(served, ['a', 'a', 'a', 'b']);
    const ids: (string | undefined)[] = [];
    let markers: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
    for (;;) {
      const page = await s3.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 1, ...markers }));
      ids.push(...(page.Versions ?? []).map(({ Key, VersionId }) => `${Key} ${VersionId}`));
      if (!page.IsTruncated) break;
      markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    }
    expect(ids).toHaveLength(4);
    expect(new Set(ids).size).toBe(4);
    const whole = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    expect(ids).toEqual(whole.Versions?.map(({ Key, VersionId }) => `${Key} ${VersionId}`));
  });

  it('tells what a plain filter and grouping of the keys tells, page by page', async () => {
    const key = fc.string({ unit: fc.constantFrom('a', 'b', '/', 'é', '\u{10FFFF}'), minLength: 1, maxLength: 5 });
    const prefix = fc.string({ unit: fc.constantFrom('a', '/'), maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(key, { maxLength: 15 }), prefix, fc.nat(3), async (keys, Prefix, more) => {
        await using cloud = createTestCloud({ services: [createS3] });
        await cloud.call('s3', 'CreateBucket', { Bucket: 'a-bucket' });
        for (const Key of keys) await cloud.call('s3', 'PutObject', { Bucket: 'a-bucket', Key });
        const told: string[] = [];
        let ContinuationToken: string | undefined;
        do {
          const input = { Bucket: 'a-bucket', Prefix, Delimiter: '/', MaxKeys: more + 1, ContinuationToken };
          const page = (await cloud.call('s3', 'ListObjectsV2', input)) as {
            Contents: { Key: string }[];
            CommonPrefixes: { Prefix: string }[];
            NextContinuationToken?: string;
          };
          told.push(...page.Contents.map((c) => c.Key), ...page.CommonPrefixes.map((c) => c.Prefix));
          ContinuationToken = page.NextContinuationToken;
        } while (ContinuationToken !== undefined);
        const expected = keys
          .filter((name) => name.startsWith(Prefix))
          .map((name) => {
            const end = name.indexOf('/', Prefix.length);
            return end < 0 ? name : name.slice(0, end + 1);
          });
        expect([...told].sort()).toEqual([...new Set(expected)].sort());
        expect(new Set(told).size).toBe(told.length);
      }),
      { numRuns: 40 },
    );
  });
});
