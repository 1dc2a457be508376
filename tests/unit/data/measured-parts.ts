import { copyFileSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Baselines, knownProfiles } from '#data/drift/baseline.ts';
import type { LandedFile } from '#data/landing/landing-schema.ts';
import { countPart } from '#data/parts/count-part.ts';
import { keyHashesName } from '#data/parts/key-hashes.ts';
import { measurePart, type PartMeasurement } from '#data/parts/measure-part.ts';
import { SAMPLE } from '#data/parts/merged-sample.ts';
import { validateParts, wantedOfParts } from '#data/parts/validate-parts.ts';
import type { DatasetVerdict } from '#data/validate/verdict.ts';
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
  const kept = (part: number, name: string) => join(directory, String(part), name);
  const measured: PartMeasurement[] = [];
  for (const [part, files] of parts.entries()) {
    mkdirSync(join(directory, String(part)));
    const keep = async (name: string, path: string) => copyFileSync(path, kept(part, name));
    const times = bytesOf(parts.flat()) / bytesOf(files);
    const known = { baselines: knownProfiles(baselines), times, directory: aDirectory(), keep };
    measured.push(asJson(await measurePart({ manifest, files, ...known })));
  }
  const readable = measured.every(({ first }) => first !== undefined);
  const samples = readable ? parts.map((_, part) => kept(part, SAMPLE)) : [];
  const known = { manifest, parts: measured, samples, directory };
  const wanted = asJson(await wantedOfParts(known, baselines));
  const counts = [];
  for (const [part, files] of readable ? parts.entries() : []) {
    const own = aDirectory();
    const keyHashes = async (place: number, share: number) =>
      parts.map((_, other) => {
        const path = join(own, `${other}-${keyHashesName(place, share)}`);
        copyFileSync(kept(other, keyHashesName(place, share)), path);
        return path;
      });
    const { first } = measured[part]!;
    const which = { part, parts: parts.length, first: first!, wanted: wanted.wanted };
    counts.push(asJson(await countPart({ manifest, ...which, files: async () => files, keyHashes, directory: own })));
  }
  return validateParts({ ...known, ...wanted, counts, now });
}

const bytesOf = (files: readonly LandedFile[]) => files.reduce((sum, { path }) => sum + statSync(path).size, 0);

function asJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
