import type { Label } from '#domain/manifest/schema.ts';
import { classNames, classText } from '../class-index.ts';
import { quote } from '../duckdb.ts';
import type { ClassMeasurement } from '../validate/measurement.ts';
import type { Tally } from '../validate/tally.ts';

export type ClassLabel = Extract<Label, { kind: 'multiclass' }>;

/** What is to be computed of a label that names classes: rows with a label, rows of each class, and a name that is none. */
export function classLabelAggregates({ sql, classes }: ClassLabel): Map<string, string> {
  const text = classText(sql);
  return new Map([
    ['label rows', `count(${text})::DOUBLE`],
    ['label odd', `min(${text}) FILTER (WHERE ${text} NOT IN (${classNames(classes)}))`],
    ...classes.map(
      (name, index) => [nameOf(index), `count(*) FILTER (WHERE ${text} = ${quote(name)})::DOUBLE`] as const,
    ),
  ]);
}

export function measuredClasses({ classes }: ClassLabel, tally: Tally): ClassMeasurement {
  const odd = tally.value('label odd');
  return {
    rows: tally.count('label rows'),
    classes: classes.map((_, index) => tally.count(nameOf(index))),
    ...(odd === null || odd === undefined ? {} : { oddName: String(odd) }),
  };
}

function nameOf(index: number): string {
  return `label class ${index}`;
}
