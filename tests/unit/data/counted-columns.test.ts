import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { countedColumns, profileAggregates } from '#data/drift/measure-profile.ts';
import type { ColumnProfile, Profile } from '#data/drift/profile.ts';
import { openDatabase } from '#data/duckdb.ts';
import { tallyOf } from '#data/validate/tally.ts';
import type { Manifest } from '#domain/manifest/schema.ts';
import { aDirectory } from './a-workspace.ts';

const data = {
  columns: {
    size: { type: 'number', required: true, sensitive: false },
    kind: { type: 'string', required: true, sensitive: false },
  },
  drift: [
    { column: 'size', maxPsi: 0.1, mode: 'enforce' },
    { column: 'kind', maxPsi: 0.1, mode: 'enforce' },
  ],
} as const satisfies Pick<Manifest['data'], 'columns' | 'drift'>;

const database = await openDatabase({ directory: aDirectory() });
afterAll(() => database[Symbol.asyncDispose]());

interface Row {
  readonly size: number | null;
  readonly kind: string | null;
}

function literal(value: number | string | null): string {
  if (value === null) return 'NULL';
  return typeof value === 'number' ? `'${value}'::DOUBLE` : `'${value.replaceAll("'", "''")}'`;
}

async function count(rows: readonly Row[], baseline: Profile): Promise<Profile['columns']> {
  const values = rows.map(({ size, kind }) => `(${literal(size)}, ${literal(kind)})`).join(', ');
  await database.run(`CREATE OR REPLACE TABLE landed AS FROM (VALUES ${values}) AS landed(size, kind)`);
  const aggregates = [...profileAggregates({ data }, [baseline])];
  const list = aggregates.map(([, aggregate], place) => `${aggregate} AS a${place}`).join(', ');
  const [row = {}] = list === '' ? [] : await database.rows(`SELECT ${list} FROM landed`);
  const tally = tallyOf(new Map(aggregates.map(([name], place) => [name, row[`a${place}`]])));
  const facts = { tally, rows: rows.length, baselines: [baseline] };
  return countedColumns(database, { data, relation: 'landed' }, facts);
}

function baselineOf(columns: Record<string, ColumnProfile>): Profile {
  return { version: 1, rows: 1, columns };
}

const rows = fc.array(
  fc.record({
    size: fc.option(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(Number.NaN, Infinity, -Infinity))),
    kind: fc.option(fc.constantFrom('a', 'b', "it's", '')),
  }),
  { minLength: 1, maxLength: 30 },
);

describe('A column counted beside all else', () => {
  it('has each number in its bin, whatever is missing or no number', async () => {
    const edges = [-1, 0, 2];
    const property = fc.asyncProperty(rows, async (landed) => {
      const before = { kind: 'numeric', missing: 0, edges, counts: [1, 1, 1, 1] } as const;
      const { size } = await count(landed, baselineOf({ size: before }));
      const usable = landed.flatMap((row) => (row.size === null || Number.isNaN(row.size) ? [] : [row.size]));
      const counts = [0, 0, 0, 0];
      for (const value of usable) counts[edges.filter((edge) => value > edge).length]! += 1;
      expect(size).toEqual({ kind: 'numeric', missing: landed.length - usable.length, edges, counts });
    });
    await fc.assert(property, { numRuns: 40 });
  });

  it('has a number that is an edge in the bin below it, however many digits it has', async () => {
    const manyDigits = fc.integer({ min: -1e9, max: 1e9 }).map((number) => number / 997 / 1009);
    const doubles = fc.uniqueArray(manyDigits, { minLength: 1, maxLength: 100, size: 'max' });
    const property = fc.asyncProperty(doubles, async (values) => {
      const edges = [...new Set(values.map((value) => value + 0))].sort((a, b) => a - b);
      const before = { kind: 'numeric', missing: 0, edges, counts: [...edges, 0].map(() => 1) } as const;
      const { size } = await count(
        edges.map((edge) => ({ size: edge, kind: null })),
        baselineOf({ size: before }),
      );
      expect(size).toMatchObject({ counts: [...edges.map(() => 1), 0] });
    });
    await fc.assert(property, { numRuns: 40 });
  });

  it('has the same categories as when they are looked for alone, known or new', async () => {
    const known = fc.uniqueArray(fc.constantFrom('a', 'b', "it's", '', 'gone'));
    const property = fc.asyncProperty(rows, known, async (landed, names) => {
      const counts = Object.fromEntries(names.map((name) => [name, 1]));
      const before = { kind: 'categorical', missing: 0, counts, rest: 0 } as const;
      const beside = await count(landed, baselineOf({ kind: before }));
      const alone = await count(landed, baselineOf({ kind: { ...before, rest: 1 } }));
      expect(beside.kind).toEqual(alone.kind);
      expect(Object.keys(beside.kind?.kind === 'categorical' ? beside.kind.counts : {})).toEqual(
        Object.keys(alone.kind?.kind === 'categorical' ? alone.kind.counts : {}),
      );
    });
    await fc.assert(property, { numRuns: 40 });
  });
});
