import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { downloadDataset } from '#aws/pinned-objects.ts';
import { fakeObjectStore } from '../../fakes/object-store.ts';

const directory = mkdtempSync(join(tmpdir(), 'andon-test-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function pinned(keys: readonly string[]) {
  const store = fakeObjectStore('data');
  const objects = [];
  for (const key of keys) {
    const { etag, versionId } = await store.put(key, `body of ${key}`);
    objects.push({ key, etag, versionId, size: 1 });
  }
  return { store, manifest: { model: 'm', id: 'd1', run: 'r', createdAt: '', objects } };
}

describe('A pinned dataset on the disk', () => {
  it('is what was pinned, in the order of its manifest, though the keys have newer versions', async () => {
    const keys = Array.from({ length: 20 }, (_, index) => `landing/m/${index}.csv`);
    const { store, manifest } = await pinned(keys);
    for (const key of keys) await store.put(key, 'newer');
    const files = await downloadDataset(store, manifest, directory);
    expect(files.map(({ key }) => key)).toEqual(keys);
    for (const { key, path } of files) expect(readFileSync(path, 'utf8')).toBe(`body of ${key}`);
  });

  it('lies under names of its own, whatever who landed it chose', async () => {
    const { store, manifest } = await pinned([
      'landing/m/../../../../escape.csv',
      'landing/m/*.csv',
      'landing/m/no-ending',
      'landing/m/x.csv.gz',
    ]);
    const files = await downloadDataset(store, manifest, directory);
    expect(files.map(({ path }) => path.slice(directory.length))).toEqual([
      '/d1/000000.csv',
      '/d1/000001.csv',
      '/d1/000002',
      '/d1/000003.gz',
    ]);
  });

  it('cannot be had when a version is gone or has other content', async () => {
    const { store, manifest } = await pinned(['landing/m/a.csv']);
    const [object] = manifest.objects;
    for (const changes of [{ versionId: 'gone' }, { etag: '"other"' }, { versionId: undefined, etag: '"other"' }]) {
      const damaged = { ...manifest, objects: [{ ...object!, ...changes }] };
      await expect(downloadDataset(store, damaged, directory)).rejects.toMatchObject({
        name: 'DatasetUnreadableError',
      });
    }
  });
});
