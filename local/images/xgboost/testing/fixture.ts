import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseCsv } from '../csv-parser.ts';
import type { LabelledData } from '../data-matrix.ts';

/** What a real XGBoost did with a fixture; see fixtures/README.md. */
export interface Fixture {
  readonly data: LabelledData;
  readonly hyperparameters: Readonly<Record<string, string>>;
  readonly metric: string;
  readonly metricByRound: readonly number[];
  /** One a row, or one for each class of the first row, then of the next. */
  readonly predictions: readonly number[];
}

export const FIXTURES = [
  'logistic',
  'logistic-missing',
  'squared-error',
  'many-values',
  'softprob',
  'softprob-missing',
] as const;

export function fixturePath(file: string): string {
  return fileURLToPath(new URL(`../fixtures/${file}`, import.meta.url));
}

export function readFixture(name: (typeof FIXTURES)[number]): Fixture {
  const table = parseCsv(readFileSync(fixturePath(`${name}.csv`)), `${name}.csv`);
  const rows = Array.from({ length: table.rows }, (_, row) => {
    return Array.from(table.values.subarray(row * table.columns, (row + 1) * table.columns));
  });
  const data = labelled(
    rows.map((row) => row.slice(1)),
    rows.map((row) => row[0]!),
  );
  return { ...JSON.parse(readFileSync(fixturePath(`${name}.expected.json`), 'utf8')), data };
}

/** Rows of features and their labels as one table. */
export function labelled(rows: readonly (readonly number[])[], labels: readonly number[]): LabelledData {
  const columns = rows[0]?.length ?? 0;
  return { rows: rows.length, columns, values: Float32Array.from(rows.flat()), labels: Float32Array.from(labels) };
}

/** The largest distance between two lists of the same length. */
export function farthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return Math.max(0, ...Array.from(a, (value, i) => (Object.is(value, b[i]) ? 0 : Math.abs(value - b[i]!))));
}
