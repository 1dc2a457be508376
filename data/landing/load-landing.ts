import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { Manifest } from '#domain/manifest/schema.ts';
import { type Database, identifier } from '../duckdb.ts';
import type { MalformedLines } from '../validate/measurement.ts';
import { selectDeclared } from './file-source.ts';
import type { LandingSchema } from './landing-schema.ts';

/** Bytes at the start of a CSV file from which the length of its lines is estimated. */
const HEAD = 64 * 1024;

/**
 * Makes `landed`, the declared columns of all files, and for a CSV `landed_first`, whose one reading also records the lines that
 * do not fit. Nothing is copied: each reading of a CSV parses it again, in bounded memory whatever its size. Of columns that are not asked
 * for nothing is read, so that `landed` has lines that only fit as far as was looked; `landed_whole` has none of them.
 */
export async function openLanding(database: Database, manifest: Manifest, { sources }: LandingSchema): Promise<void> {
  const selects = sources.map(({ source }) => selectDeclared(manifest, source)).join(' UNION ALL ');
  await database.run(`CREATE VIEW landed_first AS ${selects}`);
  await database.run(
    `CREATE VIEW landed AS ${selects.replaceAll(/store_rejects = true, rejects_limit = \d+/g, 'ignore_errors = true')}`,
  );
  // No hash has more bits than 64, but only reading every column shows that.
  const columns = Object.keys(manifest.data.columns).map(identifier).join(', ');
  await database.run(`CREATE VIEW landed_whole AS SELECT * FROM landed WHERE bit_count(hash(${columns})) <= 64`);
}

/** Where the rows are that the first reading found, none more. */
export function readableRows(malformed: MalformedLines | undefined): 'landed' | 'landed_whole' {
  return malformed === undefined || malformed.lines === 0 ? 'landed' : 'landed_whole';
}

/** About how many rows there are: known of Parquet, for a CSV by its size and the length of its first lines. */
export async function estimateRows(
  database: Database,
  manifest: Manifest,
  { sources }: LandingSchema,
): Promise<number> {
  if (manifest.data.format === 'csv') return sources.reduce((sum, { file }) => sum + estimateLines(file.path), 0);
  const [row] = await database.rows('SELECT count(*)::DOUBLE AS rows FROM landed');
  return Number(row!.rows);
}

function estimateLines(path: string): number {
  const head = Buffer.alloc(HEAD);
  const file = openSync(path, 'r');
  try {
    const size = readSync(file, head);
    const lines = head.subarray(0, size).reduce((count, byte) => (byte === 10 ? count + 1 : count), 0);
    return Math.ceil((statSync(path).size * Math.max(1, lines)) / Math.max(1, size));
  } finally {
    closeSync(file);
  }
}
