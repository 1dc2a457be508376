import type { ColumnType, Manifest } from '#domain/manifest/schema.ts';
import { type Database, identifier, quote } from '../duckdb.ts';
import { readCsvHeader } from './csv-header.ts';

/** How a manifest's type is called in DuckDB. */
export const SQL_TYPES: Readonly<Record<ColumnType, string>> = {
  boolean: 'BOOLEAN',
  integer: 'BIGINT',
  number: 'DOUBLE',
  string: 'VARCHAR',
  timestamp: 'TIMESTAMP',
  date: 'DATE',
};

/** A local file as DuckDB reads it. */
export interface FileSource {
  /** A table function. */
  readonly sql: string;
  /** Its columns and their DuckDB types; in a CSV, the declared ones. */
  readonly columns: ReadonlyMap<string, string>;
}

/** Lines of a CSV that do not fit are left out; `reject_errors` tells of at most this many. */
export const REJECTS_LIMIT = 100_000;

/** Bytes that a CSV is read in; several are in memory at once. A line may be a quarter of it at most. */
const CSV_BUFFER = 8_000_000;

/**
 * Reads a file's own account of its columns.
 * @throws Error when it is empty, truncated or of another format
 */
export async function fileSource(database: Database, manifest: Manifest, path: string): Promise<FileSource> {
  if (manifest.data.format === 'csv') return csvSource(manifest, path);
  const sql = `read_parquet(${quote(path)}, file_row_number = true)`;
  const rows = await database.rows(`DESCRIBE SELECT * EXCLUDE (file_row_number) FROM ${sql}`);
  return { sql, columns: new Map(rows.map((row) => [String(row.column_name), String(row.column_type)])) };
}

/** Nothing is guessed: comma, double quotes, the header's names, the declared types. */
function csvSource({ data }: Manifest, path: string): FileSource {
  const columns = new Map(
    readCsvHeader(path).map((name) => [name, SQL_TYPES[data.columns[name]?.type ?? 'string']] as const),
  );
  const types = [...columns].map(([name, type]) => `${quote(name)}: ${quote(type)}`).join(', ');
  const sql = `read_csv(${quote(path)}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    columns = {${types}}, store_rejects = true, rejects_limit = ${REJECTS_LIMIT},
    buffer_size = ${CSV_BUFFER})`;
  return { sql, columns };
}

/** A SELECT of every declared column in its declared type; an optional one that never came is NULL. */
export function selectDeclared({ data }: Manifest, { sql, columns }: FileSource): string {
  const list = Object.entries(data.columns).map(([name, { type }]) => {
    const value = columns.has(name) ? identifier(name) : 'NULL';
    return `CAST(${value} AS ${SQL_TYPES[type]}) AS ${identifier(name)}`;
  });
  return `SELECT ${list.join(', ')} FROM ${sql}`;
}
