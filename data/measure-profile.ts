import type { Manifest } from '#domain/manifest/schema.ts';
import { type Database, identifier } from './duckdb.ts';
import type { CategoricalProfile, ColumnProfile, NumericProfile, Profile } from './profile.ts';

/** Fine bins of a numeric column, of equal share. */
const BINS = 100;

/** Categories kept by name. */
const MOST_CATEGORIES = 1000;

const NUMERIC_TYPES = ['integer', 'number', 'timestamp', 'date'];

/** The columns worth a profile: those a drift limit names. */
export function profiledColumns({ data }: Manifest): string[] {
  return [...new Set(data.drift.map((drift) => drift.column))];
}

/**
 * Counts each profiled column. A numeric one is counted on the baseline's frozen edges if there are any, for comparison, or
 * on percentiles of `sample`, to become a baseline.
 */
export async function measureColumns(
  database: Database,
  manifest: Manifest,
  baseline: Profile | undefined,
): Promise<Profile['columns']> {
  const columns: Record<string, ColumnProfile> = {};
  for (const name of profiledColumns(manifest)) {
    if (!NUMERIC_TYPES.includes(manifest.data.columns[name]!.type)) {
      columns[name] = await categorical(database, name);
      continue;
    }
    const frozen = baseline?.columns[name];
    const edges = frozen?.kind === 'numeric' ? frozen.edges : await percentiles(database, valueSql(manifest, name));
    columns[name] = await numeric(database, valueSql(manifest, name), edges);
  }
  return columns;
}

/** A timestamp is taken as seconds since the epoch. */
function valueSql({ data }: Manifest, name: string): string {
  const column = identifier(name);
  const time = ['timestamp', 'date'].includes(data.columns[name]!.type);
  return time ? `epoch(${column}::TIMESTAMP)` : `${column}::DOUBLE`;
}

async function percentiles(database: Database, value: string): Promise<number[]> {
  const shares = Array.from({ length: BINS - 1 }, (_, index) => (index + 1) / BINS);
  const [row] = await database.rows(
    `SELECT list_sort(list_distinct(quantile_disc(${value}, [${shares.join(', ')}]))) AS edges FROM sample
      WHERE isfinite(${value})`,
  );
  return ((row!.edges as unknown[] | null) ?? []).map(Number);
}

async function numeric(database: Database, value: string, edges: readonly number[]): Promise<NumericProfile> {
  const usable = `(${value} IS NOT NULL AND NOT isnan(${value}))`;
  const bins = edges.length === 0 ? 'NULL' : `histogram(${value}, ${doubles(edges)}) FILTER (WHERE ${usable})`;
  const [row] = await database.rows(
    `SELECT map_values(${bins}) AS counts, count(*) FILTER (WHERE ${usable})::DOUBLE AS usable, count(*)::DOUBLE AS total
      FROM landed`,
  );
  const usableRows = Number(row!.usable);
  // DuckDB adds the bin above the last edge only when something is in it.
  const upTo = ((row!.counts as unknown[] | null) ?? edges.map(() => 0)).slice(0, edges.length).map(Number);
  const above = usableRows - upTo.reduce((sum, count) => sum + count, 0);
  return { kind: 'numeric', missing: Number(row!.total) - usableRows, edges, counts: [...upTo, above] };
}

function doubles(values: readonly number[]): string {
  return `[${values.map((value) => `${value}::DOUBLE`).join(', ')}]`;
}

async function categorical(database: Database, name: string): Promise<CategoricalProfile> {
  const rows = await database.rows(
    `SELECT ${identifier(name)}::VARCHAR AS category, count(*)::DOUBLE AS rows FROM landed GROUP BY 1 ORDER BY 2 DESC, 1`,
  );
  const named = rows.filter((row) => row.category !== null);
  const counts = named.slice(0, MOST_CATEGORIES).map((row) => [String(row.category), Number(row.rows)] as const);
  const rest = named.slice(MOST_CATEGORIES).reduce((sum, row) => sum + Number(row.rows), 0);
  const missing = Number(rows.find((row) => row.category === null)?.rows ?? 0);
  return { kind: 'categorical', missing, counts: Object.fromEntries(counts), rest };
}
