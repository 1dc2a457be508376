import type { Manifest } from '#domain/manifest/schema.ts';
import type { LabelMeasurement } from '../validate/measurement.ts';
import type { Tally } from '../validate/tally.ts';
import { classLabelAggregates, measuredClasses } from './measure-class-label.ts';

/** What is to be computed of the label. */
export function labelAggregates({ data }: Manifest): Map<string, string> {
  if (data.label.kind === 'multiclass') return classLabelAggregates(data.label);
  const value = `(${data.label.sql})::DOUBLE`;
  return new Map([
    ['label mean', `avg(${value})`],
    ['label low', `min(${value})`],
    ['label high', `max(${value})`],
    ['label rows', `count(${value})::DOUBLE`],
    ['label odd', `count(*) FILTER (WHERE ${value} NOT IN (0, 1))::DOUBLE`],
  ]);
}

export function measuredLabel({ data }: Manifest, tally: Tally): LabelMeasurement {
  const problem = tally.problem('label rows');
  if (problem !== undefined) return { problem };
  if (data.label.kind === 'multiclass') return measuredClasses(data.label, tally);
  const of = (what: string) => tally.count(`label ${what}`);
  return { rows: of('rows'), mean: of('mean'), low: of('low'), high: of('high'), odd: of('odd') };
}
