import type { Label } from '#domain/manifest/schema.ts';
import { quote } from './duckdb.ts';

/** Text of a label that names a class, as SQL. */
export function classText(expression: string): string {
  return `(${expression})::VARCHAR`;
}

/** The names of the classes as an SQL list of literals, for IN. */
export function classNames(classes: readonly string[]): string {
  return classes.map(quote).join(', ');
}

/** The index of the class that an SQL expression names, from 0; NULL where it is missing or names none of them. */
export function classIndex(expression: string, classes: readonly string[]): string {
  return `(list_position([${classNames(classes)}], ${classText(expression)}) - 1)`;
}

/** A label as a number, as SQL: 0 or 1, the number itself, or the class's index. */
export function labelNumber(label: Label, expression: string = label.sql): string {
  return label.kind === 'multiclass' ? `${classIndex(expression, label.classes)}::DOUBLE` : `(${expression})::DOUBLE`;
}
