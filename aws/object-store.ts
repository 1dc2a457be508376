import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import {
  CopyObjectCommand,
  type DeleteMarkerEntry,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type ObjectVersion,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { clientConfiguration } from './clients.ts';
import { LedgerConflictError } from './ledger-conflict-error.ts';

/** An object as listed. */
export interface ListedObject {
  readonly key: string;
  readonly etag: string;
  readonly size: number;
  readonly lastModified: Date;
}

/** A body with the ETag to change it by. */
export interface Stored<T> {
  readonly value: T;
  readonly etag: string;
  readonly versionId: string | undefined;
}

/** The outcome of a conditional write: taken means that the condition did not hold, nothing was written. */
export type ConditionalWrite = { readonly outcome: 'written'; readonly etag: string } | { readonly outcome: 'taken' };

/** Object Lock of an audit record. */
export interface Retention {
  readonly mode: 'GOVERNANCE' | 'COMPLIANCE';
  readonly until: Date;
}

export interface PutOptions {
  readonly contentType?: string;
  readonly retention?: Retention;
}

/** One stored version of a key; a delete marker hides a key and leaves its versions. */
export interface ListedVersion extends ListedObject {
  /** `null` for what was stored before the bucket had versions. */
  readonly versionId: string;
  readonly deleteMarker: boolean;
  /** It is what a read without a version finds. */
  readonly latest: boolean;
}

/** One bucket. Keys are relative to it. */
export interface ObjectStore {
  readonly bucket: string;
  /** The body, or undefined when there is no such object (or version). */
  get(key: string, versionId?: string): Promise<Stored<Uint8Array> | undefined>;
  getJson(key: string): Promise<Stored<unknown> | undefined>;
  /** Writes the body to a file, in bounded memory whatever its size; undefined when there is no such object (or version). */
  download(key: string, path: string, versionId?: string): Promise<{ readonly etag: string } | undefined>;
  head(
    key: string,
    versionId?: string,
  ): Promise<(ListedObject & { readonly versionId: string | undefined }) | undefined>;
  put(
    key: string,
    body: Uint8Array | string,
    options?: PutOptions,
  ): Promise<{ readonly etag: string; readonly versionId: string | undefined }>;
  /** Creates with If-None-Match: *. @throws LedgerConflictError when other requests touch the key all the time */
  create(key: string, body: Uint8Array | string, options?: PutOptions): Promise<ConditionalWrite>;
  /** Changes with If-Match. */
  replace(key: string, body: Uint8Array | string, etag: string): Promise<ConditionalWrite>;
  list(prefix: string, startAfter?: string): AsyncIterable<ListedObject>;
  /** Every version of every key, in order of keys, each key's newest first. */
  listVersions(prefix: string): AsyncIterable<ListedVersion>;
  copy(from: { readonly key: string; readonly versionId?: string }, toKey: string): Promise<void>;
  /** Puts a delete marker; the versions stay. With an ETag only if the object still has it; nothing happens otherwise. */
  delete(key: string, etag?: string): Promise<void>;
}

/** s3://bucket/key of an object in a store. */
export function uriOf(store: Pick<ObjectStore, 'bucket'>, key: string): string {
  return `s3://${store.bucket}/${key}`;
}

/** The key of an s3:// URI. @throws TypeError for anything else */
export function keyOf(uri: string): string {
  const match = /^s3:\/\/[^/]+\/(.+)$/.exec(uri);
  if (match?.[1] === undefined) throw new TypeError(`Not an object's s3:// URI: ${uri}`);
  return match[1];
}

export function createS3Client(): S3Client {
  return new S3Client(clientConfiguration());
}

/** How often a creation meets a racing request before it is given up. */
const CREATE_ATTEMPTS = 5;

/** {@link ObjectStore} on S3. */
export function s3ObjectStore(bucket: string, client: S3Client = createS3Client()): ObjectStore {
  const write = async (
    key: string,
    body: Uint8Array | string,
    options: PutOptions & { ifMatch?: string; ifNoneMatch?: string },
  ) => {
    const answer = await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: body,
        ContentType: options.contentType ?? 'application/json',
        IfMatch: options.ifMatch,
        IfNoneMatch: options.ifNoneMatch,
        ObjectLockMode: options.retention?.mode,
        ObjectLockRetainUntilDate: options.retention?.until,
      }),
    );
    return { etag: answer.ETag ?? '', versionId: answer.VersionId };
  };
  const conditional = async (
    attempt: () => Promise<{ etag: string }>,
    failed = conditionFailed,
  ): Promise<ConditionalWrite> => {
    try {
      return { outcome: 'written', etag: (await attempt()).etag };
    } catch (error) {
      if (failed(error)) return { outcome: 'taken' };
      throw error;
    }
  };
  const get = async (key: string, versionId?: string): Promise<Stored<Uint8Array> | undefined> => {
    try {
      const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
      const value = (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
      return { value, etag: answer.ETag ?? '', versionId: answer.VersionId };
    } catch (error) {
      if (missing(error)) return undefined;
      throw error;
    }
  };
  return {
    bucket,
    get,
    async download(key, path, versionId) {
      try {
        const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
        await pipeline(answer.Body as NodeJS.ReadableStream, createWriteStream(path));
        return { etag: answer.ETag ?? '' };
      } catch (error) {
        if (missing(error)) return undefined;
        throw error;
      }
    },
    async getJson(key) {
      const stored = await get(key);
      if (stored === undefined) return undefined;
      return { ...stored, value: JSON.parse(Buffer.from(stored.value).toString('utf8')) as unknown };
    },
    async head(key, versionId) {
      try {
        const answer = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
        return {
          key,
          etag: answer.ETag ?? '',
          size: answer.ContentLength ?? 0,
          lastModified: answer.LastModified ?? new Date(0),
          versionId: answer.VersionId,
        };
      } catch (error) {
        if (missing(error)) return undefined;
        throw error;
      }
    },
    put: (key, body, options = {}) => write(key, body, options),
    async create(key, body, options = {}) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await conditional(() => write(key, body, { ...options, ifNoneMatch: '*' }), isTaken);
        } catch (error) {
          if (!raced(error)) throw error;
          if (attempt === CREATE_ATTEMPTS)
            throw new LedgerConflictError(`Others touched ${key} all the time it was created.`);
        }
      }
    },
    replace: (key, body, etag) => conditional(() => write(key, body, { ifMatch: etag })),
    async *list(prefix, startAfter) {
      for await (const page of paginateListObjectsV2(
        { client },
        { Bucket: bucket, Prefix: prefix, StartAfter: startAfter },
      )) {
        for (const { Key, ETag, Size, LastModified } of page.Contents ?? []) {
          yield { key: Key ?? '', etag: ETag ?? '', size: Size ?? 0, lastModified: LastModified ?? new Date(0) };
        }
      }
    },
    async *listVersions(prefix) {
      let marker: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
      while (marker !== undefined) {
        const page: ListObjectVersionsCommandOutput = await client.send(
          new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, ...marker }),
        );
        yield* versionsOf(page);
        marker = page.IsTruncated
          ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
          : undefined;
      }
    },
    async copy(from, toKey) {
      const version = from.versionId === undefined ? '' : `?versionId=${from.versionId}`;
      const source = `${bucket}/${encodeURIComponent(from.key).replaceAll('%2F', '/')}${version}`;
      await client.send(new CopyObjectCommand({ Bucket: bucket, Key: toKey, CopySource: source }));
    },
    async delete(key, etag) {
      try {
        await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, IfMatch: etag }));
      } catch (error) {
        if (etag === undefined || !conditionFailed(error)) throw error;
      }
    },
  };
}

