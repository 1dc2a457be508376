import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { ConditionalWrite, ObjectStore, PutOptions } from '#aws/object-store.ts';

interface Version {
  readonly id: string;
  /** Undefined: a delete marker. */
  readonly body: Uint8Array | undefined;
  readonly etag: string;
  readonly at: Date;
  readonly retention: PutOptions['retention'];
}

/** What a test may do to the store besides using it. */
export interface FakeObjectStore extends ObjectStore {
  /** Asked before each write; may throw. `lost` writes and then fails, as an answer lost on the way. */
  fault: (write: { readonly operation: 'put' | 'create' | 'replace'; readonly key: string }) => 'lost' | undefined;
  /** Called before each conditional write, to race it. */
  beforeWrite: (key: string) => void | Promise<void>;
  readonly keys: () => string[];
  readonly json: (key: string) => unknown;
  readonly retentionOf: (key: string) => PutOptions['retention'];
}

/** A versioned bucket in memory with S3's conditional writes. */
export function fakeObjectStore(bucket = 'ledger', now: () => Date = () => new Date()): FakeObjectStore {
  const objects = new Map<string, Version[]>();
  let counter = 0;
  const current = (key: string) => {
    const version = objects.get(key)?.at(-1);
    return version?.body === undefined ? undefined : (version as Version & { body: Uint8Array });
  };
  const add = (key: string, body: Uint8Array | undefined, retention?: PutOptions['retention']) => {
    const etag = `"${createHash('md5')
      .update(body ?? '')
      .digest('hex')}"`;
    counter += 1;
    const version = { id: `v${counter}`, body, etag, at: now(), retention };
    objects.set(key, [...(objects.get(key) ?? []), version]);
    return { etag, versionId: version.id };
  };
  const bytes = (body: Uint8Array | string) => (typeof body === 'string' ? Buffer.from(body) : body);
  const fake: FakeObjectStore = {
    bucket,
    fault: () => undefined,
    beforeWrite: () => undefined,
    keys: () => [...objects.keys()].filter((key) => current(key) !== undefined).sort(),
    json: (key) => {
      const found = current(key);
      return found === undefined ? undefined : JSON.parse(Buffer.from(found.body).toString('utf8'));
    },
    retentionOf: (key) => current(key)?.retention,
    async get(key, versionId) {
      const found =
        versionId === undefined ? current(key) : objects.get(key)?.find((version) => version.id === versionId);
      if (found?.body === undefined) return undefined;
      return { value: found.body, etag: found.etag, versionId: found.id };
    },
    async download(key, path, versionId) {
      const found = await fake.get(key, versionId);
      if (found !== undefined) await writeFile(path, found.value);
      return found;
    },
    async getJson(key) {
      const found = await fake.get(key);
      if (found === undefined) return undefined;
      return { ...found, value: JSON.parse(Buffer.from(found.value).toString('utf8')) as unknown };
    },
    async head(key, versionId) {
      const found =
        versionId === undefined ? current(key) : objects.get(key)?.find((version) => version.id === versionId);
      if (found?.body === undefined) return undefined;
      return { key, etag: found.etag, size: found.body.length, lastModified: found.at, versionId: found.id };
    },
    async put(key, body, options = {}) {
      const fault = fake.fault({ operation: 'put', key });
      const written = add(key, bytes(body), options.retention);
      if (fault === 'lost') throw new Error('socket hang up');
      return written;
    },
    create: (key, body, options = {}) =>
      conditional('create', key, () =>
        current(key) === undefined ? add(key, bytes(body), options.retention) : undefined,
      ),
    replace: (key, body, etag) =>
      conditional('replace', key, () => (current(key)?.etag === etag ? add(key, bytes(body)) : undefined)),
    async *list(prefix, startAfter = '') {
      for (const key of fake.keys()) {
        if (!key.startsWith(prefix) || key <= startAfter) continue;
        const found = current(key);
        if (found !== undefined) yield { key, etag: found.etag, size: found.body.length, lastModified: found.at };
      }
    },
    async *listVersions(prefix) {
      for (const key of [...objects.keys()].sort()) {
        if (!key.startsWith(prefix)) continue;
        const versions = objects.get(key)?.toReversed() ?? [];
        for (const [index, { id: versionId, etag, body, at: lastModified }] of versions.entries()) {
          const found = { key, versionId, etag, lastModified, latest: index === 0 };
          yield { ...found, deleteMarker: body === undefined, size: body?.length ?? 0 };
        }
      }
    },
    async copy(from, toKey) {
      const found = await fake.get(from.key, from.versionId);
      if (found === undefined) throw new Error(`NoSuchKey: ${from.key}`);
      add(toKey, found.value);
    },
    async delete(key, etag) {
      if (etag !== undefined) await fake.beforeWrite(key);
      if (etag === undefined || current(key)?.etag === etag) add(key, undefined);
    },
  };
  async function conditional(
    operation: 'create' | 'replace',
    key: string,
    write: () => { etag: string } | undefined,
  ): Promise<ConditionalWrite> {
    await fake.beforeWrite(key);
    const fault = fake.fault({ operation, key });
    const written = write();
    if (written !== undefined && fault === 'lost') throw new Error('socket hang up');
    return written === undefined ? { outcome: 'taken' } : { outcome: 'written', etag: written.etag };
  }
  return fake;
}
