import type { Manifest } from '#domain/manifest/schema.ts';
import { checkClassLeakage } from './check-class-leakage.ts';
import { base } from './check-landing.ts';
import { type Database, identifier } from './duckdb.ts';
import type { CheckFinding } from './finding.ts';
import { presencePower, rankCorrelation, rankingPower } from './predictive-power.ts';

/** A text column with more categories than this share of the rows is an identifier, which separates any label by chance. */
const IDENTIFIER_SHARE = 0.02;

const TIMES = ['timestamp', 'date'];

/**
 * A column that alone ranks the label too well to be known beforehand. Measured on `sample`: the AUC of the column, of its
 * categories by their own label rate, and of its being missing; for a number as label, the absolute rank correlation. A label of
 * several classes has a measure of its own.
 */
export async function checkLeakage(database: Database, { data }: Manifest): Promise<CheckFinding[]> {
  if (data.label.kind === 'multiclass') return checkClassLeakage(database, data, data.label);
  const { limit, except, mode } = data.leakage;
  const binary = data.label.kind === 'binary';
  const findings: CheckFinding[] = [];
  const columns = Object.entries(data.columns)
    .filter(([column, { type }]) => !except.includes(column) && (type === 'string' ? binary : !TIMES.includes(type)))
    .map(([column]) => column);
  const { labels, values } = await readSample(database, data, columns);
  for (const column of columns) {
    const power = powerOf({ values: values.get(column)!, labels }, binary);
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

/** Every column as numbers beside the label, NaN where it is missing. A text is taken as the label rate of its category. */
async function readSample(database: Database, { label, columns }: Manifest['data'], names: readonly string[]) {
  const y = `(${label.sql})::DOUBLE`;
  const texts = names.filter((name) => columns[name]!.type === 'string');
  const [shares = {}] =
    texts.length === 0
      ? []
      : await database.rows(
          `SELECT ${texts.map((name) => `count(DISTINCT ${identifier(name)})::DOUBLE / count(*) AS ${identifier(name)}`).join(', ')} FROM sample`,
        );
  const number = (name: string) => {
    const column = identifier(name);
    if (columns[name]!.type !== 'string') return `${column}::DOUBLE`;
    const rate = Number(shares[name]) > IDENTIFIER_SHARE ? '0' : `avg(${y}) OVER (PARTITION BY ${column})`;
    return `if(${column} IS NULL, NULL, ${rate})`;
  };
  const selected = names.map((name) => `coalesce((${number(name)})::DOUBLE, 'NaN'::DOUBLE)`);
  const [labels, ...values] = await database.doubles(
    `SELECT ${[y, ...selected].join(', ')} FROM sample WHERE ${y} IS NOT NULL`,
  );
  return { labels: labels!, values: new Map(names.map((name, index) => [name, values[index]!])) };
}

/** The power of the values that are there, and of there being none. */
function powerOf(
  { values, labels }: { values: Float64Array; labels: Float64Array },
  binary: boolean,
): number | undefined {
  const known = (of: Float64Array) => of.filter((_, row) => !Number.isNaN(values[row]));
  if (!binary) return rankCorrelation(known(values), known(labels));
  const powers = [rankingPower(known(values), known(labels)), presencePower(values, labels)];
  const measured = powers.filter((power) => power !== undefined);
  return measured.length === 0 ? undefined : Math.max(...measured);
}