/** Versions and delete markers come in two lists, each in order of keys; of one key the latest comes first. */
function versionsOf({ Versions = [], DeleteMarkers = [] }: ListObjectVersionsCommandOutput): ListedVersion[] {
  const all = [...Versions.map(listedVersion(false)), ...DeleteMarkers.map(listedVersion(true))];
  // Times have seconds only, so the latest of several versions within one is said apart.
  const newest = ({ latest, lastModified }: ListedVersion) => (latest ? Number.MAX_VALUE : lastModified.getTime());
  return all.sort((a, b) => (a.key === b.key ? newest(b) - newest(a) : a.key < b.key ? -1 : 1));
}

function listedVersion(deleteMarker: boolean): (entry: ObjectVersion & DeleteMarkerEntry) => ListedVersion {
  return ({ Key, VersionId, IsLatest, ETag, Size, LastModified }) => ({
    key: Key ?? '',
    versionId: VersionId ?? 'null',
    deleteMarker,
    latest: IsLatest === true,
    etag: ETag ?? '',
    size: Size ?? 0,
    lastModified: LastModified ?? new Date(0),
  });
}

/** What is to be changed is something else by now: 412, 409 of a racing write, or 404, the answer to If-Match for a missing key. */
function conditionFailed(error: unknown): boolean {
  return isTaken(error) || raced(error) || (error instanceof S3ServiceException && error.name === 'NoSuchKey');
}

/** The key exists. */
function isTaken(error: unknown): boolean {
  return error instanceof S3ServiceException && error.name === 'PreconditionFailed';
}

/** 409: another request touched the key meanwhile. It says nothing of whether the key exists, so the write must be tried again. */
function raced(error: unknown): boolean {
  return error instanceof S3ServiceException && error.name === 'ConditionalRequestConflict';
}

function missing(error: unknown): boolean {
  return error instanceof S3ServiceException && ['NoSuchKey', 'NotFound', 'NoSuchVersion'].includes(error.name);
}
