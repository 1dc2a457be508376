import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { type Ledger, objectStoreLedger } from '#aws/ledger.ts';
import type { ModelRegistry } from '#aws/model-registry.ts';
import { type ObjectStore, s3ObjectStore, uriOf } from '#aws/object-store.ts';
import { downloadDataset } from '#aws/pinned-objects.ts';
import { sageMakerModelRegistry } from '#aws/sagemaker-model-registry.ts';
import { prepareDataset as prepareFiles } from '#data/prepare-dataset.ts';
import type { Catalog } from '#domain/manifest/schema.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { Prepared, RetrainData } from '#statemachines/retrain.data.ts';
import { catalog, catalogEntry } from './catalog.ts';
import { comparedVersions, storedSql } from './compared-versions.ts';
import { readEnvironment } from './environment.ts';
import { StageError } from './errors.ts';
import { lambdaHandler } from './handler.ts';
import { holdoutFile } from './holdout-files.ts';
import { pinnedDataset, readDatasetManifest } from './pinned-dataset.ts';
import { withWorkingDirectory } from './working-directory.ts';

export interface PrepareDatasetDeps {
  readonly catalog: Catalog;
  readonly data: ObjectStore;
  readonly ledger: Ledger;
  readonly registry: ModelRegistry;
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
  const { manifest, prepareSql } = catalogEntry(deps.catalog, model);
  const sql = preparedBy === run ? prepareSql : await pinnedSql(model, preparedBy, deps);
  const pinned = await pinnedDataset(model, dataset, deps.data);
  const earlier = await acceptedBefore(model, pinned.id, { ...deps, window: manifest.data.window });
  const compared = await comparedVersions(manifest, deps);
  const sqlOf = (wanted: string) => compared.scored.find(({ role }) => role === wanted)?.sql;
  const [championSql, anchorSql] = [sqlOf('champion'), sqlOf('anchor')];

  return withWorkingDirectory(async (directory) => {
    const landed = (await downloadDataset(deps.data, pinned, directory)).map(({ path }) => path);
    const accepted = (await Promise.all(earlier.map((each) => downloadDataset(deps.data, each, directory))))
      .flat()
      .map(({ path }) => path);
    const made = await prepareFiles({
      manifest,
      sql,
      landed,
      accepted: [...accepted, ...landed],
      directory,
      ...(championSql === undefined ? {} : { championSql }),
      ...(anchorSql === undefined ? {} : { anchorSql }),
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
    for (const { role, version } of compared.scored) {
      const rows = (role === 'champion' ? made.championHoldout : made.anchorHoldout) ?? {
        reason: `The SQL that version ${version.number} was prepared with is missing.`,
      };
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
      rows: made.rows,
      trainedThrough: made.trainedThrough,
      holdoutFrom: made.holdoutFrom,
      ...(compared.anchor === undefined ? {} : { anchor: compared.anchor }),
    };
    await deps.data.put(dataKeys.prepareSql(model, run), sql, { contentType: 'application/sql' });
    await deps.data.put(dataKeys.prepared(model, run), JSON.stringify(prepared, null, 2));
    return prepared;
  });
}

/** The window's earlier datasets, oldest first: at most one fewer than the window, since the new one is in it. */
async function acceptedBefore(
  model: string,
  id: string,
  { ledger, data, window }: PrepareDatasetDeps & { window: number },
) {
  const { datasets } = (await ledger.accepted(model).read()) ?? { datasets: [] };
  const others = datasets.filter((each) => each.id !== id);
  const wanted = window > 1 ? others.slice(-(window - 1)) : [];
  return Promise.all(wanted.map((each) => readDatasetManifest(model, each.id, data)));
}

/** @throws StageError PrepareFailedError when the SQL is gone: what deploys now may make other features than the version was trained on */
async function pinnedSql(model: string, run: string, { data }: PrepareDatasetDeps): Promise<string> {
  const sql = await storedSql(model, run, data);
  if (sql !== undefined) return sql;
  const key = dataKeys.prepareSql(model, run);
  throw new StageError(
    'PrepareFailedError',
    `${key}, which the version was prepared with, is missing. Restore or retrain.`,
  );
}

export const handler = lambdaHandler({
  name: 'PrepareDataset',
  input: PrepareDatasetInput,
  output: Prepared,
  run: prepareDataset,
  deps: (): PrepareDatasetDeps => {
    const env = readEnvironment({ STAGE: 'string', DATA_BUCKET: 'string', LEDGER_BUCKET: 'string' });
    return {
      catalog,
      data: s3ObjectStore(env.DATA_BUCKET),
      ledger: objectStoreLedger({ store: s3ObjectStore(env.LEDGER_BUCKET), newId: randomUUID }),
      registry: sageMakerModelRegistry({ stage: env.STAGE }),
    };
  },
});
