import type { Manifest } from '#domain/manifest/schema.ts';
import type { MeasuredOn } from './check-drift.ts';
import { numericStabilityIndex } from './drift-distance.ts';
import { type Database, identifier } from './duckdb.ts';
import { histogramAggregates, histogramProfile, isNumeric, numberOf } from './histogram-aggregates.ts';
import {
  type CategoricalProfile,
  type ColumnProfile,
  joinEdges,
  type NumericProfile,
  onEdges,
  type Profile,
} from './profile.ts';
import { type Tally, tallyOf } from './tally.ts';

/** Fine bins of a numeric column, of equal share. */
const BINS = 100;

/** Categories kept by name. */
const MOST_CATEGORIES = 1000;

/** From this PSI on, the baseline's edges no longer part the values well, and new ones are made. */
const STALE = 0.1;

/** What is profiled: the columns that drift limits name, of all rows of `relation`; percentiles are taken from `sample`. */
export interface Profiled {
  readonly data: Pick<Manifest['data'], 'columns' | 'drift'>;
  readonly relation: string;
  readonly sample: string;
}

function profiledColumns({ data }: Pick<Profiled, 'data'>): string[] {
  return [...new Set(data.drift.map((drift) => drift.column))];
}

function numericEdges(profiles: readonly (Profile | undefined)[], column: string): (readonly number[])[] {
  return profiles.flatMap((profile) => {
    const its = profile?.columns[column];
    return its?.kind === 'numeric' ? [its.edges] : [];
  });
}

/** What is to be counted together with everything else, on the edges of all `baselines`. */
export function profileAggregates(
  profiled: Pick<Profiled, 'data'>,
  baselines: readonly Profile[],
): Map<string, string> {
  return new Map(
    profiledColumns(profiled).flatMap((column) => {
      const edges = isNumeric(profiled, column) ? numericEdges(baselines, column) : [];
      return edges.length === 0 ? [] : histogramAggregates(profiled, column, joinEdges(edges));
    }),
  );
}

export interface MeasuredColumns {
  /** Each column on the edges of any of the baselines. */
  readonly measuredOn: MeasuredOn;
  /** On edges that suit these values: the next baseline. */
  readonly kept: Profile['columns'];
}

export interface ProfileFacts {
  /** What was counted by {@link profileAggregates}, of how many rows. */
  readonly tally: Tally;
  readonly rows: number;
  /** The same as were counted on; the first one's edges are kept as long as they part these values well. */
  readonly baselines: readonly Profile[];
  /** Baselines that were not known then. */
  readonly seasonal: readonly Profile[];
}

/** The profile of every column that a drift limit names. */
export async function measureColumns(
  database: Database,
  profiled: Profiled,
  { tally, rows, baselines, seasonal }: ProfileFacts,
): Promise<MeasuredColumns> {
  const counted = new Map<string, ColumnProfile[]>();
  const kept: Record<string, ColumnProfile> = {};
  const renewed = new Map<string, readonly number[]>();
  const uncounted = new Map<string, readonly number[]>();
  for (const column of profiledColumns(profiled)) {
    if (!isNumeric(profiled, column)) {
      kept[column] = await categorical(database, profiled.relation, column);
      counted.set(column, [kept[column]]);
      continue;
    }
    const edges = numericEdges(baselines, column);
    const first = edges.length === 0 ? undefined : histogramProfile(tally, { column, edges: joinEdges(edges), rows });
    const still = first && stillFitting(first, baselines[0]?.columns[column]);
    if (still === undefined) renewed.set(column, await percentiles(database, profiled, column));
    else kept[column] = still;
    counted.set(column, first === undefined ? [] : [first]);
    const others = numericEdges(seasonal, column).filter((its) => first === undefined || !onEdges(first, its));
    const wanted = joinEdges([renewed.get(column) ?? [], ...others]);
    if (still === undefined || others.length > 0) uncounted.set(column, wanted);
  }
  const second = await countOn(database, profiled, { edges: uncounted, rows });
  for (const [column, profile] of Object.entries(second)) {
    counted.get(column)!.push(profile);
    const own = renewed.get(column);
    if (own !== undefined) kept[column] = onEdges(profile, own)!;
  }
  return { kept, measuredOn: (column, before) => comparable(counted.get(column) ?? [], before) };
}

