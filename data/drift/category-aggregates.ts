import { identifier, quote } from '../duckdb.ts';
import type { Tally } from '../validate/tally.ts';
import type { CategoricalProfile, Profile } from './profile.ts';

/** More categories than this are not looked for among all else that one pass counts: DuckDB compares a value with each of them. */
const FEW = 50;

/** All categories that the baselines know of a column, where each knows all it had and they are few. */
function knownCategories(baselines: readonly Profile[], column: string): readonly string[] {
  const profiles = baselines.flatMap(({ columns }) => columns[column] ?? []);
  if (profiles.some((profile) => profile.kind !== 'categorical' || profile.rest > 0)) return [];
  const known = new Set(
    profiles.flatMap((profile) => (profile.kind === 'categorical' ? Object.keys(profile.counts) : [])),
  );
  return known.size > FEW ? [] : [...known];
}

/** What is to be counted of a column whose few categories the baselines know, so that no further pass need look for them. */
export function categoryAggregates(
  column: string,
  baselines: readonly Profile[],
): readonly (readonly [string, string])[] {
  const known = knownCategories(baselines, column);
  if (known.length === 0) return [];
  const value = `${identifier(column)}::VARCHAR`;
  const list = known.map(quote).join(', ');
  return [
    [`known ${column}`, `map_entries(histogram(CASE WHEN ${value} IN (${list}) THEN ${value} END))`],
    [`present ${column}`, `count(${value})::DOUBLE`],
  ];
}

/** The profile that was counted; undefined when that was not asked for, or there are other categories, which only another pass can name. */
export function categoryProfile(
  tally: Tally,
  { column, rows }: { column: string; rows: number },
): CategoricalProfile | undefined {
  const entries = tally.value(`known ${column}`) as readonly { key: string; value: unknown }[] | null | undefined;
  if (entries === undefined) return undefined;
  const counts = (entries ?? []).map(({ key, value }) => [key, Number(value)] as const);
  const present = tally.count(`present ${column}`);
  if (counts.reduce((sum, [, count]) => sum + count, 0) < present) return undefined;
  const frequent = counts.toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return { kind: 'categorical', missing: rows - present, counts: Object.fromEntries(frequent), rest: 0 };
}
