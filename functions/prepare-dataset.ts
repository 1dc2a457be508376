import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { objectStoreLedger } from '#aws/ledger.ts';
import { snsNotifications } from '#aws/notifications.ts';
import { s3ObjectStore, uriOf } from '#aws/object-store.ts';
import { downloadDataset } from '#aws/pinned-objects.ts';
import { sageMakerModelRegistry } from '#aws/sagemaker-model-registry.ts';
import { prepareDataset as prepareFiles } from '#data/prepare/prepare-dataset.ts';
import type { DatasetManifest } from '#domain/landing/landing.ts';
import type { Catalog } from '#domain/manifest/schema.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { Prepared, RetrainData } from '#statemachines/retrain.data.ts';
import { auditFromEnvironment } from './audit.ts';
import { catalog, catalogEntry } from './catalog.ts';
import type { DriftBaselinesDeps } from './datasets/drift-baselines.ts';
import { holdoutFile } from './datasets/holdout-files.ts';
import { pinnedDataset } from './datasets/pinned-dataset.ts';
import type { SettleDatasetDeps } from './datasets/settle-dataset.ts';
import { trainingWindow } from './datasets/training-window.ts';
import { readEnvironment } from './environment.ts';
import { lambdaHandler } from './handler.ts';
import { comparedVersions } from './prepare-dataset/compared-versions.ts';
import { featureBaselines, judgeFeatures } from './prepare-dataset/judge-features.ts';
import { pinnedSql } from './prepare-dataset/pinned-sql.ts';
import { withWorkingDirectory } from './working-directory.ts';

export interface PrepareDatasetDeps extends SettleDatasetDeps, DriftBaselinesDeps {
  readonly catalog: Catalog;
}

export const PrepareDatasetInput = RetrainData.pick({ model: true, run: true, dataset: true }).extend({
  /** The run that made the version: its own for a candidate, an earlier one for a version that a release judges again. */
  preparedBy: z.string(),
});

/** Runs the model's SQL over the window and splits its rows; champion and anchor have the same holdout rows prepared by their own. */
export async function prepareDataset(
  { model, run, dataset, preparedBy }: z.infer<typeof PrepareDatasetInput>,
  deps: PrepareDatasetDeps,
): Promise<z.infer<typeof Prepared>> {
  const entry = catalogEntry(deps.catalog, model);
  const { manifest, prepareSql } = entry;
  const { label } = manifest.data;
  const own = preparedBy === run;
  const sql = own ? prepareSql : await pinnedSql({ model, run: preparedBy, label }, deps);
  const pinned = await pinnedDataset(model, dataset, deps.data);
  const datasets = await trainingWindow(pinned, manifest.data.window, deps);
  const compared = await comparedVersions(manifest, deps);
  const sqlOf = (wanted: string) => compared.scored.find(({ role }) => role === wanted)?.sql;
  const [championSql, anchorSql] = [sqlOf('champion'), sqlOf('anchor')];

  return withWorkingDirectory(async (directory) => {
    const download = async (each: DatasetManifest) => ({
      paths: (await downloadDataset(deps.data, each, directory)).map(({ path }) => path),
      pinnedAt: each.createdAt,
    });
    const landed = await download(pinned);
    const window = [...(await Promise.all(datasets.slice(0, -1).map(download))), landed];
    const made = await prepareFiles({
      manifest,
      sql,
      landed: landed.paths,
      accepted: window.flatMap(({ paths }) => paths),
      window,
      directory,
      ...(championSql === undefined ? {} : { championSql }),
      ...(anchorSql === undefined ? {} : { anchorSql }),
      ...(own ? { drift: await featureBaselines(pinned, entry, deps) } : {}),
    });
    const folder = dataKeys.artifacts(model, run);
    const upload = async (path: string, name: string) => {
      const key = `${folder}${name}`;
      await deps.data.put(key, await readFile(path), {
        contentType: name.endsWith('.csv') ? 'text/csv' : 'application/octet-stream',
      });
      return uriOf(deps.data, key);
    };
    const holdouts: z.infer<typeof Prepared>['holdouts'] = [
      { role: 'candidate', uri: await upload(made.holdoutPath, `holdout/${holdoutFile('candidate')}`) },
    ];
    for (const { role, version, otherClasses: other } of compared.scored) {
      const own = (role === 'champion' ? made.championHoldout : made.anchorHoldout) ?? {
        reason: `The SQL that version ${version.number} was prepared with is missing.`,
      };
      const rows = other === undefined ? own : { reason: other };
      const whom = { role, version: version.number };
      const file = `holdout-${role}/${holdoutFile(role)}`;
      holdouts.push(
        'path' in rows ? { ...whom, uri: await upload(rows.path, file) } : { ...whom, reason: rows.reason },
      );
    }
    await upload(made.trainPath, 'train/train.csv');
    await upload(made.validationPath, 'validation/validation.csv');
    const prepared: z.infer<typeof Prepared> = {
      trainUri: uriOf(deps.data, `${folder}train/`),
      validationUri: uriOf(deps.data, `${folder}validation/`),
      labelsUri: await upload(made.labelsPath, 'labels.parquet'),
      holdouts,
      features: made.features,
      ...(label.kind === 'multiclass' ? { classes: label.classes } : {}),
      rows: made.rows,
      trainedThrough: made.trainedThrough,
      holdoutFrom: made.holdoutFrom,
      ...(compared.anchor === undefined ? {} : { anchor: compared.anchor }),
      holdoutThrough: made.holdoutThrough,
      landedThrough: made.landedThrough,
      datasets: datasets.map(({ id }) => id),
      maturity: {
        pinnedAt: pinned.createdAt,
        hours: manifest.data.holdout.labelMaturityHours,
        leftOut: made.immatureRows,
      },
    };
    await deps.data.put(dataKeys.prepareSql(model, run), sql, { contentType: 'application/sql' });
    await deps.data.put(dataKeys.prepared(model, run), JSON.stringify(prepared, null, 2));
    const { measured, trainedThrough } = made;
    if (measured === undefined) return prepared;
    const lineage = { datasets: datasets.map(({ id }) => id), trainedThrough };
    const featureVerdict = await judgeFeatures({ run, pinned, entry, measured, lineage }, deps);
    return { ...prepared, ...(featureVerdict === undefined ? {} : { featureVerdict }) };
  });
}

export const handler = lambdaHandler({
  name: 'PrepareDataset',
  input: PrepareDatasetInput,
  output: Prepared,
  run: prepareDataset,
  deps: (): PrepareDatasetDeps => {
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
