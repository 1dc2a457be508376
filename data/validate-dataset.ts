import { dirname, join } from 'node:path';
import type { Manifest } from '#domain/manifest/schema.ts';
import { checkDrift } from './check-drift.ts';
import { checkLabel } from './check-label.ts';
import { checkFreshness, checkRowCount, checkUnique } from './check-landing.ts';
import { checkLeakage } from './check-leakage.ts';
import { checkRows } from './check-rows.ts';
import { type Database, identifier, openDatabase } from './duckdb.ts';
import { type CheckFinding, type DriftFinding, stops, structural } from './finding.ts';
import { type LandedFile, type LandingSchema, readSchema } from './landing-schema.ts';
import { loadLanding } from './load-landing.ts';
import { measureColumns } from './measure-profile.ts';
import type { Profile } from './profile.ts';

/** Rows that percentiles and leakage are measured on: every k-th, so that a repeat finds the same. */
const SAMPLE_ROWS = 50_000;

export interface ValidateInput {
  readonly manifest: Manifest;
  /** The landed objects on the local disk, all in directories that may be written beside. */
  readonly files: readonly LandedFile[];
  /** Profile of the last accepted dataset; without it nothing is said about drift. */
  readonly baseline?: Profile | undefined;
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
    const malformed = await loadLanding(database, manifest, schema);
    const measured = await measure(database, input);
    return verdict({ ...measured, expectations: [...schema.findings, ...malformed, ...measured.expectations] });
  } catch (error) {
    const damaged = await damagedFiles(database, schema, error);
    const expectations = [...schema.findings, ...damaged];
    return verdict({ rows: 0, expectations, drift: [], profile: nothing });
  }
}

async function measure(
  database: Database,
  { manifest, baseline, now }: ValidateInput,
): Promise<Omit<DatasetVerdict, 'verdict' | 'reasons'>> {
  const eventTime = identifier(manifest.data.eventTime);
  const [row] = await database.rows(
    `SELECT count(*)::DOUBLE AS rows, epoch_ms(max(${eventTime})::TIMESTAMP)::DOUBLE AS newest FROM landed`,
  );
  const rows = Number(row!.rows);
  if (rows === 0) {
    const expectations = [structural('rowCount', 'The files hold no row. Deliver them again with their rows.')];
    return { rows, expectations, drift: [], profile: { version: 1, rows, columns: {} } };
  }
  const facts = { rows, newestEvent: row!.newest === null ? undefined : Number(row!.newest), now };
  await database.run(
    `CREATE TABLE sample AS SELECT * EXCLUDE (_number) FROM (SELECT *, row_number() OVER () AS _number FROM landed)
      WHERE _number % ${Math.ceil(rows / SAMPLE_ROWS)} = 0`,
  );
  const expectations: CheckFinding[] = [];
  for (const expectation of manifest.data.expectations) {
    if (expectation.check === 'rowCount') expectations.push(checkRowCount(expectation, facts));
    if (expectation.check === 'freshness') expectations.push(checkFreshness(expectation, facts));
    if (expectation.check === 'unique') {
      expectations.push(await checkUnique(database, manifest, { expectation, rows }));
    }
  }
  expectations.push(...(await checkRows(database, manifest, rows)));
  const label = await checkLabel(database, manifest);
  expectations.push(...label.findings);
  if (!label.findings.some(stops)) expectations.push(...(await checkLeakage(database, manifest)));
  const columns = await measureColumns(database, manifest, undefined);
  const compared = baseline === undefined ? columns : await measureColumns(database, manifest, baseline);
  const drift = checkDrift(manifest, compared, baseline);
  const labelMean = label.mean === undefined ? {} : { labelMean: label.mean };
  return { rows, expectations, drift, profile: { version: 1, rows, ...labelMean, columns } };
}

function verdict(measured: Omit<DatasetVerdict, 'verdict' | 'reasons'>): DatasetVerdict {
  const stopping = [...measured.expectations, ...measured.drift].filter(stops);
  return {
    verdict: stopping.length === 0 ? 'Accepted' : 'Rejected',
    reasons: stopping.map((finding) => finding.message),
    ...measured,
  };
}

/** Which files cannot be read to their end. @throws the error itself when each can: then the data is not to blame */
async function damagedFiles(database: Database, { sources }: LandingSchema, error: unknown): Promise<CheckFinding[]> {
  const findings: CheckFinding[] = [];
  for (const { file, source } of sources) {
    try {
      await database.rows(`SELECT max(hash(COLUMNS(*)))::VARCHAR FROM ${source.sql}`);
    } catch (cause) {
      const why = (cause as Error).message.split('\n')[0]!.replaceAll(file.path, file.key);
      const message = `${file.key} cannot be read to its end: ${why}. Deliver the whole file again.`;
      findings.push(structural('readable', message));
    }
  }
  if (findings.length === 0) throw error;
  return findings;
}