/** The profile of every column that a drift limit names, on the edges of another profile of them. */
export async function countProfile(
  database: Database,
  profiled: Omit<Profiled, 'sample'>,
  on: Profile | undefined,
): Promise<Profile> {
  const columns: Record<string, ColumnProfile> = {};
  const edges = new Map<string, readonly number[]>();
  for (const column of profiledColumns(profiled)) {
    const [its] = numericEdges([on], column);
    if (!isNumeric(profiled, column)) columns[column] = await categorical(database, profiled.relation, column);
    else if (its !== undefined) edges.set(column, its);
  }
  const [row] = await database.rows(`SELECT count(*)::DOUBLE AS rows FROM ${identifier(profiled.relation)}`);
  const rows = Number(row!.rows);
  return { version: 1, rows, columns: { ...columns, ...(await countOn(database, profiled, { edges, rows })) } };
}

/** A column on a baseline's edges, from the pass that counted on them. */
function comparable(counted: readonly ColumnProfile[], before: ColumnProfile | undefined): ColumnProfile | undefined {
  if (before?.kind !== 'numeric') return counted.find(({ kind }) => kind === before?.kind);
  for (const profile of counted) {
    const found = profile.kind === 'numeric' ? onEdges(profile, before.edges) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** These values on a baseline's edges when those part them well enough to stay. */
function stillFitting(now: NumericProfile, before: ColumnProfile | undefined): NumericProfile | undefined {
  if (before?.kind !== 'numeric') return undefined;
  const same = onEdges(now, before.edges)!;
  return numericStabilityIndex(same, before) < STALE ? same : undefined;
}

/** Distinct percentiles of the sample. */
async function percentiles(database: Database, profiled: Profiled, column: string): Promise<number[]> {
  const value = numberOf(profiled, column);
  const [values] = await database.doubles(
    `SELECT ${value} FROM ${identifier(profiled.sample)} WHERE isfinite(${value})`,
  );
  const sorted = values!.sort();
  const edges = Array.from({ length: BINS - 1 }, (_, bin) => sorted[Math.floor(((bin + 1) * sorted.length) / BINS)]!);
  return [...new Set(edges.filter((edge) => edge !== undefined))];
}

/** Profiles on given edges, all by one more pass. */
async function countOn(
  database: Database,
  profiled: Omit<Profiled, 'sample'>,
  { edges, rows }: { edges: ReadonlyMap<string, readonly number[]>; rows: number },
): Promise<Record<string, NumericProfile>> {
  if (edges.size === 0) return {};
  const aggregates = [...edges].flatMap(([column, its]) => histogramAggregates(profiled, column, its));
  const list = aggregates.map(([name, aggregate]) => `${aggregate} AS ${identifier(name)}`).join(', ');
  const [row] = await database.rows(`SELECT ${list} FROM ${identifier(profiled.relation)}`);
  const tally = tallyOf(new Map(Object.entries(row!)));
  return Object.fromEntries(
    [...edges].map(([column, its]) => [column, histogramProfile(tally, { column, edges: its, rows })]),
  );
}

async function categorical(database: Database, relation: string, column: string): Promise<CategoricalProfile> {
  const rows = await database.rows(
    `SELECT ${identifier(column)}::VARCHAR AS category, count(*)::DOUBLE AS rows FROM ${identifier(relation)}
      GROUP BY 1 ORDER BY 2 DESC, 1`,
  );
  const named = rows.filter((row) => row.category !== null);
  const counts = named.slice(0, MOST_CATEGORIES).map((row) => [String(row.category), Number(row.rows)] as const);
  const rest = named.slice(MOST_CATEGORIES).reduce((sum, row) => sum + Number(row.rows), 0);
  const missing = Number(rows.find((row) => row.category === null)?.rows ?? 0);
  return { kind: 'categorical', missing, counts: Object.fromEntries(counts), rest };
}
