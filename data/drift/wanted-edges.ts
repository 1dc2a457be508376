import { type Database, identifier } from '../duckdb.ts';
import { numericStabilityIndex } from './drift-distance.ts';
import { isNumeric, numberOf } from './histogram-aggregates.ts';
import { numericEdges, type Profiled, profiledColumns } from './measure-profile.ts';
import { type ColumnProfile, joinEdges, type NumericProfile, onEdges, type Profile } from './profile.ts';

/** Fine bins of a numeric column, of equal share. */
const BINS = 100;

/** From this PSI on, the baseline's edges no longer part the values well, and new ones are made. */
const STALE = 0.1;

/** What is still to be counted once the first pass is known. */
export interface WantedEdges {
  /** The first baseline's edges part these values well enough to stay. */
  readonly still: Profile['columns'];
  /** New edges, where they do not. */
  readonly renewed: Readonly<Record<string, readonly number[]>>;
  /** By column, all edges that the second pass is to count on. */
  readonly uncounted: Readonly<Record<string, readonly number[]>>;
}

export interface KnownColumns {
  /** What was counted of each column on the edges of `baselines`. */
  readonly first: Profile['columns'];
  /** The first one's edges are kept as long as they part these values well. */
  readonly baselines: readonly Profile[];
  /** Baselines that were not known then. */
  readonly seasonal: readonly Profile[];
}

/** Percentiles are taken from the sample. */
export async function wantedEdges(
  database: Database,
  profiled: Omit<Profiled, 'relation'>,
  { first, baselines, seasonal }: KnownColumns,
): Promise<WantedEdges> {
  const still: Record<string, ColumnProfile> = {};
  const renewed: Record<string, readonly number[]> = {};
  const uncounted: Record<string, readonly number[]> = {};
  for (const column of profiledColumns(profiled)) {
    if (!isNumeric(profiled, column)) continue;
    const counted = first[column]?.kind === 'numeric' ? first[column] : undefined;
    const fitting = counted && stillFitting(counted, baselines[0]?.columns[column]);
    if (fitting === undefined) renewed[column] = await percentiles(database, profiled, column);
    else still[column] = fitting;
    const others = numericEdges(seasonal, column).filter((its) => counted === undefined || !onEdges(counted, its));
    const all = joinEdges([renewed[column] ?? [], ...others]);
    if (fitting === undefined || others.length > 0) uncounted[column] = all;
  }
  return { still, renewed, uncounted };
}

/** These values on a baseline's edges when those part them well enough to stay. */
function stillFitting(now: NumericProfile, before: ColumnProfile | undefined): NumericProfile | undefined {
  if (before?.kind !== 'numeric') return undefined;
  const same = onEdges(now, before.edges)!;
  return numericStabilityIndex(same, before) < STALE ? same : undefined;
}

/** Distinct percentiles of the sample. */
async function percentiles(
  database: Database,
  profiled: Omit<Profiled, 'relation'>,
  column: string,
): Promise<number[]> {
  const value = numberOf(profiled, column);
  const [values] = await database.doubles(
    `SELECT ${value} FROM ${identifier(profiled.sample)} WHERE isfinite(${value})`,
  );
  const sorted = values!.sort();
  const edges = Array.from({ length: BINS - 1 }, (_, bin) => sorted[Math.floor(((bin + 1) * sorted.length) / BINS)]!);
  return [...new Set(edges.filter((edge) => edge !== undefined))];
}
