import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Manifest } from '#domain/manifest/schema.ts';
import { countOn } from '../drift/measure-profile.ts';
import type { NumericProfile } from '../drift/profile.ts';
import type { WantedEdges } from '../drift/wanted-edges.ts';
import { type Database, openDatabase } from '../duckdb.ts';
import { type LandedFile, readSchema } from '../landing/landing-schema.ts';
import { openLanding, readableRows } from '../landing/load-landing.ts';
import type { FirstPass } from '../validate/first-pass.ts';
import { countRepeats, SHARES, uniquePlaces } from './key-hashes.ts';

/** What could only be counted once all parts were measured. It survives JSON. */
export interface PartCounts {
  /** The part's columns on the edges that were wanted. */
  readonly columns: Readonly<Record<string, NumericProfile>>;
  /** By place of an expectation on uniqueness, the repeats in those shares of the key hashes that are counted with this part. */
  readonly repeats: Readonly<Record<number, number>>;
}

export interface CountPartInput {
  readonly manifest: Manifest;
  /** Which part of how many. */
  readonly part: number;
  readonly parts: number;
  /** What was found in it at first. */
  readonly first: FirstPass;
  readonly wanted: WantedEdges;
  /** Its files, once they are needed. */
  readonly files: () => Promise<readonly LandedFile[]>;
  /**
   * The key hashes of one share of all parts, put into `directory`; they are removed afterwards. Each under a path of its own, since DuckDB
   * remembers what was in a file.
   */
  readonly keyHashes: (place: number, share: number) => Promise<readonly string[]>;
  readonly directory: string;
}

/** Counts the repeats of its shares of the key hashes, and reads a part again for what the first pass could not know. */
export async function countPart(input: CountPartInput): Promise<PartCounts> {
  const { wanted, directory } = input;
  const repeats = await countShares(input);
  if (Object.keys(wanted.uncounted).length === 0) return { columns: {}, repeats };
  const files = await input.files();
  await using database = await openDatabase({ directory, readable: files.map(({ path }) => dirname(path)) });
  return { columns: await countColumns(database, files, input), repeats };
}

async function countShares({ manifest, part, parts, first, keyHashes, directory }: CountPartInput) {
  await using database = await openDatabase({ directory });
  const repeats: Record<number, number> = {};
  for (const place of uniquePlaces(manifest)) {
    if ('problem' in first.offending[place]!) continue;
    repeats[place] = 0;
    for (let share = part; share < SHARES; share += parts) {
      const paths = await keyHashes(place, share);
      repeats[place] += await countRepeats(database, paths);
      await Promise.all(paths.map((path) => rm(path)));
    }
  }
  return repeats;
}

async function countColumns(
  database: Database,
  files: readonly LandedFile[],
  { manifest, first, wanted }: CountPartInput,
): Promise<PartCounts['columns']> {
  await openLanding(database, manifest, await readSchema(database, manifest, files));
  const profiled = { data: manifest.data, relation: readableRows(first.malformed) };
  return countOn(database, profiled, { edges: wanted.uncounted, rows: first.rows });
}
