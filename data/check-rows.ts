import type { Manifest } from '#domain/manifest/schema.ts';
import { type Database, identifier, type Row } from './duckdb.ts';
import {
  isRowExpectation,
  limitOf,
  offends,
  type RowExpectation,
  requirement,
  toleranceOf,
} from './expectation-sql.ts';
import { type CheckFinding, type ExampleRow, percent } from './finding.ts';
import type { Tally } from './tally.ts';

/** Rows shown per failed check. */
const EXAMPLES = 5;

/** The offending rows of every expectation about single rows, to be counted. */
export function rowAggregates({ data }: Manifest): Map<string, string> {
  return new Map(
    data.expectations.flatMap((expectation, index) =>
      isRowExpectation(expectation) ? [[nameOf(index), `count(*) FILTER (WHERE ${offends(expectation)})::DOUBLE`]] : [],
    ),
  );
}

/** Judges every expectation about single rows by what was counted, with a few example rows of each that was not met by all. */
export async function checkRows(
  database: Database,
  manifest: Manifest,
  { tally, rows }: { tally: Tally; rows: number },
): Promise<CheckFinding[]> {
  const findings: CheckFinding[] = [];
  for (const [index, expectation] of manifest.data.expectations.entries()) {
    if (!isRowExpectation(expectation)) continue;
    const problem = tally.problem(nameOf(index));
    const count = tally.count(nameOf(index));
    const examples = count > 0 ? await exampleRows(database, manifest, offends(expectation)) : [];
    findings.push(
      problem === undefined ? counted(expectation, { count, rows, examples }) : invalid(expectation, problem),
    );
  }
  return findings;
}

function nameOf(index: number): string {
  return `expectation ${index}`;
}

/** A few rows that meet the condition, sensitive values redacted. */
export async function exampleRows(database: Database, manifest: Manifest, where: string): Promise<ExampleRow[]> {
  const columns = Object.keys(manifest.data.columns).map(identifier).join(', ');
  const rows = await database.rows(`SELECT ${columns} FROM landed WHERE ${where} LIMIT ${EXAMPLES}`);
  return rows.map((row) => redact(row, manifest));
}

function redact(row: Row, { data }: Manifest): ExampleRow {
  const value = (name: string) => (data.columns[name]?.sensitive === true ? '(redacted)' : row[name]);
  return Object.fromEntries(Object.keys(row).map((name) => [name, value(name)]));
}

function about(expectation: RowExpectation) {
  return {
    check: expectation.check,
    ...('column' in expectation ? { column: expectation.column } : {}),
    mode: expectation.mode,
    limit: limitOf(expectation),
  };
}

function invalid(expectation: RowExpectation, problem: string): CheckFinding {
  const message = `The expectation that ${requirement(expectation)} does not parse or run: ${problem}. Correct the manifest.`;
  return { ...about(expectation), verdict: 'Invalid', count: 0, share: 0, examples: [], message };
}

function counted(
  expectation: RowExpectation,
  { count, rows, examples }: { count: number; rows: number; examples: readonly ExampleRow[] },
): CheckFinding {
  const share = count / rows;
  const failed = share > toleranceOf(expectation);
  const what = `${count} of ${rows} rows (${percent(share)}) do not meet this, ${percent(toleranceOf(expectation))} may`;
  const message = `${requirement(expectation)}: ${what}.${failed ? ' Correct them and deliver again.' : ''}`;
  return { ...about(expectation), verdict: failed ? 'Failed' : 'Passed', count, share, examples, message };
}
