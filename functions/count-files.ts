import { join } from 'node:path';
import type * as z from 'zod';
import { type ObjectStore, s3ObjectStore } from '#aws/object-store.ts';
import { downloadDataset } from '#aws/pinned-objects.ts';
import { countPart } from '#data/parts/count-part.ts';
import { keyHashesName } from '#data/parts/key-hashes.ts';
import { SAMPLE } from '#data/parts/merged-sample.ts';
import { type Wanted, wantedOfParts } from '#data/parts/validate-parts.ts';
import type { Catalog } from '#domain/manifest/schema.ts';
import { Part, PartDone, RetrainData } from '#statemachines/retrain.data.ts';
import { catalog, catalogEntry } from './catalog.ts';
import { baselinesFrom, type KnownBaselines } from './datasets/drift-baselines.ts';
import { pinnedDataset } from './datasets/pinned-dataset.ts';
import { readEnvironment } from './environment.ts';
import { lambdaHandler } from './handler.ts';
import { measuredParts } from './parts/measured-parts.ts';
import { partStore } from './parts/part-store.ts';
import { withWorkingDirectory } from './working-directory.ts';

export interface CountFilesDeps {
  readonly catalog: Catalog;
  readonly data: ObjectStore;
}

export const CountFilesInput = RetrainData.pick({ model: true, run: true, dataset: true }).extend({ part: Part });

/** Counts in a part what could only be known once all parts were measured: new edges, and its share of the keys of all of them. */
export async function countFiles(
  { model, run, dataset, part: { part, first, end } }: z.infer<typeof CountFilesInput>,
  deps: CountFilesDeps,
): Promise<z.infer<typeof PartDone>> {
  const { manifest } = catalogEntry(deps.catalog, model);
  const pinned = await pinnedDataset(model, dataset, deps.data);
  const store = partStore(deps.data, { model, datasetId: pinned.id, run });
  const measured = await measuredParts(store);
  const own = measured[part]?.first;
  const parts = measured.length;
  // Rows that were not looked at once are not looked at again: the dataset is rejected for its files.
  if (own === undefined || measured.some((each) => each.first === undefined)) {
    await store.keepResult(part, 'counted', { columns: {}, repeats: {} });
    return { part };
  }
  await withWorkingDirectory(async (directory) => {
    const { wanted } = await store.frozen('wanted', async (): Promise<Wanted> => {
      const known = await store.demandFrozen<KnownBaselines>('baselines');
      const samples = await store.filesOfAll(SAMPLE, { parts, directory: join(directory, 'samples') });
      const baselines = baselinesFrom({ model, datasetId: pinned.id, of: 'columns' }, known, deps);
      return wantedOfParts({ manifest, parts: measured, samples, directory: join(directory, 'samples') }, baselines);
    });
    const counted = await countPart({
      manifest,
      part,
      parts,
      first: own,
      wanted,
      files: () => downloadDataset(deps.data, { id: pinned.id, objects: pinned.objects.slice(first, end) }, directory),
      keyHashes: (place, share) =>
        store.filesOfAll(keyHashesName(place, share), { parts, directory: join(directory, 'counted') }),
      directory: join(directory, 'counted'),
    });
    await store.keepResult(part, 'counted', counted);
  });
  return { part };
}

export const handler = lambdaHandler({
  name: 'CountFiles',
  input: CountFilesInput,
  output: PartDone,
  run: countFiles,
  deps: (): CountFilesDeps => {
    const env = readEnvironment({ DATA_BUCKET: 'string' });
    return { catalog, data: s3ObjectStore(env.DATA_BUCKET) };
  },
});
