import type { Manifest } from '#domain/manifest/schema.ts';
import type { Database } from './duckdb.ts';
import { type CheckFinding, type ExampleRow, percent } from './finding.ts';
import type { LandedFile } from './landing-schema.ts';

/** Unreadable lines shown in the evidence. */
const EXAMPLES = 5;

/** The lines of a CSV that the first reading left out, by file and line. Of Parquet there are none. */
export async function checkMalformedLines(
  database: Database,
  { data }: Manifest,
  { files, rows }: { files: readonly LandedFile[]; rows: number },
): Promise<CheckFinding[]> {
  if (data.format === 'parquet') return [];
  const keys = new Map(files.map(({ path, key }) => [path, key]));
  const [bad] = await database.rows(
    'SELECT count(*)::INTEGER AS lines FROM (SELECT DISTINCT scan_id, file_id, line FROM reject_errors)',
  );
  const rejected = await database.rows(
    `SELECT file_path, line::INTEGER AS line, column_name, error_type::VARCHAR AS error, csv_line FROM reject_errors
      JOIN reject_scans USING (scan_id, file_id) ORDER BY file_path, line LIMIT ${EXAMPLES}`,
  );
  const count = Number(bad!.lines);
  const share = count / Math.max(1, rows + count);
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
  const what = `${count} ${count === 1 ? 'line' : 'lines'} (${percent(share)})`;
  const message = failed
    ? `${what} cannot be read: ${where}${more}. Correct them and deliver again.`
    : `${count} unreadable lines; ${limit} may be.`;
  const verdict = failed ? 'Failed' : 'Passed';
  return [{ check: 'malformed', mode: 'enforce', verdict, count, share, limit, examples, message }];
}
