import { nearestHint } from '#domain/manifest/nearest.ts';
import type { Drift, Manifest } from '#domain/manifest/schema.ts';
import { type Baselines, comparisonsOf, knownProfiles, seasonalProfiles } from '../drift/baseline.ts';
import { checkDrift } from '../drift/check-drift.ts';
import { measureColumns } from '../drift/measure-columns.ts';
import { countProfile, profileAggregates } from '../drift/measure-profile.ts';
import { measuredOn } from '../drift/measured-columns.ts';
import type { Profile } from '../drift/profile.ts';
import { type Database, identifier } from '../duckdb.ts';
import { PrepareSqlError } from '../errors.ts';
import { checkLeakage } from '../leakage/check-leakage.ts';
import { measureFeaturePower } from '../leakage/measure-feature-power.ts';
import type { CheckFinding, DriftFinding } from '../validate/finding.ts';
import { tallyOf } from '../validate/tally.ts';
import type { HoldoutCut } from './holdout-cut.ts';
import type { PreparedTable } from './prepared-table.ts';

export interface PreparedBaselines {
  readonly baselines: Baselines;
  /** The profile of this landing: the training data is counted on its edges. */
  readonly landed: Profile | undefined;
}

/** What later datasets are compared with, how far this one's features moved, and whether one gives the label away. */
export interface PreparedMeasurement {
  /** The landed columns of the rows trained on. */
  readonly training: Profile;
  /** The features of the rows that landed. */
  readonly features: Profile;
  readonly drift: readonly DriftFinding[];
  /** How well each of them alone predicts the label. */
  readonly leakage: readonly CheckFinding[];
}

interface Prepared extends PreparedBaselines {
  readonly manifest: Manifest;
  readonly table: PreparedTable;
  readonly cut: HoldoutCut;
}

/** Measures what a run trains on. @throws PrepareSqlError when data.featureDrift names a feature that the SQL does not return */
export async function measurePrepared(database: Database, prepared: Prepared): Promise<PreparedMeasurement> {
  return { training: await measureTraining(database, prepared), ...(await measureFeatures(database, prepared)) };
}

/** @throws PrepareSqlError */
export function checkFeatureNames({ data }: Manifest, { features }: Pick<PreparedTable, 'features'>): void {
  const missing = data.featureDrift.find(({ feature }) => !features.includes(feature));
  if (missing === undefined) return;
  const { feature } = missing;
  throw new PrepareSqlError(
    `data.featureDrift names "${feature}", which prepare.sql does not return.${nearestHint(feature, features)}`,
  );
}

/** On the landing's edges, which are the next dataset's too: one count then serves both baselines. */
async function measureTraining(database: Database, { manifest, cut, landed }: Prepared): Promise<Profile> {
  const { data } = manifest;
  const last = `(SELECT max(event_time)::TIMESTAMP FROM prepared WHERE ${cut.trainWhere})`;
  await database.run(
    `CREATE VIEW trained_on AS SELECT * FROM accepted WHERE ${identifier(data.eventTime)}::TIMESTAMP <= ${last}`,
  );
  return countProfile(database, { data, relation: 'trained_on' }, landed);
}

/**
 * Of the rows that landed, not of all trained on: a lag has less to look back on at the start of a window, and SQL may take fewer of the older
 * rows, so that only newly landed rows are like newly landed rows.
 */
async function measureFeatures(
  database: Database,
  { manifest, table, baselines }: Prepared,
): Promise<Omit<PreparedMeasurement, 'training'>> {
  checkFeatureNames(manifest, table);
  await database.run(
    `CREATE VIEW landed_features AS SELECT prepared.* FROM prepared, bounds WHERE event_time BETWEEN first AND last`,
  );
  const drifts = manifest.data.featureDrift.map(({ feature, ...limits }): Drift => ({ column: feature, ...limits }));
  const number = { type: 'number', required: true, sensitive: false } as const;
  const columns = Object.fromEntries(table.features.map((feature) => [feature, number]));
  const profiled = { data: { columns, drift: drifts }, relation: 'landed_features', sample: 'landed_features' };
  const known = knownProfiles(baselines);
  const aggregates = new Map([
    ['rows', 'count(*)::DOUBLE'],
    ['newest', 'epoch_ms(max(event_time)::TIMESTAMP)::DOUBLE'],
    ...profileAggregates(profiled, known),
  ]);
  const list = [...aggregates].map(([name, aggregate]) => `${aggregate} AS ${identifier(name)}`);
  const [row] = await database.rows(`SELECT ${list.join(', ')} FROM landed_features`);
  const tally = tallyOf(new Map(Object.entries(row!)));
  const rows = tally.count('rows');
  const newest = tally.value('newest') === null ? undefined : tally.count('newest');
  const comparisons = await comparisonsOf(drifts, baselines, newest);
  const seasonal = seasonalProfiles(comparisons);
  const power = await measureFeaturePower(database, manifest, {
    relation: 'landed_features',
    features: table.features,
    rows,
  });
  const measured = await measureColumns(database, profiled, { tally, rows, baselines: known, seasonal });
  return {
    features: { version: 1, rows, columns: measured.kept },
    drift: checkDrift(comparisons, measuredOn(measured), 'data.featureDrift'),
    leakage: checkLeakage(manifest, power, 'feature'),
  };
}
