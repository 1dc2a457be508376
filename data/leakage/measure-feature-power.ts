import type { Manifest } from '#domain/manifest/schema.ts';
import { type Database, identifier } from '../duckdb.ts';
import type { Measurement } from '../validate/measurement.ts';
import { sampleRate } from '../validate/sample-rate.ts';
import { classPower } from './measure-class-power.ts';
import { columnPower } from './measure-power.ts';

/** How well each feature alone ranks the label, or tells one class from all others: of about 10,000 of `rows` rows of `relation`. */
export async function measureFeaturePower(
  database: Database,
  { data: { label } }: Manifest,
  { relation, features, rows }: { relation: string; features: readonly string[]; rows: number },
): Promise<Measurement['power']> {
  const numbers = features.map((feature) => `coalesce(${identifier(feature)}::DOUBLE, 'NaN'::DOUBLE)`);
  const [labels = new Float64Array(), ...values] = await database.doubles(
    `SELECT ${['label::DOUBLE', ...numbers].join(', ')} FROM ${identifier(relation)}
      WHERE label IS NOT NULL AND hash(row_id) % ${sampleRate(rows)} = 0`,
  );
  const powers = features.map((feature, index) => {
    const own = { values: values[index]!, labels };
    if (label.kind === 'multiclass') {
      const classes = { codes: labels, count: label.classes.length };
      return [feature, classPower(own.values, { classes, isText: false })] as const;
    }
    const power = columnPower(own, label.kind === 'binary');
    return [feature, power === undefined ? undefined : { power }] as const;
  });
  return Object.fromEntries(powers.flatMap(([feature, found]) => (found === undefined ? [] : [[feature, found]])));
}
