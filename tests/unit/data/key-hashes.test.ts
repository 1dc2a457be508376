import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openDatabase, quote } from '#data/duckdb.ts';
import { countRepeats, hashKeys, SHARES, writeShare } from '#data/parts/key-hashes.ts';
import { aDirectory, tinyManifest } from './a-workspace.ts';

type Key = readonly [string | null, number | null];

const manifest = tinyManifest({
  expectations: [{ check: 'unique', columns: ['flat', 'area'], tolerance: 0, mode: 'enforce' }],
});
const text = fc.option(fc.string({ unit: fc.constantFrom('a', ':', '1', '-', 'ä'), maxLength: 3 }));
const number = fc.option(fc.constantFrom(0, -0, 1, 11, 1e300, 0.1, Number.NaN, Number.POSITIVE_INFINITY));
const keys = fc.array(fc.tuple(text, number), { minLength: 1, maxLength: 30 });

const literal = (value: string | number | null) =>
  value === null
    ? 'NULL'
    : typeof value === 'string'
      ? quote(value)
      : `'${Object.is(value, -0) ? '-0' : value}'::DOUBLE`;
const values = (rows: readonly Key[]) => rows.map(([a, b]) => `(${literal(a)}, ${literal(b)})`).join(', ');

describe('The hashes of keys', () => {
  it('repeat as the keys do, whichever parts they are in', async () => {
    await fc.assert(
      fc.asyncProperty(keys, fc.nat(), async (rows, cut) => {
        const directory = aDirectory();
        await using database = await openDatabase({ directory });
        const pathOf = (part: number, share: number) => join(directory, `${part}-${share}.parquet`);
        const place = cut % rows.length;
        const parts = [rows.slice(0, place), rows.slice(place)].filter((part) => part.length > 0);
        for (const [part, some] of parts.entries()) {
          await database.run(`CREATE OR REPLACE TABLE landed AS FROM (VALUES ${values(some)}) t(flat, area)`);
          await database.run('ALTER TABLE landed ALTER area TYPE DOUBLE');
          await hashKeys(database, manifest, { place: 0, relation: 'landed' });
          for (let share = 0; share < SHARES; share += 1) await writeShare(database, share, pathOf(part, share));
        }
        let repeats = 0;
        for (let share = 0; share < SHARES; share += 1) {
          repeats += await countRepeats(
            database,
            parts.map((_, part) => pathOf(part, share)),
          );
        }
        const [row] = await database.rows(
          `SELECT (count(*) - count(DISTINCT ROW(flat, area::DOUBLE)))::INTEGER AS repeats FROM (VALUES ${values(rows)}) t(flat, area)`,
        );
        expect(repeats).toBe(row!.repeats);
      }),
      { numRuns: 20 },
    );
  }, 60_000);
});
