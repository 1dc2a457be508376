import type * as z from 'zod';
import type { ObjectStore } from '#aws/object-store.ts';
import { DatasetManifest } from '#domain/landing/landing.ts';
import { dataKeys } from '#domain/object-keys.ts';
import type { Dataset } from '#statemachines/retrain.data.ts';
import { StageError } from '../errors.ts';

/** The manifest of a run's dataset. @throws StageError DatasetUnreadableError when none is pinned or its manifest is gone */
export async function pinnedDataset(
  model: string,
  dataset: z.infer<typeof Dataset>,
  data: ObjectStore,
): Promise<DatasetManifest> {
  if (dataset.status !== 'Pinned')
    throw new StageError('DatasetUnreadableError', `The run has no pinned dataset; its status is ${dataset.status}.`);
  return readDatasetManifest(model, dataset.id, data);
}

/** @throws StageError DatasetUnreadableError */
export async function readDatasetManifest(model: string, id: string, data: ObjectStore): Promise<DatasetManifest> {
  const key = dataKeys.datasetManifest(model, id);
  const stored = await data.getJson(key);
  if (stored === undefined)
    throw new StageError('DatasetUnreadableError', `${key} is missing; restore its last version.`);
  return DatasetManifest.parse(stored.value);
}
