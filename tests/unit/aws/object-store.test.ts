import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { keyOf, s3ObjectStore, uriOf } from '#aws/object-store.ts';

const client = new S3Client({ region: 'us-east-1' });
const s3 = mockClient(client);
const store = s3ObjectStore('data', client);
const refusal = (name: string) => new S3ServiceException({ name, message: name, $fault: 'client', $metadata: {} });
const at = (second: number) => new Date(second * 1000);
const body = (text: string) => ({ transformToByteArray: async () => Buffer.from(text) }) as never;

beforeEach(() => s3.reset());

describe('An object', () => {
  it('is read by key or version, with the ETag to change it by', async () => {
    s3.on(GetObjectCommand).resolves({ Body: body('{"a":1}'), ETag: '"e"', VersionId: 'v1' });
    expect(await store.getJson('k')).toEqual({ value: { a: 1 }, etag: '"e"', versionId: 'v1' });
    await store.get('k', 'v1');
    expect(s3.commandCalls(GetObjectCommand)[1]?.args[0].input).toEqual({ Bucket: 'data', Key: 'k', VersionId: 'v1' });
  });

  it.each(['NoSuchKey', 'NotFound', 'NoSuchVersion'])('is undefined when it is missing (%s)', async (name) => {
    s3.on(GetObjectCommand).rejects(refusal(name));
    s3.on(HeadObjectCommand).rejects(refusal(name));
    expect([await store.get('k'), await store.getJson('k'), await store.head('k')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is written to a file as it comes', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'andon-test-')), 'a');
    s3.on(GetObjectCommand).resolves({
      Body: Readable.from([Buffer.from('one'), Buffer.from('two')]) as never,
      ETag: '"e"',
    });
    expect(await store.download('k', path, 'v1')).toEqual({ etag: '"e"' });
    expect(readFileSync(path, 'utf8')).toBe('onetwo');
    s3.on(GetObjectCommand).rejects(refusal('NoSuchVersion'));
    expect(await store.download('k', path)).toBeUndefined();
    s3.on(GetObjectCommand).rejects(refusal('AccessDenied'));
    await expect(store.download('k', path)).rejects.toThrow('AccessDenied');
  });

  it('is not undefined when it may not be read', async () => {
    s3.on(GetObjectCommand).rejects(refusal('AccessDenied'));
    s3.on(HeadObjectCommand).rejects(refusal('AccessDenied'));
    await expect(store.get('k')).rejects.toThrow('AccessDenied');
    await expect(store.head('k')).rejects.toThrow('AccessDenied');
  });

  it('is looked at without its body', async () => {
    s3.on(HeadObjectCommand).resolves({ ETag: '"e"', ContentLength: 3, LastModified: at(1), VersionId: 'v1' });
    expect(await store.head('k')).toEqual({ key: 'k', etag: '"e"', size: 3, lastModified: at(1), versionId: 'v1' });
  });

  it('is copied from a version, whatever its key', async () => {
    await store.copy({ key: 'landing/m/a b+ü.csv', versionId: 'v1' }, 'quarantine/m/x');
    await store.copy({ key: 'plain' }, 'copy');
    expect(s3.commandCalls(CopyObjectCommand).map(({ args }) => args[0].input.CopySource)).toEqual([
      'data/landing/m/a%20b%2B%C3%BC.csv?versionId=v1',
      'data/plain',
    ]);
  });
});

describe('A write', () => {
  it('may carry a lock', async () => {
    s3.on(PutObjectCommand).resolves({ ETag: '"e"', VersionId: 'v1' });
    const retention = { mode: 'GOVERNANCE' as const, until: at(9) };
    expect(await store.put('k', 'body', { retention, contentType: 'text/csv' })).toEqual({
      etag: '"e"',
      versionId: 'v1',
    });
    expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input).toMatchObject({
      ContentType: 'text/csv',
      ObjectLockMode: 'GOVERNANCE',
      ObjectLockRetainUntilDate: at(9),
    });
  });

  it('creates only what is not there, and replaces only what it read', async () => {
    s3.on(PutObjectCommand).resolves({ ETag: '"e"' });
    expect(await store.create('k', 'body')).toEqual({ outcome: 'written', etag: '"e"' });
    expect(await store.replace('k', 'body', '"before"')).toEqual({ outcome: 'written', etag: '"e"' });
    const sent = s3.commandCalls(PutObjectCommand).map(({ args }) => args[0].input);
    expect(sent).toMatchObject([{ IfNoneMatch: '*' }, { IfMatch: '"before"' }]);
  });

  it('finds a key taken that exists', async () => {
    s3.on(PutObjectCommand).rejects(refusal('PreconditionFailed'));
    expect(await store.create('k', 'body')).toEqual({ outcome: 'taken' });
  });

  it('creates again after a race, which does not say that the key exists', async () => {
    s3.on(PutObjectCommand).rejectsOnce(refusal('ConditionalRequestConflict')).resolves({ ETag: '"e"' });
    expect(await store.create('k', 'body')).toEqual({ outcome: 'written', etag: '"e"' });
    s3.on(PutObjectCommand).rejects(refusal('ConditionalRequestConflict'));
    await expect(store.create('k', 'body')).rejects.toMatchObject({ name: 'LedgerConflictError' });
  });

  it.each(['PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchKey'])('replaces nothing on %s', async (name) => {
    s3.on(PutObjectCommand).rejects(refusal(name));
    expect(await store.replace('k', 'body', '"before"')).toEqual({ outcome: 'taken' });
  });

  it('fails for any other reason', async () => {
    s3.on(PutObjectCommand).rejectsOnce(refusal('SlowDown')).rejectsOnce(new TypeError('bug'));
    await expect(store.create('k', 'body')).rejects.toThrow('SlowDown');
    await expect(store.create('k', 'body')).rejects.toThrow('bug');
  });
});

describe('A deletion', () => {
  it('leaves an object that has changed, when it says which one it means', async () => {
    s3.on(DeleteObjectCommand).rejects(refusal('PreconditionFailed'));
    await store.delete('k', '"e"');
    expect(s3.commandCalls(DeleteObjectCommand)[0]?.args[0].input).toMatchObject({ Key: 'k', IfMatch: '"e"' });
    await expect(store.delete('k')).rejects.toThrow('PreconditionFailed');
  });

  it('fails for any other reason', async () => {
    s3.on(DeleteObjectCommand).rejects(refusal('AccessDenied'));
    await expect(store.delete('k', '"e"')).rejects.toThrow('AccessDenied');
  });
});

describe('A listing', () => {
  it('goes through all pages', async () => {
    s3.on(ListObjectsV2Command)
      .resolvesOnce({
        Contents: [{ Key: 'a', ETag: '"a"', Size: 1, LastModified: at(1) }],
        IsTruncated: true,
        NextContinuationToken: 'n',
      })
      .resolvesOnce({ Contents: [{ Key: 'b' }] })
      .resolvesOnce({});
    const listed = await Array.fromAsync(store.list('p', 'after'));
    expect(listed).toEqual([
      { key: 'a', etag: '"a"', size: 1, lastModified: at(1) },
      { key: 'b', etag: '', size: 0, lastModified: at(0) },
    ]);
    expect(await Array.fromAsync(store.list('p'))).toEqual([]);
  });

  it('of versions merges versions and delete markers, by key, the latest first even within one second', async () => {
    s3.on(ListObjectVersionsCommand)
      .resolvesOnce({
        Versions: [
          { Key: 'a', VersionId: 'a1', ETag: '"1"', Size: 1, LastModified: at(5) },
          { Key: 'b', VersionId: 'b1', IsLatest: true, ETag: '"1"', Size: 1, LastModified: at(5) },
        ],
        DeleteMarkers: [{ Key: 'a', VersionId: 'a2', IsLatest: true, LastModified: at(5) }],
        IsTruncated: true,
        NextKeyMarker: 'b',
        NextVersionIdMarker: 'b1',
      })
      .resolvesOnce({ Versions: [{ Key: 'c' }] })
      .resolvesOnce({});
    const listed = await Array.fromAsync(store.listVersions('p'));
    expect(listed.map(({ key, versionId, deleteMarker, latest }) => [key, versionId, deleteMarker, latest])).toEqual([
      ['a', 'a2', true, true],
      ['a', 'a1', false, false],
      ['b', 'b1', false, true],
      ['c', 'null', false, false],
    ]);
    expect(s3.commandCalls(ListObjectVersionsCommand)[1]?.args[0].input).toMatchObject({
      KeyMarker: 'b',
      VersionIdMarker: 'b1',
    });
    expect(await Array.fromAsync(store.listVersions('p'))).toEqual([]);
  });
});

describe('A URI', () => {
  it('names an object, and back', () => {
    expect(keyOf(uriOf(store, 'a/b.csv'))).toBe('a/b.csv');
    expect(() => keyOf('https://data/a')).toThrow(/s3:/);
  });
});
