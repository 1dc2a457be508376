import type { Manifest } from '#domain/manifest/schema.ts';
import { numericStabilityIndex } from './drift-distance.ts';
import { type Database, identifier } from './duckdb.ts';
import { histogramAggregates, histogramProfile, isNumeric, numberOf } from './histogram-aggregates.ts';
import type { CategoricalProfile, ColumnProfile, NumericProfile, Profile } from './profile.ts';
import { type Tally, tallyOf } from './tally.ts';

/** Fine bins of a numeric column, of equal share. */
const BINS = 100;

/** Categories kept by name. */
const MOST_CATEGORIES = 1000;

/** From this PSI on, the baseline's edges no longer part the values well, and new ones are made. */
const STALE = 0.1;

/** The columns worth a profile: those a drift limit names. */
function profiledColumns({ data }: Manifest): string[] {
  return [...new Set(data.drift.map((drift) => drift.column))];
}

function frozen(baseline: Profile | undefined, column: string): NumericProfile | undefined {
  const profile = baseline?.columns[column];
  return profile?.kind === 'numeric' ? profile : undefined;
}

/** What is to be counted on the baseline's frozen edges, together with everything else. */
export function profileAggregates(manifest: Manifest, baseline: Profile | undefined): Map<string, string> {
  return new Map(
    profiledColumns(manifest).flatMap((column) => {
      const before = isNumeric(manifest, column) ? frozen(baseline, column) : undefined;
      return before === undefined ? [] : histogramAggregates(manifest, column, before.edges);
    }),
  );
}

export interface MeasuredColumns {
  /** On the baseline's edges where it has any: to be compared with it. */
  readonly compared: Profile['columns'];
  /** On edges that suit these values: the next baseline. */
  readonly kept: Profile['columns'];
}

/** The profile of every column that a drift limit names. */
export async function measureColumns(
  database: Database,
  manifest: Manifest,
  { tally, rows, baseline }: { tally: Tally; rows: number; baseline: Profile | undefined },
): Promise<MeasuredColumns> {
  const compared: Record<string, ColumnProfile> = {};
  const edges = new Map<string, readonly number[]>();
  for (const column of profiledColumns(manifest)) {
    const before = frozen(baseline, column);
    if (!isNumeric(manifest, column)) compared[column] = await categorical(database, column);
    else if (before !== undefined) compared[column] = histogramProfile(tally, { column, edges: before.edges, rows });
    if (!isNumeric(manifest, column) || stillFits(compared[column], before)) continue;
    edges.set(column, await percentiles(database, manifest, column));
  }
  const renewed = await countOn(database, manifest, { edges, rows });
  return { compared: { ...renewed, ...compared }, kept: { ...compared, ...renewed } };
}

/** Whether the baseline's edges part these values well enough to stay. */
function stillFits(now: ColumnProfile | undefined, before: NumericProfile | undefined): boolean {
  return now?.kind === 'numeric' && before !== undefined && numericStabilityIndex(now, before) < STALE;
}

/** Distinct percentiles of the sample. */
async function percentiles(database: Database, manifest: Manifest, column: string): Promise<number[]> {
  const value = numberOf(manifest, column);
  const [values] = await database.doubles(`SELECT ${value} FROM sample WHERE isfinite(${value})`);
  const sorted = values!.sort();
  const edges = Array.from({ length: BINS - 1 }, (_, bin) => sorted[Math.floor(((bin + 1) * sorted.length) / BINS)]!);
  return [...new Set(edges.filter((edge) => edge !== undefined))];
}

/** Profiles on new edges, all by one more pass. */
async function countOn(
  database: Database,
  manifest: Manifest,
  { edges, rows }: { edges: ReadonlyMap<string, readonly number[]>; rows: number },
): Promise<Record<string, NumericProfile>> {
  if (edges.size === 0) return {};
  const aggregates = [...edges].flatMap(([column, its]) => histogramAggregates(manifest, column, its));
  const list = aggregates.map(([name, aggregate]) => `${aggregate} AS ${identifier(name)}`).join(', ');
  const [row] = await database.rows(`SELECT ${list} FROM landed`);
  const tally = tallyOf(new Map(Object.entries(row!)));
  return Object.fromEntries(
    [...edges].map(([column, its]) => [column, histogramProfile(tally, { column, edges: its, rows })]),
  );
}

async function categorical(database: Database, column: string): Promise<CategoricalProfile> {
  const rows = await database.rows(
    `SELECT ${identifier(column)}::VARCHAR AS category, count(*)::DOUBLE AS rows FROM landed GROUP BY 1 ORDER BY 2 DESC, 1`,
  );
  const named = rows.filter((row) => row.category !== null);
  const counts = named.slice(0, MOST_CATEGORIES).map((row) => [String(row.category), Number(row.rows)] as const);
  const rest = named.slice(MOST_CATEGORIES).reduce((sum, row) => sum + Number(row.rows), 0);
  const missing = Number(rows.find((row) => row.category === null)?.rows ?? 0);
  return { kind: 'categorical', missing, counts: Object.fromEntries(counts), rest };
}
