import type { Manifest } from '#domain/manifest/schema.ts';
import { identifier } from '../duckdb.ts';
import type { Tally } from '../validate/tally.ts';
import type { NumericProfile } from './profile.ts';

const NUMERIC_TYPES = ['integer', 'number', 'timestamp', 'date'];

/** As much of a manifest as tells what type a column has. */
export interface Typed {
  readonly data: Pick<Manifest['data'], 'columns'>;
}

export function isNumeric({ data }: Typed, column: string): boolean {
  return NUMERIC_TYPES.includes(data.columns[column]!.type);
}

/** A column's value as a number; a timestamp is taken as seconds since the epoch. */
export function numberOf({ data }: Typed, column: string): string {
  const name = identifier(column);
  const time = ['timestamp', 'date'].includes(data.columns[column]!.type);
  return time ? `epoch(${name}::TIMESTAMP)` : `${name}::DOUBLE`;
}

/** What is to be counted of a numeric column on these edges. */
export function histogramAggregates(
  typed: Typed,
  column: string,
  edges: readonly number[],
): readonly (readonly [string, string])[] {
  const value = numberOf(typed, column);
  const counts = [
    [`present ${column}`, `count(${value})::DOUBLE`],
    [`nan ${column}`, `count(*) FILTER (WHERE isnan(${value}))::DOUBLE`],
  ] as const;
  if (edges.length === 0) return counts;
  // A number is read as a DECIMAL first, which may miss the nearest double; a text is not.
  const list = `[${edges.map((edge) => `'${edge}'::DOUBLE`).join(', ')}]`;
  return [[`bins ${column}`, `map_values(histogram(${value}, ${list}))`], ...counts];
}

/**
 * The profile that was counted. DuckDB counts NaN in the first bin, where it does not belong, and adds the bin above the last edge only when
 * something is in it.
 */
export function histogramProfile(
  tally: Tally,
  { column, edges, rows }: { column: string; edges: readonly number[]; rows: number },
): NumericProfile {
  const counted = (tally.value(`bins ${column}`) as unknown[] | null | undefined) ?? [];
  const nan = tally.count(`nan ${column}`);
  const usable = tally.count(`present ${column}`) - nan;
  const upTo = edges.map((_, bin) => Number(counted[bin] ?? 0) - (bin === 0 ? nan : 0));
  const above = usable - upTo.reduce((sum, count) => sum + count, 0);
  return { kind: 'numeric', missing: rows - usable, edges, counts: [...upTo, above] };
}
