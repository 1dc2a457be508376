import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type * as z from 'zod';
import { objectStoreLedger } from '#aws/ledger.ts';
import { s3ObjectStore } from '#aws/object-store.ts';
import { downloadDataset } from '#aws/pinned-objects.ts';
import { sageMakerModelRegistry } from '#aws/sagemaker-model-registry.ts';
import { knownProfiles } from '#data/drift/baseline.ts';
import { measurePart } from '#data/parts/measure-part.ts';
import type { Catalog } from '#domain/manifest/schema.ts';
import { Part, PartDone, RetrainData } from '#statemachines/retrain.data.ts';
import { catalog, catalogEntry } from './catalog.ts';
import { baselinesFrom, type DriftBaselinesDeps, knownBaselines } from './datasets/drift-baselines.ts';
import { pinnedDataset } from './datasets/pinned-dataset.ts';
import { readEnvironment } from './environment.ts';
import { lambdaHandler } from './handler.ts';
import { partStore } from './parts/part-store.ts';
import { bytesOf } from './parts/plan-parts.ts';
import { withWorkingDirectory } from './working-directory.ts';

export interface MeasureFilesDeps extends DriftBaselinesDeps {
  readonly catalog: Catalog;
}

export const MeasureFilesInput = RetrainData.pick({ model: true, run: true, dataset: true }).extend({ part: Part });

/** Measures some files of a dataset that is too large for one function, on the edges of the baselines that all its parts are counted on. */
export async function measureFiles(
  { model, run, dataset, part: { part, first, end } }: z.infer<typeof MeasureFilesInput>,
  deps: MeasureFilesDeps,
): Promise<z.infer<typeof PartDone>> {
  const { manifest } = catalogEntry(deps.catalog, model);
  const pinned = await pinnedDataset(model, dataset, deps.data);
  const store = partStore(deps.data, { model, datasetId: pinned.id, run });
  const subject = { model, datasetId: pinned.id, of: 'columns' } as const;
  const known = await store.frozen('baselines', () => knownBaselines(subject, manifest.data.drift, deps));
  const mine = { id: pinned.id, objects: pinned.objects.slice(first, end) };
  const measured = await withWorkingDirectory(async (directory) =>
    measurePart({
      manifest,
      files: await downloadDataset(deps.data, mine, directory),
      baselines: knownProfiles(baselinesFrom(subject, known, deps)),
      times: bytesOf(pinned) / Math.max(1, bytesOf(mine)),
      directory: join(directory, 'measured'),
      keep: (name, path) => store.keepFile(part, name, path),
    }),
  );
  await store.keepResult(part, 'measured', measured);
  return { part };
}

export const handler = lambdaHandler({
  name: 'MeasureFiles',
  input: MeasureFilesInput,
  output: PartDone,
  run: measureFiles,
  deps: (): MeasureFilesDeps => {
    const env = readEnvironment({ STAGE: 'string', DATA_BUCKET: 'string', LEDGER_BUCKET: 'string' });
    return {
      catalog,
      data: s3ObjectStore(env.DATA_BUCKET),
      ledger: objectStoreLedger({ store: s3ObjectStore(env.LEDGER_BUCKET), newId: randomUUID }),
      registry: sageMakerModelRegistry({ stage: env.STAGE }),
    };
  },
});
