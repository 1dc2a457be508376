import type { Manifest } from '#domain/manifest/schema.ts';
import { base } from './check-landing.ts';
import { type Database, identifier } from './duckdb.ts';
import type { CheckFinding } from './finding.ts';

/** A text column with more categories than this share of the rows is an identifier, which separates any label by chance. */
const IDENTIFIER_SHARE = 0.02;

/**
 * A column that alone ranks the label too well to be known beforehand. Measured on `sample`: the AUC of the column, of its
 * categories by their own label rate, and of its being missing; for a number as label, the absolute rank correlation.
 */
export async function checkLeakage(database: Database, { data }: Manifest): Promise<CheckFinding[]> {
  const { limit, except, mode } = data.leakage;
  const label = `(${data.label.sql})::DOUBLE`;
  const findings: CheckFinding[] = [];
  for (const [column, { type }] of Object.entries(data.columns)) {
    if (except.includes(column) || column === data.eventTime || type === 'timestamp' || type === 'date') continue;
    const numeric = type !== 'string';
    const measure = data.label.kind === 'binary' ? binaryPower : numericPower;
    const power = await measure(database, { column: identifier(column), label, numeric });
    if (power === undefined) continue;
    const what = data.label.kind === 'binary' ? 'AUC' : 'rank correlation';
    const shown = Number(power.toPrecision(4));
    const failed = power > limit;
    const todo = failed
      ? ' It was probably written after the event. Leave it out of prepare.sql and name it in data.leakage.except, or drop it.'
      : '';
    const message = `\`${column}\` alone predicts the label with ${what} ${shown}; at most ${limit} is credible.${todo}`;
    findings.push({ ...base({ check: 'leakage', mode, limit: `${what} at most ${limit}`, failed, message }), column });
  }
  return findings;
}

interface Predictor {
  readonly column: string;
  readonly label: string;
  readonly numeric: boolean;
}

async function binaryPower(database: Database, { column, label, numeric }: Predictor): Promise<number | undefined> {
  const order = numeric ? 'value' : 'positives / total';
  const [row] = await database.rows(
    `WITH labelled AS (SELECT ${column} AS value, ${label} AS y FROM sample WHERE ${label} IS NOT NULL),
      grouped AS (
        SELECT value, sum(y) AS positives, count(*) AS total FROM labelled WHERE value IS NOT NULL GROUP BY value
      ),
      ranked AS (
        SELECT positives, total - positives AS negatives,
          sum(total - positives) OVER (ORDER BY ${order}, value ROWS UNBOUNDED PRECEDING) - (total - positives) AS below
        FROM grouped
      )
    SELECT sum(positives * (below + negatives / 2)) / nullif(sum(positives) * sum(negatives), 0) AS auc,
      (SELECT count(*) FROM grouped)::DOUBLE AS categories,
      (SELECT count(*) FROM labelled)::DOUBLE AS total,
      (SELECT avg((value IS NULL)::DOUBLE) FILTER (y = 1) - avg((value IS NULL)::DOUBLE) FILTER (y = 0) FROM labelled)
        AS missing
    FROM ranked`,
  );
  const { auc, categories, total, missing } = row!;
  if (missing === null) return undefined;
  const ofMissing = 0.5 + Math.abs(Number(missing)) / 2;
  if (!numeric && Number(categories) > Number(total) * IDENTIFIER_SHARE) return ofMissing;
  return auc === null ? ofMissing : Math.max(Number(auc), 1 - Number(auc), ofMissing);
}

async function numericPower(database: Database, { column, label, numeric }: Predictor): Promise<number | undefined> {
  if (!numeric) return undefined;
  const [row] = await database.rows(
    `WITH ranked AS (
      SELECT rank() OVER (ORDER BY ${column}) + (count(*) OVER (PARTITION BY ${column}) - 1) / 2 AS x,
        rank() OVER (ORDER BY ${label}) + (count(*) OVER (PARTITION BY ${label}) - 1) / 2 AS y
      FROM sample WHERE ${column} IS NOT NULL AND ${label} IS NOT NULL
    ) SELECT abs(corr(x, y)) AS power FROM ranked`,
  );
  return row!.power === null ? undefined : Number(row!.power);
}
