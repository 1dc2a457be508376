import { type Database, identifier } from '../duckdb.ts';

/** What one pass over the landing found: a value by name, or DuckDB's sentence why there is none. */
export interface Tally {
  value(name: string): unknown;
  /** A count; 0 where there is none. */
  count(name: string): number;
  problem(name: string): string | undefined;
}

/** Which rows make up `sample`, and which of their columns. */
export interface SampleRule {
  readonly columns: readonly string[];
  /** About one row in so many. */
  readonly oneIn: number;
}

/**
 * Computes all aggregates and takes a sample in one pass, which for a CSV is one parse. Rows are chosen by a hash of all their
 * columns, so that a repeat finds the same. If any aggregate does not run, each is computed alone, so that one broken
 * expectation does not hide the others.
 */
export async function takeTally(
  database: Database,
  aggregates: ReadonlyMap<string, string>,
  { columns, oneIn }: SampleRule,
): Promise<Tally> {
  const names = [...aggregates.keys()];
  const list = names.map((name, index) => `${aggregates.get(name)} AS a${index}`);
  const chosen = `hash(${columns.map(identifier).join(', ')}) % ${oneIn} = 0`;
  const struct = columns.map((column) => `${identifier(column)}: ${identifier(column)}`).join(', ');
  const values = new Map<string, unknown>();
  const problems = new Map<string, string>();
  try {
    list.push(`list({${struct}}) FILTER (WHERE ${chosen}) AS sample`);
    await database.run(`CREATE TABLE tally AS SELECT ${list.join(', ')} FROM landed_first`);
    await database.run('CREATE TABLE sample AS SELECT unnest(sample, recursive := true) FROM tally');
    const [row] = await database.rows('SELECT * EXCLUDE (sample) FROM tally');
    for (const [index, name] of names.entries()) values.set(name, row![`a${index}`]);
  } catch {
    await database.run('CREATE TABLE IF NOT EXISTS readable AS SELECT count(COLUMNS(*)) FROM landed_first');
    await database.run(
      `CREATE TABLE sample AS SELECT ${columns.map(identifier).join(', ')} FROM landed WHERE ${chosen}`,
    );
    for (const [name, aggregate] of aggregates) {
      try {
        const [row] = await database.rows(`SELECT ${aggregate} AS value FROM landed`);
        values.set(name, row!.value);
      } catch (error) {
        problems.set(name, (error as Error).message.split('\n')[0]!);
      }
    }
  }
  return tallyOf(values, problems);
}

export function tallyOf(
  values: ReadonlyMap<string, unknown>,
  problems: ReadonlyMap<string, string> = new Map(),
): Tally {
  return {
    value: (name) => values.get(name),
    count: (name) => Number(values.get(name) ?? 0),
    problem: (name) => problems.get(name),
  };
}
