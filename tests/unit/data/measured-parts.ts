import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Baselines } from '#data/baseline.ts';
import { knownProfiles } from '#data/baseline.ts';
import { countPart } from '#data/count-part.ts';
import { SHARES, uniquePlaces } from '#data/key-hashes.ts';
import type { LandedFile } from '#data/landing-schema.ts';
import { measurePart, type PartMeasurement } from '#data/measure-part.ts';
import { validateParts, wantedOfParts } from '#data/validate-parts.ts';
import type { DatasetVerdict } from '#data/verdict.ts';
import type { Manifest } from '#domain/manifest/schema.ts';
import { aDirectory } from './a-workspace.ts';

export interface InParts {
  readonly manifest: Manifest;
  readonly parts: readonly (readonly LandedFile[])[];
  readonly baselines: Baselines;
  readonly now: Date;
}

/** The data gate in parts, as the functions MeasureFiles, CountFiles and ValidateDataset go about it; what they keep passes through JSON. */
export async function validateInParts({ manifest, parts, baselines, now }: InParts): Promise<DatasetVerdict> {
  const directory = aDirectory();
  const samplePath = (part: number) => join(directory, `${part}.sample.parquet`);
  const keysPath = (part: number) => (place: number, share: number) =>
    join(directory, `${part}-${place}-${share}.parquet`);
  const measured: PartMeasurement[] = [];
  for (const [part, files] of parts.entries()) {
    const known = { baselines: knownProfiles(baselines), times: bytesOf(parts.flat()) / bytesOf(files) };
    const results = { directory, samplePath: samplePath(part), keysPath: keysPath(part) };
    measured.push(asJson(await measurePart({ manifest, files, ...known, ...results })));
  }
  const readable = measured.every(({ first }) => first !== undefined);
  const samples = readable ? parts.map((_, part) => samplePath(part)) : [];
  const known = { manifest, parts: measured, samples, directory };
  const wanted = asJson(await wantedOfParts(known, baselines));
  const counts = [];
  for (const [part, files] of readable ? parts.entries() : []) {
    const mine = Array.from({ length: SHARES }, (_, share) => share).filter((share) => share % parts.length === part);
    const keys = Object.fromEntries(
      uniquePlaces(manifest).map((place) => [
        place,
        mine.map((share) => parts.map((__, of) => keysPath(of)(place, share))),
      ]),
    );
    const first = measured[part]!.first!;
    counts.push(asJson(await countPart({ manifest, files, first, wanted: wanted.wanted, keys, directory })));
  }
  return validateParts({ ...known, ...wanted, counts, now });
}

const bytesOf = (files: readonly LandedFile[]) => files.reduce((sum, { path }) => sum + statSync(path).size, 0);

function asJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
