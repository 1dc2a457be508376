import { dirname, join } from 'node:path';
import type { Manifest } from '#domain/manifest/schema.ts';
import { type Baselines, comparisonsOf, knownProfiles, seasonalProfiles } from './baseline.ts';
import { checkDrift } from './check-drift.ts';
import { checkLabel, labelAggregates } from './check-label.ts';
import { checkFreshness, checkRowCount, checkUnique, repeats } from './check-landing.ts';
import { checkLeakage } from './check-leakage.ts';
import { checkRows, rowAggregates } from './check-rows.ts';
import { damagedFiles } from './damaged-files.ts';
import { type Database, identifier, openDatabase } from './duckdb.ts';
import { type CheckFinding, type DriftFinding, stops, structural } from './finding.ts';
import { type LandedFile, type LandingSchema, readSchema } from './landing-schema.ts';
import { estimateRows, openLanding } from './load-landing.ts';
import { checkMalformedLines } from './malformed-lines.ts';
import { measureColumns, profileAggregates } from './measure-profile.ts';
import type { Profile } from './profile.ts';
import { type Tally, takeTally } from './tally.ts';

/** About so many rows are looked at for percentiles and leakage. */
const SAMPLE_ROWS = 20_000;

export interface ValidateInput {
  readonly manifest: Manifest;
  /** The landed objects on the local disk, all in directories that may be written beside. */
  readonly files: readonly LandedFile[];
  /** What the columns are compared with; without it nothing is said about drift. */
  readonly baselines?: Baselines | undefined;
  readonly now: Date;
  readonly memoryMb?: number;
}

export interface DatasetVerdict {
  readonly verdict: 'Accepted' | 'Rejected';
  readonly rows: number;
  /** Why it was rejected, one sentence each that a person can act on. */
  readonly reasons: string[];
  readonly expectations: readonly CheckFinding[];
  readonly drift: readonly DriftFinding[];
  /** What the next dataset's drift is measured against. */
  readonly profile: Profile;
}

/** Measures what landed against the manifest. Anything wrong with the data is a finding, never an exception. */
export async function validateDataset(input: ValidateInput): Promise<DatasetVerdict> {
  const { manifest, files } = input;
  const nothing: Profile = { version: 1, rows: 0, columns: {} };
  if (files.length === 0) {
    const expectations = [structural('files', 'Nothing landed. Deliver at least one file.')];
    return verdict({ rows: 0, expectations, drift: [], profile: nothing });
  }
  const directories = [...new Set(files.map(({ path }) => dirname(path)))];
  await using database = await openDatabase({
    directory: join(directories[0]!, '.validate'),
    readable: directories,
    ...(input.memoryMb === undefined ? {} : { memoryMb: input.memoryMb }),
  });
  const schema = await readSchema(database, manifest, files);
  if (schema.findings.some(stops))
    return verdict({ rows: 0, expectations: schema.findings, drift: [], profile: nothing });
  try {
    await openLanding(database, manifest, schema);
    const measured = await measure(database, input, schema);
    return verdict({ ...measured, expectations: [...schema.findings, ...measured.expectations] });
  } catch (error) {
    const damaged = await damagedFiles(database, schema, error);
    return verdict({ rows: 0, expectations: [...schema.findings, ...damaged], drift: [], profile: nothing });
  }
}

type Measured = Omit<DatasetVerdict, 'verdict' | 'reasons'>;

async function measure(
  database: Database,
  { manifest, baselines, now, files }: ValidateInput,
  schema: LandingSchema,
): Promise<Measured> {
  const oneIn = Math.max(1, Math.floor((await estimateRows(database, manifest, schema)) / SAMPLE_ROWS));
  const known = baselines === undefined ? [] : knownProfiles(baselines);
  const tally = await takeTally(database, aggregatesOf(manifest, known), {
    columns: Object.keys(manifest.data.columns),
    oneIn,
  });
  const rows = tally.count('rows');
  const malformed = await checkMalformedLines(database, manifest, { files, rows });
  if (rows === 0) {
    const empty = structural('rowCount', 'The files hold no row. Deliver them again with their rows.');
    return { rows, expectations: [...malformed, empty], drift: [], profile: { version: 1, rows, columns: {} } };
  }
  const label = checkLabel(manifest, tally);
  const usable = !label.findings.some(stops);
  const expectations = [
    ...malformed,
    ...(await checkWhole(database, manifest, { tally, rows, now })),
    ...(await checkRows(database, manifest, { tally, rows })),
    ...label.findings,
    ...(usable ? await checkLeakage(database, manifest) : []),
  ];
  const newest = newestEvent(tally);
  const comparisons = baselines === undefined ? [] : await comparisonsOf(manifest.data.drift, baselines, newest);
  const profiled = { data: manifest.data, relation: 'landed', sample: 'sample' };
  const seasonal = seasonalProfiles(comparisons);
  const { measuredOn, kept } = await measureColumns(database, profiled, { tally, rows, baselines: known, seasonal });
  const profile: Profile = {
    version: 1,
    rows,
    ...(newest === undefined ? {} : { newestEvent: new Date(newest).toISOString() }),
    ...(label.mean === undefined ? {} : { labelMean: label.mean }),
    columns: kept,
  };
  return { rows, expectations, drift: checkDrift(comparisons, measuredOn, 'data.drift'), profile };
}

/** Everything that one pass is to compute. */
function aggregatesOf(manifest: Manifest, baselines: readonly Profile[]): Map<string, string> {
  const unique = manifest.data.expectations.flatMap((expectation, index) =>
    expectation.check === 'unique' ? [[`unique ${index}`, repeats(expectation)] as const] : [],
  );
  return new Map([
    ['rows', 'count(*)::DOUBLE'],
    ['newest', `epoch_ms(max(${identifier(manifest.data.eventTime)})::TIMESTAMP)::DOUBLE`],
    ...unique,
    ...rowAggregates(manifest),
    ...labelAggregates(manifest),
    ...profileAggregates(manifest, baselines),
  ]);
}

/** Epoch milliseconds of the newest event, if there is one that a Date can be. */
function newestEvent(tally: Tally): number | undefined {
  const newest = tally.value('newest');
  const time = newest === null || newest === undefined ? Number.NaN : new Date(Number(newest)).getTime();
  return Number.isNaN(time) ? undefined : time;
}

/** The expectations about the landing as a whole. */
async function checkWhole(
  database: Database,
  manifest: Manifest,
  { tally, rows, now }: { tally: Tally; rows: number; now: Date },
): Promise<CheckFinding[]> {
  const facts = { rows, newestEvent: newestEvent(tally), now };
  const findings: CheckFinding[] = [];
  for (const [index, expectation] of manifest.data.expectations.entries()) {
    if (expectation.check === 'rowCount') findings.push(checkRowCount(expectation, facts));
    if (expectation.check === 'freshness') findings.push(checkFreshness(expectation, facts));
    if (expectation.check === 'unique') {
      const count = tally.count(`unique ${index}`);
      findings.push(await checkUnique(database, manifest, { expectation, count, rows }));
    }
  }
  return findings;
}

function verdict(measured: Measured): DatasetVerdict {
  const stopping = [...measured.expectations, ...measured.drift].filter(stops);
  return {
    verdict: stopping.length === 0 ? 'Accepted' : 'Rejected',
    reasons: stopping.map((finding) => finding.message),
    ...measured,
  };
}
