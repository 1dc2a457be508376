import type { Ledger } from '#aws/ledger.ts';
import type { ObjectStore } from '#aws/object-store.ts';
import type { EndedLanding } from '#domain/landing/landing.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { readDatasetManifest } from '../datasets/pinned-dataset.ts';

interface TrainedOnLastDeps {
  readonly data: ObjectStore;
  readonly ledger: Ledger;
}

/**
 * The newest dataset that passed the data gate, whatever became of its candidate: after a correction of the manifest it is worth another
 * run. Undefined when there is none.
 */
export async function trainedOnLast(
  model: string,
  { data, ledger }: TrainedOnLastDeps,
): Promise<EndedLanding['dataset']> {
  const taken = (await ledger.landing(model).read())?.ended.map(({ dataset }) => dataset) ?? [];
  for (const dataset of taken.reverse()) {
    if (dataset === undefined) continue;
    if (await passedDataGate(model, dataset.id, data)) return dataset;
  }
  const accepted = (await ledger.accepted(model).read())?.datasets.at(-1);
  if (accepted === undefined) return undefined;
  const { objects } = await readDatasetManifest(model, accepted.id, data);
  return { id: accepted.id, files: objects.length, bytes: objects.reduce((sum, { size }) => sum + size, 0) };
}

/** ValidateDataset keeps the profile of what it accepts; what PrepareDataset then finds in the features is in the evidence. */
async function passedDataGate(model: string, id: string, data: ObjectStore): Promise<boolean> {
  if ((await data.head(dataKeys.datasetProfile(model, id))) === undefined) return false;
  const evidence = (await data.getJson(dataKeys.dataEvidence(model, id)))?.value as { verdict?: string } | undefined;
  return evidence?.verdict !== 'Rejected';
}
