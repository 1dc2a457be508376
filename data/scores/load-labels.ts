import { type Database, identifier, quote } from '../duckdb.ts';
import { readCsvHeader } from '../landing/csv-header.ts';
import { REJECTS_LIMIT } from '../landing/file-source.ts';

/** A file of labels on the local disk, and its key in the bucket, by which people know it. */
export interface LabelFile {
  readonly path: string;
  readonly key: string;
}

export interface UnreadableFile {
  readonly key: string;
  readonly reason: string;
}

/**
 * Loads label files: `inference_id`, `label` (0, 1, false, true) and, where requests have several rows, `row` from 0. Makes the tables
 * `all_labels` and `labels`, the valid ones, with file and line to tell which came last. A file that cannot be read is told, not fatal.
 */
export async function loadLabels(
  database: Database,
  { labels: files, format }: { readonly labels: readonly LabelFile[]; readonly format: 'csv' | 'parquet' },
): Promise<{ readonly badLines: number; readonly unreadable: readonly UnreadableFile[] }> {
  await database.run('CREATE TABLE all_labels (file INTEGER, line BIGINT, id VARCHAR, label VARCHAR, place VARCHAR)');
  const unreadable: UnreadableFile[] = [];
  for (const [index, { path, key }] of files.entries()) {
    try {
      const { sql, columns, line } = format === 'csv' ? csv(path) : await parquet(database, path);
      const missing = ['inference_id', 'label'].filter((name) => !columns.includes(name));
      if (missing.length > 0) throw new Error(`it has no column ${missing.join(' and ')}, but ${columns.join(', ')}`);
      const place = columns.includes('row') ? `${identifier('row')}::VARCHAR` : 'NULL';
      await database.run(
        `INSERT INTO all_labels SELECT ${index}, ${line}, trim(inference_id::VARCHAR), lower(trim(label::VARCHAR)), ${place} FROM ${sql}`,
      );
    } catch (error) {
      const reason = (error as Error).message.split('\n')[0]!.replaceAll(path, key);
      unreadable.push({ key, reason });
    }
  }
  await database.run(VALID);
  return { badLines: format === 'csv' ? await rejected(database) : 0, unreadable };
}

const VALID = `
  CREATE TABLE labels AS SELECT file, line, id, (label IN ('1', '1.0', 'true'))::INTEGER AS label, try_cast(place AS INTEGER) AS place
    FROM all_labels
    WHERE id <> '' AND label IN ('0', '0.0', 'false', '1', '1.0', 'true') AND (place IS NULL OR try_cast(place AS INTEGER) >= 0)`;

function csv(path: string) {
  const columns = readCsvHeader(path);
  const types = columns.map((name) => `${quote(name)}: 'VARCHAR'`).join(', ');
  const sql = `read_csv(${quote(path)}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    columns = {${types}}, store_rejects = true, rejects_limit = ${REJECTS_LIMIT})`;
  return { sql, columns, line: 'row_number() OVER ()' };
}

async function parquet(database: Database, path: string) {
  const sql = `read_parquet(${quote(path)}, file_row_number = true)`;
  const rows = await database.rows(`DESCRIBE SELECT * EXCLUDE (file_row_number) FROM ${sql}`);
  return { sql, columns: rows.map((row) => String(row.column_name)), line: identifier('file_row_number') };
}

/** Lines that are no CSV, of all files. */
async function rejected(database: Database): Promise<number> {
  const [tables] = await database.rows(
    "SELECT count(*)::INTEGER AS n FROM duckdb_tables() WHERE table_name = 'reject_errors'",
  );
  if (tables?.n === 0) return 0;
  const [bad] = await database.rows(
    'SELECT count(*)::INTEGER AS lines FROM (SELECT DISTINCT scan_id, file_id, line FROM reject_errors)',
  );
  return Number(bad?.lines);
}
