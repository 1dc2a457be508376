import { describe, expect, it } from 'vitest';
import { listCaptures, readCaptures } from '#aws/captured-files.ts';
import { captureLine, putCaptures } from '../../fakes/captures.ts';
import { fakeObjectStore } from '../../fakes/object-store.ts';

const NOON = Date.UTC(2026, 2, 1, 12);
const folder = 'captures/churn/config/dev-churn/AllTraffic/';
const limits = { files: 10, bytes: 100_000 };

/** A bucket with one captured file a minute, each written 30 s after its record. */
async function bucket(minutes: number) {
  let now = new Date(NOON);
  const store = fakeObjectStore('data', () => now);
  for (let minute = 0; minute < minutes; minute += 1) {
    const at = new Date(NOON + minute * 60_000);
    now = new Date(at.getTime() + 30_000);
    await putCaptures(store, { configName: 'config' }, [{ id: `r${minute}`, input: '1', answer: '0.5', at }]);
  }
  return { store, listed: [] as (string | undefined)[] };
}

const minute = (number: number) => new Date(NOON + number * 60_000);

describe('captured files', () => {
  it('are listed by when they were written, each in one of two ranges that follow each other', async () => {
    const { store } = await bucket(6);
    const first = await listCaptures(store, { folder, after: undefined, through: minute(3) }, limits);
    const second = await listCaptures(store, { folder, after: minute(3), through: minute(9) }, limits);
    expect(first.files).toHaveLength(3);
    expect(second.files).toHaveLength(3);
    expect(new Set([...first.files, ...second.files].map(({ key }) => key)).size).toBe(6);
  });

  it('are the newest when there are too many, and the others are counted', async () => {
    const { store } = await bucket(120);
    const found = await listCaptures(store, { folder, after: undefined, through: minute(200) }, limits);
    expect(found.leftOut).toBe(110);
    expect(found.files.map(({ lastModified }) => lastModified)).toEqual(
      Array.from({ length: 10 }, (_, index) => new Date(NOON + (110 + index) * 60_000 + 30_000)),
    );
    const small = await listCaptures(
      store,
      { folder, after: undefined, through: minute(200) },
      { files: 10, bytes: 1000 },
    );
    expect(small.files.length).toBeLessThan(10);
    expect(small.files.length + small.leftOut).toBe(120);
  });

  it('are not listed from the beginning when only the last ones are asked for', async () => {
    const { store } = await bucket(180);
    const asked: (string | undefined)[] = [];
    const spied = {
      list(prefix: string, startAfter?: string) {
        asked.push(startAfter);
        return store.list(prefix, startAfter);
      },
    };
    await listCaptures(spied, { folder, after: minute(150), through: minute(180) }, limits);
    expect(asked).toEqual([`${folder}2026/03/01/13`]);
  });

  it('are read in order, a missing one and broken lines left out', async () => {
    const { store } = await bucket(1);
    const [{ key } = { key: '' }] = (
      await listCaptures(store, { folder, after: undefined, through: minute(9) }, limits)
    ).files;
    const good = captureLine({ id: 'a', input: '1', answer: '0.25', at: minute(0) });
    await store.put('broken', `${good}\n\n{"half": \n${good}`);
    const files = await Array.fromAsync(readCaptures(store, [{ key: 'broken' }, { key: 'gone' }, { key }]));
    expect(files.map((file) => [file.key, file.records.length, file.badLines])).toEqual([
      ['broken', 2, 1],
      ['gone', 0, 0],
      [key, 1, 0],
    ]);
  });
});
