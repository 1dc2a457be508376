import { dirname } from 'node:path';
import type { Manifest } from '#domain/manifest/schema.ts';
import { openDatabase } from './duckdb.ts';
import type { FirstPass } from './first-pass.ts';
import { countRepeats } from './key-hashes.ts';
import { type LandedFile, readSchema } from './landing-schema.ts';
import { openLanding, readableRows } from './load-landing.ts';
import { countOn } from './measure-profile.ts';
import type { NumericProfile } from './profile.ts';
import type { WantedEdges } from './wanted-edges.ts';

/** What could only be counted once all parts were measured. It survives JSON. */
export interface PartCounts {
  /** The part's columns on the edges that were wanted. */
  readonly columns: Readonly<Record<string, NumericProfile>>;
  /** By place of an expectation on uniqueness, the repeats in those shares of the key hashes that are counted with this part. */
  readonly repeats: Readonly<Record<number, number>>;
}

export interface CountPartInput {
  readonly manifest: Manifest;
  readonly files: readonly LandedFile[];
  /** What was found in it at first. */
  readonly first: FirstPass;
  readonly wanted: WantedEdges;
  /** By place, for each share the files of all parts. */
  readonly keys: Readonly<Record<number, readonly (readonly string[])[]>>;
  readonly directory: string;
  readonly memoryMb?: number;
}

/** Reads a part again for what the first pass could not know. */
export async function countPart(input: CountPartInput): Promise<PartCounts> {
  const { manifest, files, first, wanted } = input;
  await using database = await openDatabase({ ...input, readable: files.map(({ path }) => dirname(path)) });
  const repeats: Record<number, number> = {};
  for (const [place, shares] of Object.entries(input.keys)) {
    let sum = 0;
    for (const paths of shares) sum += await countRepeats(database, paths);
    repeats[Number(place)] = sum;
  }
  if (Object.keys(wanted.uncounted).length === 0) return { columns: {}, repeats };
  await openLanding(database, manifest, await readSchema(database, manifest, files));
  const profiled = { data: manifest.data, relation: readableRows(first.malformed) };
  return { columns: await countOn(database, profiled, { edges: wanted.uncounted, rows: first.rows }), repeats };
}
