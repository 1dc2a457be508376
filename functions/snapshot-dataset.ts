import { randomUUID } from 'node:crypto';
import type * as z from 'zod';
import { objectStoreLedger } from '#aws/ledger.ts';
import { s3ObjectStore, uriOf } from '#aws/object-store.ts';
import { closeBatch, type ListedFile } from '#domain/landing/close-batch.ts';
import { datasetTakenBy, endLanding, shutLanding, type Taken } from '#domain/landing/end-landing.ts';
import { type EndedLanding, noLanding } from '#domain/landing/landing.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { Dataset, RetrainInput } from '#statemachines/retrain.data.ts';
import { catalog, catalogEntry } from './catalog.ts';
import { readEnvironment } from './environment.ts';
import { StageError } from './errors.ts';
import { lambdaHandler } from './handler.ts';
import { type PlanPartsDeps, planParts } from './parts/plan-parts.ts';
import { pinFiles } from './snapshot-dataset/pin-files.ts';
import { trainedOnLast } from './snapshot-dataset/trained-on-last.ts';

export interface SnapshotDatasetDeps extends PlanPartsDeps {
  readonly now: () => Date;
}

export const SnapshotDatasetInput = RetrainInput;

type Snapshot = z.infer<typeof Dataset>;

/** How often another run may take some of the files first. */
const ATTEMPTS = 5;

/** Waits for a landing to be complete, then pins its object versions in a manifest, and says how it is measured. Nothing is copied. */
export async function snapshotDataset(input: RetrainInput, deps: SnapshotDatasetDeps): Promise<Snapshot> {
  const { model, run, trigger } = input;
  const landing = deps.ledger.landing(model);
  const earlier = datasetTakenBy(await landing.read(), { key: trigger.key, run });
  if (earlier !== undefined) return pinned(input, earlier, deps);

  const first = await look(input, deps);
  if (first.kind === 'open') return { status: 'Open', waitSeconds: first.waitSeconds };
  await landing.change((current) => ({ write: shutLanding(current, run), result: undefined }));
  // What arrives from here on opens the next landing; what arrived before is listed now. So nothing slips between two landings.
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { listed, seen, ...found } = await look(input, deps);
    if (found.kind === 'open') return { status: 'Open', waitSeconds: found.waitSeconds };
    if (found.kind === 'nothing-new') return withoutNewData(input, { listed, seen }, deps);
    const dataset = await pinFiles(input, found.files, deps);
    const unchanged = !trigger.force && (await isAccepted(model, dataset.id, deps));
    const ended = { key: trigger.key, run, ...(unchanged ? {} : { dataset }) };
    const taken = [...found.files, ...found.markers];
    if (!(await end(input, ended, { deps, taken, listed, seen }))) continue;
    return unchanged ? { status: 'Unchanged', id: dataset.id } : pinned(input, dataset, deps);
  }
  throw new StageError(
    'LedgerConflictError',
    `Other runs of ${model} took what landed ${ATTEMPTS} times while this one looked.`,
  );
}

/** What is there now, and whether it is complete. */
async function look({ model, trigger }: RetrainInput, { catalog: models, data, ledger, now }: SnapshotDatasetDeps) {
  const rule = catalogEntry(models, model).manifest.data;
  const { seen, open } = (await ledger.landing(model).read()) ?? noLanding;
  const listed: ListedFile[] = [];
  for await (const version of data.listVersions(dataKeys.landing(model)))
    if (version.latest && !version.deleteMarker) listed.push(version);
  // A person who asks takes what is there. A landing waits until it is complete; a schedule leaves an incomplete one to its own run.
  const asked = trigger.kind === 'request' || trigger.kind === 'replay';
  const decision = closeBatch(listed, seen, {
    ...(asked ? { completeWhen: 'quiet', quietMinutes: 0 } : rule),
    marker: rule.marker,
    now: now(),
    openedAt: open?.openedAt ?? (trigger.kind === 'landing' ? trigger.at : new Date(0).toISOString()),
  });
  const waits = decision.kind === 'open' && trigger.kind !== 'schedule';
  return { listed, seen, ...(decision.kind === 'open' && !waits ? ({ kind: 'nothing-new' } as const) : decision) };
}

async function isAccepted(model: string, id: string, { ledger }: SnapshotDatasetDeps): Promise<boolean> {
  const accepted = await ledger.accepted(model).read();
  return accepted?.datasets.some((dataset) => dataset.id === id) ?? false;
}

interface Taking extends Taken {
  readonly deps: SnapshotDatasetDeps;
}

function end({ model }: RetrainInput, ended: EndedLanding, { deps, ...taking }: Taking): Promise<boolean> {
  return deps.ledger.landing(model).change((current) => {
    const write = endLanding(current, ended, taking);
    return { write, result: write !== undefined };
  });
}

/** Nothing new: train again on what was trained on last if that was asked for, otherwise say so. */
async function withoutNewData(
  input: RetrainInput,
  found: Omit<Taken, 'taken'>,
  deps: SnapshotDatasetDeps,
): Promise<Snapshot> {
  const { model, run, trigger } = input;
  const last = await trainedOnLast(model, deps);
  const dataset = trigger.force ? last : undefined;
  const ended = { key: trigger.key, run, ...(dataset === undefined ? {} : { dataset }) };
  await end(input, ended, { deps, taken: [], ...found });
  if (last === undefined) return { status: 'Empty' };
  return dataset === undefined ? { status: 'Unchanged', id: last.id } : pinned(input, dataset, deps);
}

async function pinned(
  input: RetrainInput,
  dataset: NonNullable<EndedLanding['dataset']>,
  deps: SnapshotDatasetDeps,
): Promise<Snapshot> {
  const manifestUri = uriOf(deps.data, dataKeys.datasetManifest(input.model, dataset.id));
  return { status: 'Pinned', ...dataset, manifestUri, ...(await planParts(input, dataset.id, deps)) };
}

export const handler = lambdaHandler({
  name: 'SnapshotDataset',
  input: SnapshotDatasetInput,
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
