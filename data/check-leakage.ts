import type { Manifest } from '#domain/manifest/schema.ts';
import { base } from './check-landing.ts';
import { type Database, identifier } from './duckdb.ts';
import type { CheckFinding } from './finding.ts';
import { rankCorrelation, rankingPower } from './predictive-power.ts';

/** A text column with more categories than this share of the rows is an identifier, which separates any label by chance. */
const IDENTIFIER_SHARE = 0.02;

/**
 * A column that alone ranks the label too well to be known beforehand. Measured on `sample`: the AUC of the column, of its
 * categories by their own label rate, and of its being missing; for a number as label, the absolute rank correlation.
 */
export async function checkLeakage(database: Database, { data }: Manifest): Promise<CheckFinding[]> {
  const { limit, except, mode } = data.leakage;
  const binary = data.label.kind === 'binary';
  const findings: CheckFinding[] = [];
  for (const [column, { type }] of Object.entries(data.columns)) {
    if (except.includes(column) || type === 'timestamp' || type === 'date') continue;
    if (type === 'string' && !binary) continue;
    const sampled = await readSample(database, data.label.sql, { column, type });
    const power = sampled === undefined ? undefined : powerOf(sampled, binary);
    if (power === undefined) continue;
    const what = binary ? 'AUC' : 'rank correlation';
    const failed = power > limit;
    const todo = failed
      ? ' It was probably written after the event. Leave it out of prepare.sql and name it in data.leakage.except, or drop it.'
      : '';
    const shown = Number(power.toPrecision(4));
    const message = `\`${column}\` alone predicts the label with ${what} ${shown}; at most ${limit} is credible.${todo}`;
    findings.push({ ...base({ check: 'leakage', mode, limit: `${what} at most ${limit}`, failed, message }), column });
  }
  return findings;
}

/** One column beside the label, NaN where it is missing. */
interface Sampled {
  readonly values: Float64Array;
  readonly labels: Float64Array;
}

/** Categories are taken as their own label rate. Undefined when there are too many of them to mean anything. */
async function readSample(
  database: Database,
  labelSql: string,
  { column, type }: { column: string; type: string },
): Promise<Sampled | undefined> {
  const name = identifier(column);
  const label = `(${labelSql})::DOUBLE`;
  let value = `${name}::DOUBLE`;
  if (type === 'string') {
    const [row] = await database.rows(`SELECT count(DISTINCT ${name})::DOUBLE / count(*) AS share FROM sample`);
    value =
      Number(row!.share) > IDENTIFIER_SHARE
        ? `if(${name} IS NULL, NULL, 0)`
        : `avg(${label}) OVER (PARTITION BY ${name})`;
    value = `if(${name} IS NULL, NULL, ${value})`;
  }
  const [values, labels] = await database.doubles(
    `SELECT coalesce(${value}, 'NaN')::DOUBLE, ${label} FROM sample WHERE ${label} IS NOT NULL`,
  );
  return values!.length === 0 ? undefined : { values: values!, labels: labels! };
}

function powerOf({ values, labels }: Sampled, binary: boolean): number | undefined {
  const present = values.map((value) => (Number.isNaN(value) ? 0 : 1));
  const known = (of: Float64Array) => of.filter((_, row) => present[row] === 1);
  if (!binary) return rankCorrelation(known(values), known(labels));
  const powers = [rankingPower(known(values), known(labels)), rankingPower(present, labels)];
  const measured = powers.filter((power) => power !== undefined);
  return measured.length === 0 ? undefined : Math.max(...measured);
}
