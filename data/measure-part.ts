import { dirname } from 'node:path';
import { damagedFiles } from './damaged-files.ts';
import { type Database, openDatabase, quote } from './duckdb.ts';
import { type CheckFinding, stops } from './finding.ts';
import { type FirstPass, type FirstPassInput, firstPass } from './first-pass.ts';
import { uniquePlaces, writeKeyHashes } from './key-hashes.ts';
import { readSchema } from './landing-schema.ts';
import { openLanding, readableRows } from './load-landing.ts';

/** Categories of a column kept by name of one part, so that those of all parts add up exactly. */
const PART_CATEGORIES = 100_000;

/** What was found in a part of a landing. It survives JSON. */
export interface PartMeasurement {
  /** Of the files' columns. */
  readonly schema: readonly CheckFinding[];
  /** Of files that cannot be read to their end. */
  readonly damaged: readonly CheckFinding[];
  /** Absent when the rows were not looked at, for the reasons above. */
  readonly first?: FirstPass;
}

export interface MeasurePartInput extends Omit<FirstPassInput, 'most'> {
  readonly times: number;
  /** Where the files are, and where scratch and results may be written. */
  readonly directory: string;
  readonly samplePath: string;
  /** Where the key hashes of an expectation on uniqueness go. */
  readonly keysPath: (place: number, share: number) => string;
  readonly memoryMb?: number;
}

/** Measures some files of a landing: what {@link FirstPass} says, and in files the sample and the hashes of keys. */
export async function measurePart(input: MeasurePartInput): Promise<PartMeasurement> {
  const { manifest, files } = input;
  await using database = await openDatabase({ ...input, readable: files.map(({ path }) => dirname(path)) });
  const schema = await readSchema(database, manifest, files);
  if (schema.findings.some(stops)) return { schema: schema.findings, damaged: [] };
  try {
    await openLanding(database, manifest, schema);
    const first = await firstPass(database, { ...input, most: PART_CATEGORIES }, schema);
    await writeResults(database, first, input);
    return { schema: schema.findings, damaged: [], first };
  } catch (error) {
    return { schema: schema.findings, damaged: await damagedFiles(database, schema, error) };
  }
}

async function writeResults(
  database: Database,
  { offending, malformed }: FirstPass,
  { manifest, samplePath, keysPath }: MeasurePartInput,
): Promise<void> {
  await database.run(`COPY sample TO ${quote(samplePath)} (FORMAT parquet)`);
  const relation = readableRows(malformed);
  for (const place of uniquePlaces(manifest)) {
    const found = offending[place];
    if (found === undefined || 'problem' in found) continue;
    await writeKeyHashes(database, manifest, { place, relation, pathOf: (share) => keysPath(place, share) });
  }
}
