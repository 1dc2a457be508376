import type { Manifest } from '#domain/manifest/schema.ts';
import { type Database, identifier, quote } from '../duckdb.ts';

/** What the file of a part's sample is called. */
export const SAMPLE = 'sample.parquet';

/** Makes `sample` of the samples of parts, thinned to one row in so many: the sample of one pass over all of them. @returns its rows */
export async function openSamples(
  database: Database,
  { data }: Manifest,
  { paths, oneIn }: { readonly paths: readonly string[]; readonly oneIn: number },
): Promise<number> {
  const columns = Object.keys(data.columns).map(identifier).join(', ');
  await database.run(
    `CREATE TABLE sample AS SELECT ${columns} FROM read_parquet([${paths.map(quote).join(', ')}])
      WHERE hash(${columns}) % ${oneIn} = 0`,
  );
  const [row] = await database.rows('SELECT count(*)::DOUBLE AS rows FROM sample');
  return Number(row!.rows);
}
