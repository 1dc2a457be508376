import type { Manifest } from '#domain/manifest/schema.ts';
import { base } from './check-landing.ts';
import type { Database } from './duckdb.ts';
import { type CheckFinding, percent, structural } from './finding.ts';

export interface LabelFacts {
  readonly findings: readonly CheckFinding[];
  /** Mean of the label; the base rate of a binary one. Absent when there is no usable label. */
  readonly mean?: number;
}

/** The label can be computed, has more than one value, and its rate is one that is expected. */
export async function checkLabel(database: Database, { data }: Manifest): Promise<LabelFacts> {
  const { sql, kind } = data.label;
  let row: Record<string, unknown>;
  try {
    const value = `(${sql})::DOUBLE`;
    const rows = await database.rows(
      `SELECT avg(${value}) AS mean, min(${value}) AS low, max(${value}) AS high, count(${value})::DOUBLE AS labelled,
        count(*) FILTER (${value} NOT IN (0, 1))::DOUBLE AS odd FROM landed`,
    );
    row = rows[0]!;
  } catch (error) {
    const why = (error as Error).message.split('\n')[0];
    return {
      findings: [structural('label', `The label \`${sql}\` cannot be computed: ${why}. Correct data.label.sql.`)],
    };
  }
  const labelled = Number(row.labelled);
  if (labelled === 0)
    return { findings: [structural('label', `No row has a label: \`${sql}\` is missing everywhere.`)] };
  const findings: CheckFinding[] = [];
  if (row.low === row.high) {
    const message = `All ${labelled} labels are ${row.low}: there is nothing to learn. Check how \`${sql}\` was delivered.`;
    findings.push(structural('labelClasses', message, { count: labelled }));
  }
  if (kind === 'binary' && Number(row.odd) > 0) {
    const message = `${row.odd} labels are neither 0 nor 1. Correct data.label.sql or what landed.`;
    findings.push(structural('labelValues', message, { count: Number(row.odd) }));
  }
  const mean = Number(row.mean);
  for (const expectation of data.expectations) {
    if (expectation.check !== 'labelRate') continue;
    const { min, max, mode } = expectation;
    const failed = mean < min || mean > max;
    const limit = `label rate from ${percent(min)} to ${percent(max)}`;
    const todo = failed ? ' Check how the label was delivered.' : '';
    const message = `${percent(mean)} of the rows have label 1; ${percent(min)} to ${percent(max)} are expected.${todo}`;
    findings.push(base({ check: 'labelRate', mode, limit, failed, message }));
  }
  return { findings, mean };
}
