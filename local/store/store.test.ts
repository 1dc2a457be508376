import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { Store, StoreUnreadableError } from './store.ts';

const folders: string[] = [];

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'andon-store-'));
  folders.push(folder);
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('the store', () => {
  it('gives back documents after it was opened again', () => {
    const folder = newFolder();
    const first = Store.open(folder);
    first.collection<{ n: number }>('things').set('a', { n: 1 });
    first.collection('things').set('b', { n: 2 });
    first.collection('things').delete('b');
    // Not closed: as after a death of the process.
    using second = Store.open(folder);
    expect(second.collection('things').list()).toEqual([['a', { n: 1 }]]);
    first[Symbol.dispose]();
  });

  it('writes all of a transaction or nothing, in memory too', () => {
    using store = Store.open(newFolder());
    const things = store.collection<number>('things');
    things.set('a', 1);
    const failing = () =>
      store.transaction(() => {
        things.set('a', 2);
        store.transaction(() => things.set('b', 3));
        throw new Error('no');
      });
    expect(failing).toThrow('no');
    expect(things.list()).toEqual([['a', 1]]);
    store.transaction(() => things.set('b', 2));
    expect(things.size).toBe(2);
  });

  it('refuses a transaction that waits', () => {
    using store = Store.open(newFolder());
    const things = store.collection<number>('things');
    const waiting = () => store.transaction(async () => things.set('a', 1));
    expect(waiting).toThrow(TypeError);
    expect(things.has('a')).toBe(false);
  });

  it('keeps bodies by their digest, each once', () => {
    const folder = newFolder();
    using store = Store.open(folder);
    const body = Buffer.from('a body');
    const digest = store.putBlob(body);
    expect(store.putBlob(Buffer.from('a body'))).toBe(digest);
    expect(store.readBlob(digest)).toEqual(body);
    expect(readdirSync(join(folder, 'blobs', digest.slice(0, 2)))).toEqual([digest]);
  });

  it.each([
    [
      'no database',
      (folder: string) =>
        writeFileSync(join(folder, 'andon.sqlite'), 'not a database, but long enough to be looked at'.repeat(40)),
      'file is not a database',
    ],
    [
      'another format',
      (folder: string) => {
        using store = Store.open(folder);
        store.collection('store.meta').set('format', '99');
      },
      'its format is 99, this program reads 1',
    ],
    [
      'a database of something else',
      (folder: string) => {
        using store = Store.open(folder);
        store.db.exec('DROP TABLE document; CREATE TABLE other (a)');
      },
      'it is a database of another program',
    ],
  ])('says in one sentence that a folder holds %s', (_what, spoil, why) => {
    const folder = newFolder();
    spoil(folder);
    expect(() => Store.open(folder)).toThrow(StoreUnreadableError);
    expect(() => Store.open(folder)).toThrow(why);
  });

  it('finds a database that was half written', () => {
    const folder = newFolder();
    {
      using store = Store.open(folder);
      for (let index = 0; index < 500; index++) store.collection('things').set(String(index), 'x'.repeat(100));
    }
    const file = join(folder, 'andon.sqlite');
    truncateSync(file, Math.floor(statSync(file).size / 2));
    expect(() => Store.open(folder)).toThrow(
      /cannot be read: .*Start without --resume to set it aside and begin anew\./,
    );
  });
});

describe('a collection', () => {
  it('lists pages in the byte order of the keys', () => {
    using store = Store.open(newFolder());
    const key = fc.string({ unit: fc.constantFrom('a', 'b', '/', 'é', '￿', '\u{1F600}'), maxLength: 4 });
    let round = 0;
    fc.assert(
      fc.property(
        fc.uniqueArray(key),
        fc.option(key),
        fc.record({ prefix: key, limit: fc.nat(5) }),
        (keys, after, page) => {
          const { prefix, limit } = page;
          const things = store.collection<string>(`things ${round++}`);
          for (const name of keys) things.set(name, name);
          const order = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
          const expected = keys
            .filter((name) => name.startsWith(prefix) && (after === null || order(name, after) > 0))
            .sort(order)
            .slice(0, limit);
          const listed = things.list({ ...page, ...(after !== null && { after }) });
          expect(listed).toEqual(expected.map((name) => [name, name]));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('lists what came and went since the last list', () => {
    using store = Store.open(newFolder());
    const things = store.collection<number>('things');
    things.set('b', 1);
    expect(things.list()).toEqual([['b', 1]]);
    things.set('a', 2);
    things.set('b', 3);
    expect(things.list()).toEqual([
      ['a', 2],
      ['b', 3],
    ]);
    things.delete('a');
    expect(things.list()).toEqual([['b', 3]]);
  });
});
