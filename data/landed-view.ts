import type { ColumnType, Manifest } from '#domain/manifest/schema.ts';
import { type Database, identifier, quote } from './duckdb.ts';
import { DatasetUnreadableError } from './errors.ts';

/** How a manifest's type is called in DuckDB. */
export const SQL_TYPES: Readonly<Record<ColumnType, string>> = {
  boolean: 'BOOLEAN',
  integer: 'BIGINT',
  number: 'DOUBLE',
  string: 'VARCHAR',
  timestamp: 'TIMESTAMP',
  date: 'DATE',
};

/** A view over landed files that has every declared column in its declared type; an optional one that never came is NULL. */
export async function createLandedView(
  database: Database,
  view: string,
  { manifest, paths }: { manifest: Manifest; paths: readonly string[] },
): Promise<void> {
  const source = readerOf(manifest.data.format, paths);
  try {
    const described = await database.rows(`DESCRIBE SELECT * FROM ${source}`);
    const present = new Set(described.map((row) => String(row.column_name)));
    const columns = Object.entries(manifest.data.columns).map(([name, { type }]) => {
      const value = present.has(name) ? identifier(name) : 'NULL';
      return `CAST(${value} AS ${SQL_TYPES[type]}) AS ${identifier(name)}`;
    });
    await database.run(`CREATE VIEW ${identifier(view)} AS SELECT ${columns.join(', ')} FROM ${source}`);
  } catch (error) {
    const files = paths.length === 1 ? 'file' : 'files';
    const why = `The ${manifest.data.format} ${files} of "${view}" cannot be read`;
    throw new DatasetUnreadableError(`${why}: ${(error as Error).message.split('\n')[0]}`, { cause: error });
  }
}

/** The table function that reads these files together, columns matched by name. */
function readerOf(format: Manifest['data']['format'], paths: readonly string[]): string {
  const list = `[${paths.map(quote).join(', ')}]`;
  return format === 'parquet'
    ? `read_parquet(${list}, union_by_name = true)`
    : `read_csv(${list}, header = true, union_by_name = true, all_varchar = true)`;
}
