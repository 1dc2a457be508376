import type { Endpoints } from '#aws/endpoints.ts';
import { type ObjectStore, uriOf } from '#aws/object-store.ts';
import type { Version } from '#domain/ledger/serving.ts';
import type { Release } from '#domain/manifest/release-schema.ts';
import { endpointConfigName, versionModelName } from '#domain/naming.ts';
import { dataKeys } from '#domain/object-keys.ts';

export interface ServingDeps {
  readonly stage: string;
  readonly endpoints: Endpoints;
  /** Captured predictions are written to the data bucket. */
  readonly data: Pick<ObjectStore, 'bucket'>;
}

/** Makes the endpoint config that serves a version with an epoch; its SageMaker Model must exist. */
export async function ensureServingConfig(
  serve: { readonly model: string; readonly version: Version; readonly epoch: number; readonly release: Release },
  { stage, endpoints, data }: ServingDeps,
): Promise<{ readonly configName: string; readonly modelName: string }> {
  const { model, version, epoch, release } = serve;
  const modelName = versionModelName(stage, model, version.number);
  const configName = endpointConfigName(stage, model, { version: version.number, epoch });
  const uri = uriOf(data, dataKeys.captures(model, configName).slice(0, -1));
  await endpoints.ensureConfig({
    name: configName,
    modelName,
    instance: release.instance,
    instances: release.instances,
    metricsEverySeconds: release.metricsEverySeconds,
    tags: { 'andon:model': model, 'andon:version': String(version.number), 'andon:epoch': String(epoch) },
    ...(release.quality === undefined ? {} : { capture: { percent: release.quality.capture.percent, uri } }),
  });
  return { configName, modelName };
}
