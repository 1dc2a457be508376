import { join } from 'node:path';
import type { PartCounts } from '#data/parts/count-part.ts';
import { SAMPLE } from '#data/parts/merged-sample.ts';
import { NOTHING_WANTED, validateParts, type Wanted } from '#data/parts/validate-parts.ts';
import type { DatasetVerdict } from '#data/validate/verdict.ts';
import type { Manifest } from '#domain/manifest/schema.ts';
import { measuredParts } from '../parts/measured-parts.ts';
import type { PartStore } from '../parts/part-store.ts';

interface Judging {
  readonly manifest: Manifest;
  readonly directory: string;
  readonly now: Date;
}

/** Judges a dataset by what MeasureFiles and CountFiles kept of its parts. */
export async function judgeParts(store: PartStore, judging: Judging): Promise<DatasetVerdict> {
  const parts = await measuredParts(store);
  if (parts.some(({ first }) => first === undefined))
    return validateParts({ ...judging, ...NOTHING_WANTED, parts, samples: [], counts: [] });
  const counts = await Promise.all(parts.map((_, part) => store.result<PartCounts>(part, 'counted')));
  const wanted = await store.demandFrozen<Wanted>('wanted');
  const directory = join(judging.directory, 'samples');
  const samples = await store.filesOfAll(SAMPLE, { parts: parts.length, directory });
  return validateParts({ ...judging, ...wanted, parts, samples, counts, directory });
}
