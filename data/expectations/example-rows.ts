import type { Manifest } from '#domain/manifest/schema.ts';
import { type Database, identifier, type Row } from '../duckdb.ts';
import type { ExampleRow } from '../validate/finding.ts';

/** Rows shown per check. */
export const EXAMPLES = 5;

/** A few rows that meet the condition, sensitive values redacted. */
export async function exampleRows(database: Database, manifest: Manifest, where: string): Promise<ExampleRow[]> {
  const columns = Object.keys(manifest.data.columns).map(identifier).join(', ');
  const rows = await database.rows(`SELECT ${columns} FROM landed WHERE ${where} LIMIT ${EXAMPLES}`);
  return rows.map((row) => redact(row, manifest));
}

function redact(row: Row, { data }: Manifest): ExampleRow {
  const value = (name: string) => (data.columns[name]?.sensitive === true ? '(redacted)' : row[name]);
  return Object.fromEntries(Object.keys(row).map((name) => [name, value(name)]));
}
