import type { Expectation, Manifest } from '#domain/manifest/schema.ts';
import { type Database, identifier } from '../duckdb.ts';
import type { Measurement, Offending } from '../validate/measurement.ts';
import type { Tally } from '../validate/tally.ts';
import { exampleRows } from './example-rows.ts';
import { isRowExpectation, offends } from './expectation-sql.ts';

/** The offending rows of every expectation that is about rows, to be counted. */
export function offendingAggregates({ data }: Manifest): Map<string, string> {
  return new Map(
    data.expectations.flatMap((expectation, place) => {
      const aggregate = offendingAggregate(expectation);
      return aggregate === undefined ? [] : [[nameOf(place), `(${aggregate})::DOUBLE`]];
    }),
  );
}

/** Of rows that repeat another one, the first of each group does not count. */
function offendingAggregate(expectation: Expectation): string | undefined {
  if (isRowExpectation(expectation)) return `count(*) FILTER (WHERE ${offends(expectation)})`;
  if (expectation.check !== 'unique') return undefined;
  return `count(*) - count(DISTINCT ROW(${expectation.columns.map(identifier).join(', ')}))`;
}

/** What was counted, with a few example rows of each expectation that was not met by all. */
export async function measureOffending(
  database: Database,
  manifest: Manifest,
  tally: Tally,
): Promise<Measurement['offending']> {
  const offending: Record<number, Offending> = {};
  for (const [place, expectation] of manifest.data.expectations.entries()) {
    const where = isRowExpectation(expectation) ? offends(expectation) : repeating(expectation);
    if (where === undefined) continue;
    const problem = tally.problem(nameOf(place));
    const count = tally.count(nameOf(place));
    const examples = count > 0 ? await exampleRows(database, manifest, where) : [];
    offending[place] = problem === undefined ? { count, examples } : { problem };
  }
  return offending;
}

/** The condition of a row that is of one of the first groups of repeats. */
function repeating(expectation: Expectation): string | undefined {
  if (expectation.check !== 'unique') return undefined;
  const key = expectation.columns.map(identifier).join(', ');
  return `(${key}) IN (SELECT (${key}) FROM landed GROUP BY ${key} HAVING count(*) > 1 ORDER BY ${key} LIMIT 2)`;
}

function nameOf(place: number): string {
  return `expectation ${place}`;
}
