import type { Manifest } from '#domain/manifest/schema.ts';
import { type Database, identifier } from '../duckdb.ts';
import type { Measurement } from '../validate/measurement.ts';
import { FEWEST_ROWS } from './class-power.ts';
import { suspectColumns } from './label-columns.ts';
import { measureClassPower } from './measure-class-power.ts';
import { presencePower, rankCorrelation, rankingPower } from './predictive-power.ts';

/** A text column with more categories than this share of the rows is an identifier, which separates any label by chance. */
const IDENTIFIER_SHARE = 0.02;

const TIMES = ['timestamp', 'date'];

/**
 * How well each column alone ranks the label. Measured on `sample`: the AUC of the column, of its categories by their own label
 * rate, and of its being missing; for a number as label, the absolute rank correlation.
 */
export async function measurePower(database: Database, { data }: Manifest): Promise<Measurement['power']> {
  if (data.label.kind === 'multiclass') return measureClassPower(database, data, data.label);
  const binary = data.label.kind === 'binary';
  const columns = rankedColumns(data);
  const { labels, values } = await readSample(database, data, columns);
  const powers = columns.map(
    (column) => [column, columnPower({ values: values.get(column)!, labels }, binary)] as const,
  );
  return Object.fromEntries(powers.flatMap(([column, power]) => (power === undefined ? [] : [[column, { power }]])));
}

function rankedColumns(data: Manifest['data']): string[] {
  return suspectColumns(data).filter((column) => {
    const { type } = data.columns[column]!;
    return type === 'string' ? data.label.kind === 'binary' : !TIMES.includes(type);
  });
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

/**
 * The power of the values that are there, and of there being none. Undefined for a number that does not vary, and where there are too few
 * values, or rows of one of two classes: chance alone could rank them.
 */
export function columnPower(
  { values, labels }: { values: Float64Array; labels: Float64Array },
  binary: boolean,
): number | undefined {
  const known = (of: Float64Array) => of.filter((_, row) => !Number.isNaN(values[row]));
  const [ranked, ranking] = [known(values), known(labels)];
  if (!binary) return ranked.length < FEWEST_ROWS ? undefined : rankCorrelation(ranked, ranking);
  const powers = [
    hasBothClasses(ranking) ? rankingPower(ranked, ranking) : undefined,
    hasBothClasses(labels) ? presencePower(values, labels) : undefined,
  ];
  const measured = powers.filter((power) => power !== undefined);
  return measured.length === 0 ? undefined : Math.max(...measured);
}

function hasBothClasses(labels: Float64Array): boolean {
  const positives = labels.reduce((sum, label) => sum + label, 0);
  return Math.min(positives, labels.length - positives) >= FEWEST_ROWS;
}
