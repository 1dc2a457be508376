import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type * as DuckDB from '@duckdb/node-api';

/** A value as DuckDB's own JSON shows it: BIGINT and timestamps as text. */
export type Row = Readonly<Record<string, unknown>>;

export interface DatabaseOptions {
  /** Scratch, spill and results. */
  readonly directory: string;
  /** Further directories whose files may be read. */
  readonly readable?: readonly string[];
  /** Default 1 GB. */
  readonly memoryMb?: number;
  /** Default 2. */
  readonly threads?: number;
}

/** One in-memory DuckDB that reaches nothing but its directories: no network, no extensions, no other file. */
export interface Database extends AsyncDisposable {
  run(sql: string): Promise<void>;
  rows(sql: string): Promise<Row[]>;
  /** Columns of DOUBLE without NULL, as typed arrays: a million numbers without a million objects. */
  doubles(sql: string): Promise<Float64Array[]>;
  /** How many statements the text holds. @throws DuckDB's parser error */
  statements(sql: string): Promise<number>;
}

/**
 * On Lambda the package comes from a layer, which only CommonJS resolution (NODE_PATH) finds; bundles leave it out.
 * @throws Error MODULE_NOT_FOUND when the layer is missing
 */
function loadDuckDb(): typeof DuckDB {
  return createRequire(import.meta.url)('@duckdb/node-api') as typeof DuckDB;
}

export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { directory, readable = [], memoryMb = 1024, threads = 2 } = options;
  mkdirSync(directory, { recursive: true });
  const { DuckDBInstance } = loadDuckDb();
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${memoryMb}MB`,
    threads: String(threads),
    temp_directory: join(resolve(directory), 'spill'),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  const allowed = [directory, ...readable].map((path) => quote(`${resolve(path)}/`)).join(', ');
  await connection.run("SET TimeZone = 'UTC'");
  await connection.run(`SET allowed_directories = [${allowed}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
  const inTurn = oneAtATime();
  return {
    run: (sql) => inTurn(async () => void (await connection.run(sql))),
    rows: (sql) => inTurn(async () => (await connection.runAndReadAll(sql)).getRowObjectsJson() as Row[]),
    doubles: (sql) => inTurn(async () => typedColumns(await connection.run(sql))),
    statements: (sql) => inTurn(async () => (await connection.extractStatements(sql)).count),
    [Symbol.asyncDispose]: async () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Two statements at once on one connection hang or crash the process (DuckDB 1.5.6), so each waits for the one before. */
function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}

async function typedColumns(result: DuckDB.DuckDBResult): Promise<Float64Array[]> {
  const chunks = await result.fetchAllChunks();
  const rows = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0);
  return Array.from({ length: result.columnCount }, (_, column) => {
    const values = new Float64Array(rows);
    let offset = 0;
    for (const chunk of chunks) {
      const vector = chunk.getColumnVector(column);
      for (let row = 0; row < chunk.rowCount; row += 1) values[offset + row] = vector.getItem(row) as number;
      offset += chunk.rowCount;
    }
    return values;
  });
}

/** A text as an SQL literal. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A column's name as an SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
