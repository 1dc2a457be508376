import type { Manifest } from '#domain/manifest/schema.ts';
import { type Database, identifier } from '../duckdb.ts';
import { type Tally, tallyOf } from '../validate/tally.ts';
import { categoryAggregates, categoryProfile } from './category-aggregates.ts';
import { histogramAggregates, histogramProfile, isNumeric } from './histogram-aggregates.ts';
import {
  type CategoricalProfile,
  type ColumnProfile,
  joinEdges,
  type NumericProfile,
  type Profile,
} from './profile.ts';

/** Categories kept by name. */
export const MOST_CATEGORIES = 1000;

/** What is profiled: the columns that drift limits name, of all rows of `relation`; percentiles are taken from `sample`. */
export interface Profiled {
  readonly data: Pick<Manifest['data'], 'columns' | 'drift'>;
  readonly relation: string;
  readonly sample: string;
}

export function profiledColumns({ data }: Pick<Profiled, 'data'>): string[] {
  return [...new Set(data.drift.map((drift) => drift.column))];
}

export function numericEdges(profiles: readonly (Profile | undefined)[], column: string): (readonly number[])[] {
  return profiles.flatMap((profile) => {
    const its = profile?.columns[column];
    return its?.kind === 'numeric' ? [its.edges] : [];
  });
}

/** What is to be counted together with everything else, on the edges and in the categories of all `baselines`. */
export function profileAggregates(
  profiled: Pick<Profiled, 'data'>,
  baselines: readonly Profile[],
): Map<string, string> {
  return new Map(
    profiledColumns(profiled).flatMap((column) => {
      if (!isNumeric(profiled, column)) return categoryAggregates(column, baselines);
      const edges = numericEdges(baselines, column);
      return edges.length === 0 ? [] : histogramAggregates(profiled, column, joinEdges(edges));
    }),
  );
}

export interface CountedFacts {
  /** What was counted by {@link profileAggregates}, of how many rows. */
  readonly tally: Tally;
  readonly rows: number;
  /** The same as were counted on. */
  readonly baselines: readonly Profile[];
  /** Categories kept by name. */
  readonly most?: number;
}

/** What the first pass knows: numeric columns on the edges of all `baselines`, where there are any, and the categories of the others. */
export async function countedColumns(
  database: Database,
  profiled: Omit<Profiled, 'sample'>,
  { tally, rows, baselines, most = MOST_CATEGORIES }: CountedFacts,
): Promise<Profile['columns']> {
  const columns: Record<string, ColumnProfile> = {};
  for (const column of profiledColumns(profiled)) {
    const edges = numericEdges(baselines, column);
    if (!isNumeric(profiled, column)) {
      const known = categoryProfile(tally, { column, rows });
      columns[column] = known ?? (await categorical(database, profiled.relation, { column, most }));
    } else if (edges.length > 0) {
      columns[column] = histogramProfile(tally, { column, edges: joinEdges(edges), rows });
    }
  }
  return columns;
}

/** The profile of every column that a drift limit names, on the edges of another profile of them. */
export async function countProfile(
  database: Database,
  profiled: Omit<Profiled, 'sample'>,
  on: Profile | undefined,
): Promise<Profile> {
  const columns: Record<string, ColumnProfile> = {};
  const edges: Record<string, readonly number[]> = {};
  for (const column of profiledColumns(profiled)) {
    const [its] = numericEdges([on], column);
    if (!isNumeric(profiled, column))
      columns[column] = await categorical(database, profiled.relation, { column, most: MOST_CATEGORIES });
    else if (its !== undefined) edges[column] = its;
  }
  const [row] = await database.rows(`SELECT count(*)::DOUBLE AS rows FROM ${identifier(profiled.relation)}`);
  const rows = Number(row!.rows);
  return { version: 1, rows, columns: { ...columns, ...(await countOn(database, profiled, { edges, rows })) } };
}

/** Profiles on given edges, all by one more pass. */
export async function countOn(
  database: Database,
  profiled: Omit<Profiled, 'sample'>,
  { edges, rows }: { edges: Readonly<Record<string, readonly number[]>>; rows: number },
): Promise<Record<string, NumericProfile>> {
  if (Object.keys(edges).length === 0) return {};
  const aggregates = Object.entries(edges).flatMap(([column, its]) => histogramAggregates(profiled, column, its));
  const list = aggregates.map(([name, aggregate]) => `${aggregate} AS ${identifier(name)}`).join(', ');
  const [row] = await database.rows(`SELECT ${list} FROM ${identifier(profiled.relation)}`);
  const tally = tallyOf(new Map(Object.entries(row!)));
  return Object.fromEntries(
    Object.entries(edges).map(([column, its]) => [column, histogramProfile(tally, { column, edges: its, rows })]),
  );
}

async function categorical(
  database: Database,
  relation: string,
  { column, most }: { column: string; most: number },
): Promise<CategoricalProfile> {
  const rows = await database.rows(
    `SELECT ${identifier(column)}::VARCHAR AS category, count(*)::DOUBLE AS rows FROM ${identifier(relation)}
      GROUP BY 1 ORDER BY 2 DESC, 1`,
  );
  const named = rows.filter((row) => row.category !== null);
  const counts = named.slice(0, most).map((row) => [String(row.category), Number(row.rows)] as const);
  const rest = named.slice(most).reduce((sum, row) => sum + Number(row.rows), 0);
  const missing = Number(rows.find((row) => row.category === null)?.rows ?? 0);
  return { kind: 'categorical', missing, counts: Object.fromEntries(counts), rest };
}
