import type { Expectation, Manifest } from '#domain/manifest/schema.ts';
import { exampleRows } from './check-rows.ts';
import { type Database, identifier } from './duckdb.ts';
import { type CheckFinding, percent } from './finding.ts';

/** What is asked of a landing as a whole. */
export interface LandingFacts {
  readonly rows: number;
  /** Epoch milliseconds of the newest event; undefined when there is none. */
  readonly newestEvent: number | undefined;
  readonly now: Date;
}

type Of<Check extends Expectation['check']> = Extract<Expectation, { check: Check }>;

export function checkRowCount({ min, max, mode }: Of<'rowCount'>, { rows }: LandingFacts): CheckFinding {
  const few = min !== undefined && rows < min;
  const many = max !== undefined && rows > max;
  const limit = [min === undefined ? '' : `at least ${min}`, max === undefined ? '' : `at most ${max}`]
    .filter((part) => part !== '')
    .join(' and ');
  const todo = few ? ' Is a file missing? Deliver all of them.' : many ? ' Was something delivered twice?' : '';
  const message = `${rows} rows landed; ${limit} are expected.${todo}`;
  return base({ check: 'rowCount', mode, limit: `${limit} rows`, failed: few || many, message });
}

export function checkFreshness({ maxAgeHours, mode }: Of<'freshness'>, facts: LandingFacts): CheckFinding {
  const limit = `newest event at most ${maxAgeHours} h old`;
  if (facts.newestEvent === undefined) {
    return base({
      check: 'freshness',
      mode,
      limit,
      failed: true,
      message: 'No row has an event time, so nothing is fresh.',
    });
  }
  const age = (facts.now.getTime() - facts.newestEvent) / 3_600_000;
  const failed = age > maxAgeHours;
  const newest = new Date(facts.newestEvent).toISOString();
  const todo = failed ? ' Deliver newer data.' : '';
  const message = `The newest event is of ${newest}, ${age.toFixed(1)} h ago; at most ${maxAgeHours} h are allowed.${todo}`;
  return base({ check: 'freshness', mode, limit, failed, message });
}

/** How many rows repeat another one in these columns, to be counted; the first of each group is not. */
export function repeats({ columns }: Of<'unique'>): string {
  return `(count(*) - count(DISTINCT ROW(${columns.map(identifier).join(', ')})))::DOUBLE`;
}

export async function checkUnique(
  database: Database,
  manifest: Manifest,
  { expectation, count, rows }: { expectation: Of<'unique'>; count: number; rows: number },
): Promise<CheckFinding> {
  const { columns, tolerance, mode } = expectation;
  const key = columns.map(identifier).join(', ');
  const share = count / rows;
  const failed = share > tolerance;
  const examples =
    count === 0
      ? []
      : await exampleRows(
          database,
          manifest,
          `(${key}) IN (SELECT (${key}) FROM landed GROUP BY ${key} HAVING count(*) > 1 ORDER BY ${key} LIMIT 2)`,
        );
  const name = columns.map((column) => `\`${column}\``).join(', ');
  const todo = failed ? ' Remove them and deliver again.' : '';
  const message = `${count} of ${rows} rows (${percent(share)}) repeat another in ${name}; ${percent(tolerance)} may.${todo}`;
  const limit = `${name} unique but in ${percent(tolerance)} of the rows`;
  return { ...base({ check: 'unique', mode, limit, failed, message }), count, share, examples };
}

export function base({
  check,
  mode,
  limit,
  failed,
  message,
}: Pick<CheckFinding, 'check' | 'mode' | 'limit' | 'message'> & { failed: boolean }): CheckFinding {
  return { check, mode, verdict: failed ? 'Failed' : 'Passed', count: 0, share: 0, limit, examples: [], message };
}
