import type { Manifest } from '#domain/manifest/schema.ts';
import { type Database, identifier, quote } from '../duckdb.ts';

/** Into so many shares the hashes of keys are parted, so that one function can count the repeats of one. */
export const SHARES = 16;

/** Places of the expectations on uniqueness. */
export function uniquePlaces({ data }: Manifest): number[] {
  return data.expectations.flatMap(({ check }, place) => (check === 'unique' ? [place] : []));
}

/** What the file of a share is called. */
export function keyHashesName(place: number, share: number): string {
  return `keys-${place}-${share}.parquet`;
}

/**
 * Makes a table `key_hashes` of the hash of every row's key, 16 bytes a row. Equal keys have equal hashes and so are in the same share, whatever
 * part they are in. The hash is MD5: that two of a billion different keys share one has a chance of 1 in 10^21.
 */
export async function hashKeys(
  database: Database,
  { data }: Manifest,
  { place, relation }: { readonly place: number; readonly relation: string },
): Promise<void> {
  const expectation = data.expectations[place];
  if (expectation?.check !== 'unique')
    throw new TypeError(`The expectation at place ${place} is not one on uniqueness.`);
  const key = expectation.columns.map((column) => valueText(column, data.columns[column]!.type)).join(' || ');
  await database.run(
    `CREATE OR REPLACE TABLE key_hashes AS
      SELECT (hash >> 64)::UBIGINT AS high, (hash & 18446744073709551615)::UBIGINT AS low
      FROM (SELECT md5_number(${key}) AS hash FROM ${relation})`,
  );
}

/** Writes the hashes of one share as Parquet. */
export async function writeShare(database: Database, share: number, path: string): Promise<void> {
  const hashes = `SELECT high, low FROM key_hashes WHERE low % ${SHARES} = ${share}`;
  await database.run(`COPY (${hashes}) TO ${quote(path)} (FORMAT parquet)`);
}

/** How many rows of these files repeat the key of another; the first of each key does not count. */
export async function countRepeats(database: Database, paths: readonly string[]): Promise<number> {
  const [row] = await database.rows(
    `SELECT (sum(rows) - count(*))::DOUBLE AS repeats FROM
      (SELECT count(*) AS rows FROM read_parquet([${paths.map(quote).join(', ')}]) GROUP BY high, low)`,
  );
  return Number(row!.repeats ?? 0);
}

/** A text that only this value has, and that ends where it ends. As in GROUP BY, missing values are equal, and so are 0 and -0. */
function valueText(column: string, type: string): string {
  const name = identifier(column);
  const text = type === 'number' ? `(${name} + 0.0)::VARCHAR` : `${name}::VARCHAR`;
  return `CASE WHEN ${name} IS NULL THEN '-' ELSE strlen(${text}) || ':' || ${text} END`;
}
