import type { Database } from '../duckdb.ts';
import { type CountedFacts, countedColumns, countOn, type Profiled } from './measure-profile.ts';
import { completeColumns, type MeasuredColumns } from './measured-columns.ts';
import type { Profile } from './profile.ts';
import { wantedEdges } from './wanted-edges.ts';

/** The profile of every column that a drift limit names; `seasonal`: baselines that were not known when the rows were first counted. */
export async function measureColumns(
  database: Database,
  profiled: Profiled,
  { seasonal, ...facts }: CountedFacts & { readonly seasonal: readonly Profile[] },
): Promise<MeasuredColumns> {
  const { baselines, rows } = facts;
  const first = await countedColumns(database, profiled, facts);
  const wanted = await wantedEdges(database, profiled, { first, baselines, seasonal });
  return completeColumns({
    first,
    wanted,
    second: await countOn(database, profiled, { edges: wanted.uncounted, rows }),
  });
}
