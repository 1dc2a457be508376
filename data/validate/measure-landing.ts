import type { Manifest } from '#domain/manifest/schema.ts';
import { type Baselines, type Comparison, comparisonsOf, knownProfiles, seasonalProfiles } from '../drift/baseline.ts';
import { countOn } from '../drift/measure-profile.ts';
import { completeColumns } from '../drift/measured-columns.ts';
import type { NumericProfile } from '../drift/profile.ts';
import { type WantedEdges, wantedEdges } from '../drift/wanted-edges.ts';
import type { Database } from '../duckdb.ts';
import { isUsable } from '../expectations/check-label.ts';
import type { LandedFile, LandingSchema } from '../landing/landing-schema.ts';
import { readableRows } from '../landing/load-landing.ts';
import { measurePower } from '../leakage/measure-power.ts';
import { type FirstPass, firstPass } from './first-pass.ts';
import type { Measurement } from './measurement.ts';

export interface MeasureInput {
  readonly manifest: Manifest;
  readonly files: readonly LandedFile[];
  /** What the columns are compared with; without it nothing is said about drift. */
  readonly baselines?: Baselines | undefined;
}

export interface Measured {
  readonly measurement: Measurement;
  readonly comparisons: readonly Comparison[];
}

/** Measures `landed`: in one pass all that can be told at once, in another what can only be counted once that is known. */
export async function measureLanding(
  database: Database,
  input: MeasureInput,
  schema: LandingSchema,
): Promise<Measured> {
  const { data } = input.manifest;
  const known = input.baselines === undefined ? [] : knownProfiles(input.baselines);
  const first = await firstPass(database, { ...input, baselines: known }, schema);
  const { comparisons, wanted } = await whatIsWanted(database, first, input);
  const relation = readableRows(first.malformed);
  const second = await countOn(database, { data, relation }, { edges: wanted.uncounted, rows: first.rows });
  return { comparisons, measurement: await completeMeasurement(database, input.manifest, { first, wanted, second }) };
}

/** What the second pass is to count, by the first and by `sample`. */
export async function whatIsWanted(
  database: Database,
  first: FirstPass,
  { manifest, baselines }: Omit<MeasureInput, 'files'>,
): Promise<{ comparisons: readonly Comparison[]; wanted: WantedEdges }> {
  const { data } = manifest;
  if (baselines === undefined) {
    const known = { first: first.columns, baselines: [], seasonal: [] };
    return { comparisons: [], wanted: await wantedEdges(database, { data, sample: 'sample' }, known) };
  }
  const comparisons = await comparisonsOf(data.drift, baselines, first.newestEvent);
  const known = { first: first.columns, baselines: knownProfiles(baselines), seasonal: seasonalProfiles(comparisons) };
  return { comparisons, wanted: await wantedEdges(database, { data, sample: 'sample' }, known) };
}

/** Both passes together, with what `sample` tells. */
export async function completeMeasurement(
  database: Database,
  manifest: Manifest,
  passes: { first: FirstPass; wanted: WantedEdges; second: Readonly<Record<string, NumericProfile>> },
): Promise<Measurement> {
  const { columns, estimated: _, oneIn: __, ...first } = passes.first;
  const some = first.rows > 0;
  return {
    ...first,
    power: some && isUsable(manifest, first.label) ? await measurePower(database, manifest) : {},
    columns: some ? completeColumns({ ...passes, first: columns }) : { counted: {}, kept: {} },
  };
}
