import type { MeasuredColumns } from '../drift/measured-columns.ts';
import type { ExampleRow } from './finding.ts';

/** What was counted in a landing, or in a part of one, before anything is judged. It survives JSON. */
export interface Measurement {
  readonly rows: number;
  /** Epoch milliseconds; absent when no row has an event time. */
  readonly newestEvent?: number;
  /** Absent for Parquet, which has no lines. */
  readonly malformed?: MalformedLines;
  /** By place in data.expectations; of those that are about rows. */
  readonly offending: Readonly<Record<number, Offending>>;
  readonly label: LabelMeasurement;
  /** By column, how well it alone ranks the label in a sample. Empty when the label is of no use. */
  readonly power: Readonly<Record<string, ColumnPower>>;
  readonly columns: MeasuredColumns;
  /** Set when it was merged from parts. */
  readonly merged?: Merged;
}

/** What the parts were that a measurement was merged from. */
export interface Merged {
  readonly parts: number;
  /** Rows of the sample. */
  readonly sampled: number;
  /** Columns with more categories in a part than are kept of one. */
  readonly undercounted: readonly string[];
}

/** Lines of a CSV that could not be read, with some of them. */
export interface MalformedLines {
  readonly lines: number;
  readonly examples: readonly ExampleRow[];
}

/** How many rows do not meet an expectation, with some of them; or DuckDB's sentence why it cannot be told. */
export type Offending =
  | { readonly count: number; readonly examples: readonly ExampleRow[] }
  | { readonly problem: string };

/** How well a column alone tells the label: an AUC, or a rank correlation. */
export interface ColumnPower {
  readonly power: number;
  /** Of a label that names classes, the place of the one that it tells best. */
  readonly of?: number;
}

export type LabelMeasurement = NumberMeasurement | ClassMeasurement | { readonly problem: string };

/** Of a label that is 0 and 1, or a number. */
export interface NumberMeasurement {
  /** Rows that have a label. */
  readonly rows: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Labels that are neither 0 nor 1. */
  readonly odd: number;
}

/** Of a label that names classes. */
export interface ClassMeasurement {
  /** Rows that have a label. */
  readonly rows: number;
  /** Rows of each class, in the manifest's order. */
  readonly classes: readonly number[];
  /** A label that names none of them. */
  readonly oddName?: string;
}
