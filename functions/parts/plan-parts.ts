import type { ObjectStore } from '#aws/object-store.ts';
import type { DatasetManifest } from '#domain/landing/landing.ts';
import { CAPACITY, type Capacity, planMeasurement } from '#domain/landing/measure-plan.ts';
import type { Catalog } from '#domain/manifest/schema.ts';
import { catalogEntry } from '../catalog.ts';
import { readDatasetManifest } from '../datasets/pinned-dataset.ts';
import { type TrainingWindowDeps, trainingWindow } from '../datasets/training-window.ts';
import { partStore } from './part-store.ts';

export interface PlanPartsDeps extends TrainingWindowDeps {
  readonly catalog: Catalog;
  readonly data: ObjectStore;
  /** What functions hold; only tests make it smaller. */
  readonly capacity?: Capacity;
}

/** What a pinned dataset says of its size: nothing when one function measures it. */
interface Planned {
  readonly parts?: { readonly bucket: string; readonly key: string; readonly count: number };
  readonly tooLarge?: string;
}

/** Decides how a pinned dataset is measured, and writes the list of its parts where the distributed Map reads it. */
export async function planParts(
  { model, run }: { readonly model: string; readonly run: string },
  datasetId: string,
  deps: PlanPartsDeps,
): Promise<Planned> {
  const { manifest } = catalogEntry(deps.catalog, model);
  const pinned = await readDatasetManifest(model, datasetId, deps.data);
  const window = await trainingWindow(pinned, manifest.data.window, deps);
  const earlier = window.slice(0, -1).map(bytesOf);
  const toMeasure = { objects: pinned.objects, earlier, partBytes: manifest.data.partBytes };
  const plan = planMeasurement(toMeasure, deps.capacity ?? CAPACITY);
  if (plan.kind === 'tooLarge') return { tooLarge: plan.reason };
  if (plan.kind === 'whole') return {};
  const { planKey } = partStore(deps.data, { model, datasetId, run });
  await deps.data.put(planKey, JSON.stringify(plan.parts));
  return { parts: { bucket: deps.data.bucket, key: planKey, count: plan.parts.length } };
}

/** Bytes of a dataset's files. */
export function bytesOf({ objects }: Pick<DatasetManifest, 'objects'>): number {
  return objects.reduce((sum, { size }) => sum + size, 0);
}
