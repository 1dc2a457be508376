import { randomUUID } from 'node:crypto';
import type * as z from 'zod';
import { objectStoreLedger } from '#aws/ledger.ts';
import { snsNotifications } from '#aws/notifications.ts';
import { s3ObjectStore, uriOf } from '#aws/object-store.ts';
import { downloadDataset } from '#aws/pinned-objects.ts';
import { sageMakerModelRegistry } from '#aws/sagemaker-model-registry.ts';
import { validateDataset as measureDataset } from '#data/validate/validate-dataset.ts';
import { type DatasetVerdict, unread } from '#data/validate/verdict.ts';
import { boundedReasons } from '#domain/bounded-reasons.ts';
import { heldOut } from '#domain/landing/held-out.ts';
import type { DatasetManifest } from '#domain/landing/landing.ts';
import type { Catalog, Manifest } from '#domain/manifest/schema.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { type Dataset, RetrainData, Validation } from '#statemachines/retrain.data.ts';
import { auditFromEnvironment } from './audit.ts';
import { catalog, catalogEntry } from './catalog.ts';
import { type DriftBaselinesDeps, driftBaselines } from './datasets/drift-baselines.ts';
import { pinnedDataset } from './datasets/pinned-dataset.ts';
import { type SettleDatasetDeps, settleDataset } from './datasets/settle-dataset.ts';
import { readEnvironment } from './environment.ts';
import { lambdaHandler } from './handler.ts';
import { partStore } from './parts/part-store.ts';
import { judgeParts } from './validate-dataset/judge-parts.ts';
import { withWorkingDirectory } from './working-directory.ts';

export interface ValidateDatasetDeps extends SettleDatasetDeps, DriftBaselinesDeps {
  readonly catalog: Catalog;
}

export const ValidateDatasetInput = RetrainData.pick({ model: true, run: true, dataset: true });

/**
 * Measures what landed against the manifest, or judges what was measured in parts. A rejected dataset is moved to quarantine before anything
 * is spent on it.
 */
export async function validateDataset(
  { model, run, dataset }: z.infer<typeof ValidateDatasetInput>,
  deps: ValidateDatasetDeps,
): Promise<z.infer<typeof Validation>> {
  const { manifest, digest } = catalogEntry(deps.catalog, model);
  const pinned = await pinnedDataset(model, dataset, deps.data);
  const tooLarge = dataset.status === 'Pinned' ? dataset.tooLarge : undefined;
  const measured =
    tooLarge === undefined
      ? heldOut(await measure(dataset, { run, manifest, pinned }, deps), manifest)
      : { ...unread([]), verdict: 'TooLarge' as const, reasons: [tooLarge] };
  const { verdict, rows, reasons: all, profile, ...evidence } = measured;
  const evidenceKey = dataKeys.dataEvidence(model, pinned.id);
  await deps.data.put(
    evidenceKey,
    JSON.stringify({ model, run, datasetId: pinned.id, verdict, rows, reasons: all, ...evidence }, null, 2),
  );
  const evidenceUri = uriOf(deps.data, evidenceKey);
  if (verdict === 'Accepted') await deps.data.put(dataKeys.datasetProfile(model, pinned.id), JSON.stringify(profile));
  await settleDataset(
    pinned,
    {
      action: 'ValidateDataset',
      run,
      verdict,
      reasons: all,
      accepted: `${rows} rows met every enforced expectation.`,
      evidence: { evidenceUri, rows },
      manifestDigest: digest,
    },
    deps,
  );
  return { verdict, evidenceUri, rows, reasons: boundedReasons(all) };
}

interface Measuring {
  readonly run: string;
  readonly manifest: Manifest;
  readonly pinned: DatasetManifest;
}

function measure(
  dataset: z.infer<typeof Dataset>,
  { run, manifest, pinned }: Measuring,
  deps: ValidateDatasetDeps,
): Promise<DatasetVerdict> {
  const { model, id: datasetId } = pinned;
  return withWorkingDirectory(async (directory) => {
    if (dataset.status === 'Pinned' && dataset.parts !== undefined)
      return judgeParts(partStore(deps.data, { model, datasetId, run }), { manifest, directory, now: deps.now() });
    const files = await downloadDataset(deps.data, pinned, directory);
    const baselines = await driftBaselines({ model, datasetId, of: 'columns' }, manifest.data.drift, deps);
    return measureDataset({ manifest, files, baselines, now: deps.now() });
  });
}

export const handler = lambdaHandler({
  name: 'ValidateDataset',
  input: ValidateDatasetInput,
  output: Validation,
  run: validateDataset,
  deps: (): ValidateDatasetDeps => {
    const env = readEnvironment({
      STAGE: 'string',
      DATA_BUCKET: 'string',
      LEDGER_BUCKET: 'string',
      NOTIFICATIONS_TOPIC: 'string',
    });
    const store = s3ObjectStore(env.LEDGER_BUCKET);
    return {
      catalog,
      data: s3ObjectStore(env.DATA_BUCKET),
      ledger: objectStoreLedger({ store, newId: randomUUID }),
      registry: sageMakerModelRegistry({ stage: env.STAGE }),
      audit: auditFromEnvironment(store),
      notifications: snsNotifications(env.NOTIFICATIONS_TOPIC),
      now: () => new Date(),
    };
  },
});
