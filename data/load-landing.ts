import type { Manifest } from '#domain/manifest/schema.ts';
import type { Database } from './duckdb.ts';
import { selectDeclared } from './file-source.ts';
import { type CheckFinding, type ExampleRow, percent } from './finding.ts';
import type { LandedFile, LandingSchema } from './landing-schema.ts';

/** Unreadable lines shown in the evidence. */
const EXAMPLES = 5;

/**
 * Makes the relation `landed` of the declared columns. Parquet stays a view; a CSV is parsed once into a table, which spills
 * to disk beyond the memory limit, and its lines that do not fit are told by file and line.
 * @throws DuckDB's error when a Parquet page is damaged
 */
export async function loadLanding(
  database: Database,
  manifest: Manifest,
  { sources }: LandingSchema,
): Promise<CheckFinding[]> {
  const selects = sources.map(({ source }) => selectDeclared(manifest, source)).join(' UNION ALL ');
  if (manifest.data.format === 'parquet') {
    await database.run(`CREATE VIEW landed AS ${selects}`);
    return [];
  }
  await database.run(`CREATE TABLE landed AS ${selects}`);
  return [
    await malformedLines(
      database,
      manifest,
      sources.map(({ file }) => file),
    ),
  ];
}

async function malformedLines(
  database: Database,
  { data }: Manifest,
  files: readonly LandedFile[],
): Promise<CheckFinding> {
  const keys = new Map(files.map(({ path, key }) => [path, key]));
  const [total] = await database.rows('SELECT count(*)::INTEGER AS rows FROM landed');
  const [bad] = await database.rows(
    'SELECT count(*)::INTEGER AS lines FROM (SELECT DISTINCT scan_id, file_id, line FROM reject_errors)',
  );
  const rejected = await database.rows(
    `SELECT file_path, line::INTEGER AS line, column_name, error_type::VARCHAR AS error, csv_line FROM reject_errors
      JOIN reject_scans USING (scan_id, file_id) ORDER BY file_path, line LIMIT ${EXAMPLES}`,
  );
  const count = Number(bad!.lines);
  const share = count / Math.max(1, Number(total!.rows) + count);
  const sensitive = Object.values(data.columns).some((column) => column.sensitive);
  const examples = rejected.map(
    (row): ExampleRow => ({
      file: keys.get(String(row.file_path)) ?? String(row.file_path),
      line: row.line,
      column: row.column_name ?? 'the whole line',
      error: row.error,
      text: sensitive ? '(redacted)' : row.csv_line,
    }),
  );
  const limit = `at most ${percent(data.maxMalformedShare)} of the lines`;
  const failed = share > data.maxMalformedShare;
  const where = examples.map((row) => `${row.file} line ${row.line} (${row.column}: ${row.error})`).join('; ');
  const more = count > examples.length ? '; and more' : '';
  const message = failed
    ? `${count} ${count === 1 ? 'line' : 'lines'} (${percent(share)}) cannot be read: ${where}${more}. Correct them and deliver again.`
    : `${count} unreadable lines; ${limit} may be.`;
  const verdict = failed ? 'Failed' : 'Passed';
  return { check: 'malformed', mode: 'enforce', verdict, count, share, limit, examples, message };
}
