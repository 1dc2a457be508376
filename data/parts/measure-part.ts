import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Database, openDatabase, quote } from '../duckdb.ts';
import { damagedFiles } from '../landing/damaged-files.ts';
import { readSchema } from '../landing/landing-schema.ts';
import { openLanding, readableRows } from '../landing/load-landing.ts';
import { type CheckFinding, stops } from '../validate/finding.ts';
import { type FirstPass, type FirstPassInput, firstPass } from '../validate/first-pass.ts';
import { hashKeys, keyHashesName, SHARES, uniquePlaces, writeShare } from './key-hashes.ts';
import { SAMPLE } from './merged-sample.ts';

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
  /** Where scratch may be written. */
  readonly directory: string;
  /** Takes a file that was made, under its name; it is gone afterwards, so that no two of them fill the disk. */
  readonly keep: (name: string, path: string) => Promise<void>;
}

/** Measures some files of a landing: what {@link FirstPass} says, and in files the sample and the hashes of keys. */
export async function measurePart(input: MeasurePartInput): Promise<PartMeasurement> {
  const { manifest, files, directory } = input;
  await using database = await openDatabase({ directory, readable: files.map(({ path }) => dirname(path)) });
  const schema = await readSchema(database, manifest, files);
  if (schema.findings.some(stops)) return { schema: schema.findings, damaged: [] };
  let first: FirstPass;
  try {
    await openLanding(database, manifest, schema);
    first = await firstPass(database, { ...input, most: PART_CATEGORIES }, schema);
  } catch (error) {
    return { schema: schema.findings, damaged: await damagedFiles(database, schema, error) };
  }
  await keepFiles(database, first, input);
  return { schema: schema.findings, damaged: [], first };
}

async function keepFiles(
  database: Database,
  { offending, malformed }: FirstPass,
  { manifest, directory, keep }: MeasurePartInput,
): Promise<void> {
  const path = join(directory, 'kept.parquet');
  const keepAs = async (name: string) => {
    await keep(name, path);
    await rm(path);
  };
  await database.run(`COPY sample TO ${quote(path)} (FORMAT parquet)`);
  await keepAs(SAMPLE);
  for (const place of uniquePlaces(manifest)) {
    const found = offending[place];
    if (found === undefined || 'problem' in found) continue;
    await hashKeys(database, manifest, { place, relation: readableRows(malformed) });
    for (let share = 0; share < SHARES; share += 1) {
      await writeShare(database, share, path);
      await keepAs(keyHashesName(place, share));
    }
  }
}
