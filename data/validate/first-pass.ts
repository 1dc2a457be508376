import type { Manifest } from '#domain/manifest/schema.ts';
import { countedColumns, profileAggregates } from '../drift/measure-profile.ts';
import type { Profile } from '../drift/profile.ts';
import { type Database, identifier } from '../duckdb.ts';
import { labelAggregates, measuredLabel } from '../expectations/measure-label.ts';
import { measureOffending, offendingAggregates } from '../expectations/measure-offending.ts';
import type { LandedFile, LandingSchema } from '../landing/landing-schema.ts';
import { estimateRows, readableRows } from '../landing/load-landing.ts';
import { malformedLines } from '../landing/malformed-lines.ts';
import type { Measurement } from './measurement.ts';
import { partSampleRate, sampleRate } from './sample-rate.ts';
import { type Tally, takeTally } from './tally.ts';

/**
 * What one reading of a landing, or of a part of one, tells before anything is known of the whole. Beside it a table `sample` is made. It
 * survives JSON, and parts of it add up exactly.
 */
export interface FirstPass extends Pick<Measurement, 'rows' | 'newestEvent' | 'malformed' | 'offending' | 'label'> {
  /** Numeric columns on the edges of all known baselines, where there are any; the categories of the others. */
  readonly columns: Profile['columns'];
  /** About how many rows there are, by the size of the files. */
  readonly estimated: number;
  /** One row in so many is in the sample: those whose hash is a multiple of it. */
  readonly oneIn: number;
}

export interface FirstPassInput {
  readonly manifest: Manifest;
  readonly files: readonly LandedFile[];
  /** Columns are counted on their edges, so that they can be compared. */
  readonly baselines: readonly Profile[];
  /** Of a part: how many times larger the whole is. */
  readonly times?: number;
  /** Categories kept by name, if more than usual. */
  readonly most?: number;
}

/** Measures `landed` by SQL. */
export async function firstPass(
  database: Database,
  { manifest, files, baselines, times, most }: FirstPassInput,
  schema: LandingSchema,
): Promise<FirstPass> {
  const { data } = manifest;
  const estimated = await estimateRows(database, manifest, schema);
  const oneIn = times === undefined ? sampleRate(estimated) : partSampleRate(estimated * times);
  const tally = await takeTally(database, aggregatesOf(manifest, baselines), {
    columns: Object.keys(data.columns),
    oneIn,
  });
  const rows = tally.count('rows');
  const malformed = data.format === 'csv' ? await malformedLines(database, manifest, files) : undefined;
  const facts = { tally, rows, baselines, ...(most === undefined ? {} : { most }) };
  return {
    rows,
    ...(malformed === undefined ? {} : { malformed }),
    ...newestEvent(tally),
    offending: await measureOffending(database, manifest, tally),
    label: measuredLabel(manifest, tally),
    columns: await countedColumns(database, { data, relation: readableRows(malformed) }, facts),
    estimated,
    oneIn,
  };
}

/** Everything that one pass is to compute. */
function aggregatesOf(manifest: Manifest, baselines: readonly Profile[]): Map<string, string> {
  return new Map([
    ['rows', 'count(*)::DOUBLE'],
    ['newest', `epoch_ms(max(${identifier(manifest.data.eventTime)})::TIMESTAMP)::DOUBLE`],
    ...offendingAggregates(manifest),
    ...labelAggregates(manifest),
    ...profileAggregates(manifest, baselines),
  ]);
}

/** The newest event, if there is one that a Date can be. */
function newestEvent(tally: Tally): Pick<Measurement, 'newestEvent'> {
  const newest = tally.value('newest');
  const time = newest === null || newest === undefined ? Number.NaN : new Date(Number(newest)).getTime();
  return Number.isNaN(time) ? {} : { newestEvent: time };
}
