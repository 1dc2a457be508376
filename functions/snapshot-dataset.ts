import { randomUUID } from 'node:crypto';
import type * as z from 'zod';
import { type Ledger, objectStoreLedger } from '#aws/ledger.ts';
import { type ObjectStore, s3ObjectStore, uriOf } from '#aws/object-store.ts';
import { closeBatch, datasetId, type ListedFile } from '#domain/landing/close-batch.ts';
import type { DatasetManifest, Landing, PinnedObject } from '#domain/landing/landing.ts';
import type { Catalog } from '#domain/manifest/schema.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { Dataset, RetrainInput } from '#statemachines/retrain.data.ts';
import { catalog, catalogEntry } from './catalog.ts';
import { readEnvironment } from './environment.ts';
import { lambdaHandler } from './handler.ts';

export interface SnapshotDatasetDeps {
  readonly catalog: Catalog;
  readonly data: ObjectStore;
  readonly ledger: Ledger;
  readonly now: () => Date;
}

/** Waits for a landing to be complete, then pins its object versions in a manifest. Nothing is copied. */
export async function snapshotDataset(
  input: RetrainInput,
  deps: SnapshotDatasetDeps,
): Promise<z.infer<typeof Dataset>> {
  const { model, run, trigger } = input;
  const { manifest } = catalogEntry(deps.catalog, model);
  const landing = await deps.ledger.landing(model).read();
  if (landing?.state === 'closed' && landing.run === run && landing.dataset !== undefined) {
    return pinned(model, landing.dataset, deps);
  }
  const listed = await Array.fromAsync(deps.data.list(dataKeys.landing(model)));
  // A run that was asked for takes what is there; only a landing waits until it is complete.
  const rule =
    trigger.kind === 'landing' ? manifest.data : { ...manifest.data, completeWhen: 'quiet' as const, quietMinutes: 0 };
  const decision = closeBatch(listed, landing ?? { seen: {}, openedAt: trigger.at }, { ...rule, now: deps.now() });
  if (decision.kind === 'open') return { status: 'Open', waitSeconds: decision.waitSeconds };
  if (decision.kind === 'nothing-new') return withoutNewData(input, listed, deps);

  const dataset = await pin(input, decision.files, deps);
  await close(input, { dataset, seen: decision.seen }, deps);
  return pinned(model, dataset, deps);
}

/** Writes the dataset's manifest; the same objects always give the same id. */
async function pin({ model, run }: RetrainInput, files: readonly ListedFile[], { data, now }: SnapshotDatasetDeps) {
  const id = datasetId(files);
  const objects = await Promise.all(
    files.map(async ({ key, etag, size }): Promise<PinnedObject> => {
      const head = await data.head(key);
      // An object overwritten between listing and pinning is the next landing's; its old version is not known here.
      const versionId = head?.etag === etag ? head.versionId : undefined;
      return { key, etag, size, ...(versionId === undefined ? {} : { versionId }) };
    }),
  );
  const manifest: DatasetManifest = { model, id, run, createdAt: now().toISOString(), objects };
  await data.create(dataKeys.datasetManifest(model, id), JSON.stringify(manifest, null, 2));
  return { id, files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0) };
}

type Closed = Pick<Landing, 'dataset' | 'seen'>;

async function close(
  { model, run, generation, trigger }: RetrainInput,
  closed: Closed,
  { ledger, now }: SnapshotDatasetDeps,
) {
  await ledger.landing(model).change((current) => {
    const batch = { batch: trigger.key, run, generation, openedAt: now().toISOString(), ...current };
    return { write: { ...batch, ...closed, state: 'closed', run, generation }, result: undefined };
  });
}

/** Nothing new: train again on the newest accepted dataset if that was asked for, otherwise say so. */
async function withoutNewData(
  input: RetrainInput,
  listed: readonly ListedFile[],
  deps: SnapshotDatasetDeps,
): Promise<z.infer<typeof Dataset>> {
  const accepted = await deps.ledger.accepted(input.model).read();
  const newest = accepted?.datasets.at(-1);
  const seen = Object.fromEntries(listed.map(({ key, etag }) => [key, etag]));
  if (newest === undefined) {
    await close(input, { seen }, deps);
    return { status: 'Empty' };
  }
  if (!input.trigger.force) {
    await close(input, { seen }, deps);
    return { status: 'Unchanged', id: newest.id };
  }
  const stored = await deps.data.getJson(dataKeys.datasetManifest(input.model, newest.id));
  const objects = (stored?.value as DatasetManifest | undefined)?.objects ?? [];
  const dataset = { id: newest.id, files: objects.length, bytes: objects.reduce((sum, { size }) => sum + size, 0) };
  await close(input, { dataset, seen }, deps);
  return pinned(input.model, dataset, deps);
}

function pinned(
  model: string,
  dataset: NonNullable<Landing['dataset']>,
  { data }: SnapshotDatasetDeps,
): z.infer<typeof Dataset> {
  return { status: 'Pinned', ...dataset, manifestUri: uriOf(data, dataKeys.datasetManifest(model, dataset.id)) };
}

export const handler = lambdaHandler({
  name: 'SnapshotDataset',
  input: RetrainInput,
  output: Dataset,
  run: snapshotDataset,
  deps: (): SnapshotDatasetDeps => {
    const env = readEnvironment({ DATA_BUCKET: 'string', LEDGER_BUCKET: 'string' });
    return {
      catalog,
      data: s3ObjectStore(env.DATA_BUCKET),
      ledger: objectStoreLedger({ store: s3ObjectStore(env.LEDGER_BUCKET), newId: randomUUID }),
      now: () => new Date(),
    };
  },
});
