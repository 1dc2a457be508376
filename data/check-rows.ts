import type { Manifest } from '#domain/manifest/schema.ts';
import { type Database, identifier, type Row } from './duckdb.ts';
import { isRowExpectation, limitOf, offends, requirement, toleranceOf } from './expectation-sql.ts';
import { type CheckFinding, type ExampleRow, percent } from './finding.ts';

/** Rows shown per failed check. */
const EXAMPLES = 5;

type RowExpectation = Parameters<typeof offends>[0];

/** Judges every expectation about single rows: one pass over the data for all counts, then a few example rows of each. */
export async function checkRows(database: Database, manifest: Manifest, rows: number): Promise<CheckFinding[]> {
  const expectations = manifest.data.expectations.filter(isRowExpectation);
  const counts = await countOffending(database, expectations);
  const findings: CheckFinding[] = [];
  for (const [index, expectation] of expectations.entries()) {
    const count = counts[index]!;
    const examples =
      typeof count === 'number' && count > 0 ? await exampleRows(database, manifest, offends(expectation)) : [];
    findings.push(finding(expectation, { count, rows, examples }));
  }
  return findings;
}

/** A count each, or the sentence of DuckDB why there is none. */
async function countOffending(
  database: Database,
  expectations: readonly RowExpectation[],
): Promise<(number | string)[]> {
  if (expectations.length === 0) return [];
  const count = (expectation: RowExpectation) => `count(*) FILTER (WHERE ${offends(expectation)})::DOUBLE`;
  try {
    const [columns] = await database.rows(
      `SELECT ${expectations.map((each, index) => `${count(each)} AS c${index}`).join(', ')} FROM landed`,
    );
    return expectations.map((_, index) => Number(columns![`c${index}`]));
  } catch {
    // One of them does not run: ask one by one to know which.
    const counts: (number | string)[] = [];
    for (const each of expectations) {
      try {
        const [row] = await database.rows(`SELECT ${count(each)} AS c FROM landed`);
        counts.push(Number(row!.c));
      } catch (error) {
        counts.push((error as Error).message.split('\n')[0]!);
      }
    }
    return counts;
  }
}

/** A few rows that meet the condition, the first ones in file order, sensitive values redacted. */
export async function exampleRows(database: Database, manifest: Manifest, where: string): Promise<ExampleRow[]> {
  const columns = Object.keys(manifest.data.columns).map(identifier).join(', ');
  const rows = await database.rows(`SELECT ${columns} FROM landed WHERE ${where} LIMIT ${EXAMPLES}`);
  return rows.map((row) => redact(row, manifest));
}

function redact(row: Row, { data }: Manifest): ExampleRow {
  const value = (name: string) => (data.columns[name]?.sensitive === true ? '(redacted)' : row[name]);
  return Object.fromEntries(Object.keys(row).map((name) => [name, value(name)]));
}

function finding(
  expectation: RowExpectation,
  { count, rows, examples }: { count: number | string; rows: number; examples: readonly ExampleRow[] },
): CheckFinding {
  const common = {
    check: expectation.check,
    ...('column' in expectation ? { column: expectation.column } : {}),
    mode: expectation.mode,
    limit: limitOf(expectation),
    examples,
  };
  if (typeof count === 'string') {
    const message = `The expectation that ${requirement(expectation)} does not parse or run: ${count}. Correct the manifest.`;
    return { ...common, verdict: 'Invalid', count: 0, share: 0, message };
  }
  const share = rows === 0 ? 0 : count / rows;
  const tolerance = percent(toleranceOf(expectation));
  const what = `${count} of ${rows} rows (${percent(share)})`;
  const failed = share > toleranceOf(expectation);
  const message = failed
    ? `${requirement(expectation)}: ${what} do not meet this, ${tolerance} may. Correct them and deliver again.`
    : `${requirement(expectation)}: ${what} do not meet this, ${tolerance} may.`;
  return { ...common, verdict: failed ? 'Failed' : 'Passed', count, share, message };
}
