import { type Database, identifier } from '../duckdb.ts';
import { PrepareSqlError } from '../errors.ts';

/** What a prepare.sql returned, as a table of the database. */
export interface PreparedTable {
  readonly name: string;
  /** In the order of the SELECT, which is the order in the CSV. */
  readonly features: readonly string[];
  /** Slice columns, with their prefix `slice_`. */
  readonly slices: readonly string[];
}

const KEYS = ['row_id', 'event_time', 'label'];

const NUMERIC = /^(BOOLEAN|U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/;

/**
 * Runs one SELECT and keeps its result under `name`.
 * @throws PrepareSqlError
 */
export async function prepareTable(database: Database, name: string, sql: string): Promise<PreparedTable> {
  const columns = await materialise(database, name, sql);
  const missing = KEYS.filter((key) => !columns.has(key));
  if (missing.length > 0) {
    throw new PrepareSqlError(`prepare.sql must return ${KEYS.join(', ')}; it returns no ${missing.join(', no ')}.`);
  }
  const slices = [...columns.keys()].filter((column) => column.startsWith('slice_'));
  const features = [...columns.keys()].filter((column) => !KEYS.includes(column) && !slices.includes(column));
  if (features.length === 0) throw new PrepareSqlError('prepare.sql returns no feature beside the keys and slices.');
  for (const feature of features) {
    const type = columns.get(feature)!;
    if (NUMERIC.test(type)) continue;
    throw new PrepareSqlError(
      `The feature ${feature} is ${type}; a feature is a number or a boolean. Encode it in prepare.sql.`,
    );
  }
  if (!/^(TIMESTAMP|DATE)/.test(columns.get('event_time')!)) {
    throw new PrepareSqlError(`event_time is ${columns.get('event_time')}; it must be a TIMESTAMP or a DATE.`);
  }
  return { name, features, slices };
}

async function materialise(database: Database, name: string, sql: string): Promise<Map<string, string>> {
  const table = identifier(name);
  const select = sql.trim().replace(/;\s*$/, '');
  try {
    if ((await database.statements(select)) !== 1) throw new PrepareSqlError('prepare.sql must be one SELECT.');
    await database.run(`CREATE TABLE ${table} AS FROM (\n${select}\n)`);
    const described = await database.rows(`DESCRIBE ${table}`);
    return new Map(described.map((row) => [String(row.column_name), String(row.column_type)]));
  } catch (error) {
    if (error instanceof PrepareSqlError) throw error;
    throw new PrepareSqlError(`prepare.sql does not run: ${(error as Error).message.trim()}`, { cause: error });
  }
}
