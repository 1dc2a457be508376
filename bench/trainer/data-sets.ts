import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { writeClassification } from './classification.ts';

/** A data set that can be written as `train.csv` and `test.csv` into a folder, label first, no header. */
export interface DataSet {
  readonly name: string;
  write(folder: string): void | Promise<void>;
}

export const DATA_SETS: readonly DataSet[] = [
  { name: 'classification 50k x 30', write: (folder) => writeClassification(folder, { rows: 50_000, features: 30 }) },
  { name: 'classification 100k x 12', write: (folder) => writeClassification(folder, { rows: 100_000, features: 12 }) },
  { name: 'flights', write: writeFlights },
];

/** US domestic flights out of the npm package vega-datasets; see flights.sql. */
async function writeFlights(folder: string): Promise<void> {
  const file = join(dirname(fileURLToPath(import.meta.resolve('vega-datasets'))), '../data/flights-3m.parquet');
  const sql = readFileSync(new URL('./flights.sql', import.meta.url), 'utf8');
  const database = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await database.connect();
  try {
    await connection.run(sql.replace('$file', `'${file}'`).replaceAll('$folder', folder));
  } finally {
    connection.closeSync();
    database.closeSync();
  }
}
