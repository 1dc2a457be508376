import type { Data } from '#domain/manifest/schema.ts';
import { classIndex } from '../class-index.ts';
import { type Database, identifier } from '../duckdb.ts';
import type { ClassLabel } from '../expectations/measure-class-label.ts';
import type { Measurement } from '../validate/measurement.ts';
import {
  type Classes,
  type ClassPower,
  categoryPowers,
  presencePowers,
  rankingPowers,
  strongest,
} from './class-power.ts';
import { suspectColumns } from './label-columns.ts';

/** A text column with more categories than this share of the rows is an identifier; only whether it is there is looked at. */
const IDENTIFIER_SHARE = 0.02;

const TIMES = ['timestamp', 'date'];

/**
 * How well each column alone tells one class from all others. Measured on `sample`, as the largest one-vs-rest AUC over the classes: of the
 * column, of its categories by the class's share in them, and of its being missing. A leak often gives one class away and not the others, so
 * the largest counts and not their mean.
 */
export async function measureClassPower(
  database: Database,
  data: Data,
  label: ClassLabel,
): Promise<Measurement['power']> {
  const columns = suspectColumns(data).filter((column) => !TIMES.includes(data.columns[column]!.type));
  const { codes, values } = await readSample(database, { data, label, columns });
  const classes = { codes, count: label.classes.length };
  const powers = columns.flatMap((column) => {
    const found = classPower(values.get(column)!, { classes, isText: data.columns[column]!.type === 'string' });
    return found === undefined ? [] : [[column, found] as const];
  });
  return Object.fromEntries(powers);
}

interface Wanted {
  readonly data: Data;
  readonly label: ClassLabel;
  readonly columns: readonly string[];
}

/** Every column as numbers beside the class's index, NaN where it is missing. A text is taken as the number of its category. */
async function readSample(database: Database, { data, label, columns }: Wanted) {
  const texts = columns.filter((name) => data.columns[name]!.type === 'string');
  const distinct = texts.map((name) => `count(DISTINCT ${identifier(name)})::DOUBLE / count(*) AS ${identifier(name)}`);
  const [shares = {}] = texts.length === 0 ? [] : await database.rows(`SELECT ${distinct.join(', ')} FROM sample`);
  const number = (name: string) => {
    const column = identifier(name);
    if (data.columns[name]!.type !== 'string') return `${column}::DOUBLE`;
    const category = Number(shares[name]) > IDENTIFIER_SHARE ? '0' : `dense_rank() OVER (ORDER BY ${column}) - 1`;
    return `if(${column} IS NULL, NULL, ${category})`;
  };
  const index = `${classIndex(label.sql, label.classes)}::DOUBLE`;
  const selected = columns.map((name) => `coalesce((${number(name)})::DOUBLE, 'NaN'::DOUBLE)`);
  const [codes, ...values] = await database.doubles(
    `SELECT ${[index, ...selected].join(', ')} FROM sample WHERE ${index} IS NOT NULL`,
  );
  return { codes: codes!, values: new Map(columns.map((name, at) => [name, values[at]!])) };
}

/** The power of the values that are there, and of there being none. */
export function classPower(
  values: Float64Array,
  { classes, isText }: { classes: Classes; isText: boolean },
): ClassPower | undefined {
  const known = (of: Float64Array) => of.filter((_, row) => !Number.isNaN(values[row]));
  const there = { ...classes, codes: known(classes.codes) };
  const own = isText ? categoryPowers(known(values), there) : rankingPowers(known(values), there);
  return strongest([own, presencePowers(values, classes)]);
}
