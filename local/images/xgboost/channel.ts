import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { CsvError } from './csv-error.ts';
import { parseCsv } from './csv-parser.ts';
import type { DataMatrix, LabelledData } from './data-matrix.ts';

/**
 * Reads a channel: every file below the folder, in the order of their names, as one table whose first column is the
 * label. Files whose name begins with a dot or an underscore are left out, as SageMaker's image leaves them out, and so
 * are empty ones.
 * @throws CsvError naming file and line; Error when there is no row at all.
 */
export function readChannel(folder: string): LabelledData {
  const tables: { source: string; table: DataMatrix }[] = [];
  for (const path of filesBelow(folder)) {
    const source = join(basename(folder), relative(folder, path));
    const table = parseCsv(readFileSync(path), source);
    if (table.rows === 0) continue;
    const columns = tables[0]?.table.columns ?? table.columns;
    if (table.columns !== columns) {
      throw new CsvError(
        { source, line: 1 },
        `${table.columns} values, but ${tables[0]!.source} has ${columns} a line`,
      );
    }
    checkLabels(table, source);
    tables.push({ source, table });
  }
  const first = tables[0];
  if (first === undefined) throw new Error(`The channel ${basename(folder)} has no rows: no file in it holds any`);
  if (first.table.columns < 2) throw new CsvError({ source: first.source, line: 1 }, 'a label, but no feature');
  return separateLabels(tables.map(({ table }) => table));
}

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory() && !/^[._]/.test(entry.name));
  return files.map((entry) => join(entry.parentPath, entry.name)).sort();
}

function checkLabels({ rows, columns, values }: DataMatrix, source: string): void {
  for (let row = 0; row < rows; row++) {
    if (Number.isNaN(values[row * columns]!))
      throw new CsvError({ source, line: row + 1 }, 'the label, the first value, is missing');
  }
}

function separateLabels(tables: readonly DataMatrix[]): LabelledData {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const width = tables[0]!.columns;
  const columns = width - 1;
  const values = new Float32Array(rows * columns);
  const labels = new Float32Array(rows);
  let to = 0;
  for (const table of tables) {
    for (let from = 0; from < table.values.length; from += width, to++) {
      labels[to] = table.values[from]!;
      values.set(table.values.subarray(from + 1, from + width), to * columns);
    }
  }
  return { rows, columns, values, labels };
}
