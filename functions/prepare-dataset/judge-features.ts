import type * as z from 'zod';
import { uriOf } from '#aws/object-store.ts';
import type { Profile } from '#data/drift/profile.ts';
import type { RunProfile } from '#data/drift/run-profile.ts';
import type { PreparedBaselines, PreparedMeasurement } from '#data/prepare/measure-prepared.ts';
import { stops } from '#data/validate/finding.ts';
import { boundedReasons } from '#domain/bounded-reasons.ts';
import type { DatasetManifest } from '#domain/landing/landing.ts';
import type { CatalogEntry } from '#domain/manifest/schema.ts';
import { dataKeys } from '#domain/object-keys.ts';
import type { FeatureVerdict } from '#statemachines/retrain.data.ts';
import { type DriftBaselinesDeps, driftBaselines } from '../datasets/drift-baselines.ts';
import { type SettleDatasetDeps, settleDataset } from '../datasets/settle-dataset.ts';

interface Judged {
  readonly run: string;
  readonly pinned: DatasetManifest;
  readonly entry: CatalogEntry;
  readonly measured: PreparedMeasurement;
  /** Of what the run trains on. */
  readonly lineage: Pick<RunProfile, 'datasets' | 'trainedThrough'>;
}

/** What the features are compared with, and the profile of the landing, on whose edges the training data is counted. */
export async function featureBaselines(
  { model, id }: DatasetManifest,
  { manifest }: CatalogEntry,
  deps: DriftBaselinesDeps,
): Promise<PreparedBaselines> {
  const landed = (await deps.data.getJson(dataKeys.datasetProfile(model, id)))?.value as Profile | undefined;
  const subject = { model, datasetId: id, of: 'features' } as const;
  return { landed, baselines: await driftBaselines(subject, manifest.data.featureDrift, deps) };
}

/**
 * The second half of the data gate: what prepare.sql made of the dataset. Its findings join those of ValidateDataset in the dataset's evidence;
 * a rejected dataset goes to quarantine as one whose columns were wrong. Undefined when nothing stops it and the
 * manifest limits no drift of features.
 */
export async function judgeFeatures(
  { run, pinned, entry, measured, lineage }: Judged,
  deps: SettleDatasetDeps,
): Promise<z.infer<typeof FeatureVerdict> | undefined> {
  const { model, id } = pinned;
  const { training, features, drift, leakage } = measured;
  const profile: RunProfile = { version: 1, ...lineage, training, features };
  await deps.data.put(dataKeys.runProfile(model, run), JSON.stringify(profile));
  const reasons = [...leakage, ...drift].filter(stops).map(({ message }) => message);
  const verdict = reasons.length === 0 ? 'Accepted' : 'Rejected';
  const about = { run, rows: features.rows };
  const limitsDrift = entry.manifest.data.featureDrift.length > 0;
  const key = dataKeys.dataEvidence(model, id);
  const found = (await deps.data.getJson(key))?.value as object | undefined;
  await deps.data.put(
    key,
    JSON.stringify(
      {
        ...found,
        verdict,
        reasons,
        featureLeakage: { ...about, findings: leakage },
        ...(limitsDrift ? { featureDrift: { ...about, findings: drift } } : {}),
      },
      null,
      2,
    ),
  );
  // ValidateDataset has settled it already, and nothing was found that it did not know.
  if (!limitsDrift && verdict === 'Accepted') return undefined;

  const evidenceUri = uriOf(deps.data, key);
  await settleDataset(
    pinned,
    {
      action: 'PrepareDataset',
      run,
      verdict,
      reasons,
      accepted: `No enforced feature drifted or gave the label away in the ${about.rows} rows that landed.`,
      evidence: { evidenceUri, rows: about.rows },
      manifestDigest: entry.digest,
    },
    deps,
  );
  return { verdict, evidenceUri, reasons: boundedReasons(reasons) };
}
