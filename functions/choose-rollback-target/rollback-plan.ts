import type { ModelRegistry } from '#aws/model-registry.ts';
import type { Champion } from '#domain/ledger/champion.ts';
import type { Serving, Version } from '#domain/ledger/serving.ts';
import type { Catalog } from '#domain/manifest/schema.ts';
import { endpointName, versionModelName } from '#domain/naming.ts';
import { rollbackRouting } from '#domain/release-plan/routing.ts';
import { rollbackCandidates } from '#domain/rollback/choose-target.ts';
import type { Plan } from '#statemachines/release.data.ts';
import { catalogEntry } from '../catalog.ts';
import { ensureServingConfig, type ServingDeps } from '../endpoint/serving-deployment.ts';

export interface RollbackPlanDeps extends ServingDeps {
  readonly catalog: Catalog;
  readonly registry: ModelRegistry;
}

/** The newest version that served before, is still Approved, and whose SageMaker Model is there. */
export async function lastGoodVersion(
  model: string,
  champion: Champion,
  { registry, endpoints, stage }: RollbackPlanDeps,
): Promise<Version | undefined> {
  for (const { version } of rollbackCandidates(champion)) {
    const approved = (await registry.describe(version.arn))?.approval === 'Approved';
    if (approved && (await endpoints.modelExists(versionModelName(stage, model, version.number)))) return version;
  }
  return undefined;
}

/** All traffic back at once to a version under a new epoch, with no alarms: what it leaves is worse. Makes the config it needs. */
export async function planRollback(
  back: { readonly model: string; readonly target: Version; readonly epoch: number; readonly blue: Serving },
  deps: RollbackPlanDeps,
): Promise<Plan> {
  const { model, target, epoch, blue } = back;
  const { release } = catalogEntry(deps.catalog, model).manifest;
  return {
    ...(await ensureServingConfig({ model, version: target, epoch, release }, deps)),
    kind: 'rollback',
    target,
    blue,
    epoch,
    endpointName: endpointName(deps.stage, model),
    routing: rollbackRouting,
    alarms: [],
    waits: [],
    history: {},
  };
}
