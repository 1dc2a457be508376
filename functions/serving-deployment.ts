import type { Endpoints } from '#aws/endpoints.ts';
import type { Version } from '#domain/ledger/serving.ts';
import type { Release } from '#domain/manifest/release-schema.ts';
import { endpointConfigName, versionModelName } from '#domain/naming.ts';

export interface ServingDeps {
  readonly stage: string;
  readonly endpoints: Endpoints;
}

/** Makes the endpoint config that serves a version with an epoch; its SageMaker Model must exist. */
export async function ensureServingConfig(
  serve: { readonly model: string; readonly version: Version; readonly epoch: number; readonly release: Release },
  { stage, endpoints }: ServingDeps,
): Promise<{ readonly configName: string; readonly modelName: string }> {
  const { model, version, epoch, release } = serve;
  const modelName = versionModelName(stage, model, version.number);
  const configName = endpointConfigName(stage, model, { version: version.number, epoch });
  await endpoints.ensureConfig({
    name: configName,
    modelName,
    instance: release.instance,
    instances: release.instances,
    metricsEverySeconds: release.metricsEverySeconds,
    tags: { 'andon:model': model, 'andon:version': String(version.number), 'andon:epoch': String(epoch) },
  });
  return { configName, modelName };
}
