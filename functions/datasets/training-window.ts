import type { Ledger } from '#aws/ledger.ts';
import type { ObjectStore } from '#aws/object-store.ts';
import type { DatasetManifest } from '#domain/landing/landing.ts';
import { readDatasetManifest } from './pinned-dataset.ts';

export interface TrainingWindowDeps {
  readonly ledger: Ledger;
  readonly data: ObjectStore;
}

/** The datasets a run trains on, oldest first: the new one last, and of the accepted ones as many as the manifest's window leaves room for. */
export async function trainingWindow(
  pinned: DatasetManifest,
  window: number,
  { ledger, data }: TrainingWindowDeps,
): Promise<DatasetManifest[]> {
  const { model, id } = pinned;
  const { datasets } = (await ledger.accepted(model).read()) ?? { datasets: [] };
  const others = datasets.filter((each) => each.id !== id);
  const wanted = window > 1 ? others.slice(-(window - 1)) : [];
  return [...(await Promise.all(wanted.map((each) => readDatasetManifest(model, each.id, data)))), pinned];
}
