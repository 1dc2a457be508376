import type { Manifest } from '#domain/manifest/schema.ts';
import type { Database } from '../duckdb.ts';
import { EXAMPLES } from '../expectations/example-rows.ts';
import type { ExampleRow } from '../validate/finding.ts';
import type { MalformedLines } from '../validate/measurement.ts';
import type { LandedFile } from './landing-schema.ts';

/** The lines of a CSV that the first reading left out, by file and line, each with what is wrong in it first. */
export async function malformedLines(
  database: Database,
  { data }: Manifest,
  files: readonly LandedFile[],
): Promise<MalformedLines> {
  const keys = new Map(files.map(({ path, key }) => [path, key]));
  const [bad] = await database.rows(
    'SELECT count(*)::INTEGER AS lines FROM (SELECT DISTINCT scan_id, file_id, line FROM reject_errors)',
  );
  const rejected = await database.rows(
    `SELECT file_path, line::INTEGER AS line, column_name, error_type::VARCHAR AS error, csv_line FROM reject_errors
      JOIN reject_scans USING (scan_id, file_id)
      QUALIFY row_number() OVER (PARTITION BY scan_id, file_id, line ORDER BY column_idx) = 1
      ORDER BY file_path, line LIMIT ${EXAMPLES}`,
  );
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
  return { lines: Number(bad!.lines), examples };
}
