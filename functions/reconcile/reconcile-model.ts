import { isFree } from '#domain/lease/lease.ts';
import { endpointName } from '#domain/naming.ts';
import { orphanAlarms } from '#domain/reconcile/orphan-alarms.ts';
import { startNextRelease } from '../starts/start-next-release.ts';
import { type RepairEndpointDeps, repairEndpoint } from './reconcile-endpoint.ts';
import { type ReconcilePredictionsDeps, reconcilePredictions } from './reconcile-predictions.ts';
import { type ReconcileReignDeps, reconcileReign } from './reconcile-reign.ts';
import { type ReconcileVersionsDeps, reconcileVersions } from './reconcile-versions.ts';
import type { Sweep } from './sweep.ts';

export type ReconcileModelDeps = RepairEndpointDeps &
  ReconcileReignDeps &
  ReconcilePredictionsDeps &
  ReconcileVersionsDeps;

/** Everything of one model that an event may have failed to finish. */
export async function reconcileModel(model: string, sweep: Sweep, deps: ReconcileModelDeps): Promise<void> {
  await sweep.run(`${model} deferred records`, async () => {
    const written = await deps.audit.recordDeferred(model);
    return written === 0 ? undefined : `${written} were written into the audit trail`;
  });
  await sweep.run(`${model} endpoint`, () => repairEndpoint(model, deps));
  await sweep.run(`${model} champion`, () => reconcileReign(model, deps));
  await sweep.run(`${model} predictions`, () => reconcilePredictions(model, deps));
  await reconcileVersions(model, sweep, deps);
  await sweep.run(`${model} desired version`, () => releaseDesired(model, deps));
  await sweep.run(`${model} alarms`, () => deleteOrphans(model, deps));
}

/** The holder of the lease starts what waits; if it died, nobody did. */
async function releaseDesired(model: string, deps: ReconcileModelDeps): Promise<string | undefined> {
  const { ledger, catalog, registry, now } = deps;
  const [desired, lease, paused] = await Promise.all([
    ledger.desired(model).read(),
    ledger.lease(model).read(),
    ledger.paused(model).read(),
  ]);
  const stopped = paused?.paused === true || catalog[model]?.manifest.paused === true;
  const held = lease !== undefined && !isFree(lease, now());
  if (desired === undefined || stopped || held) return undefined;
  if ((await registry.describe(desired.version.arn))?.approval !== 'Approved') return undefined;
  const started = await startNextRelease(model, deps);
  return started === undefined ? undefined : `${started} was started`;
}

async function deleteOrphans(model: string, deps: ReconcileModelDeps): Promise<string | undefined> {
  const endpoint = endpointName(deps.stage, model);
  const names = await deps.alarms.list(`${endpoint}-e`);
  if (names.length === 0) return undefined;
  const [lease, champion, state] = await Promise.all([
    deps.ledger.lease(model).read(),
    deps.ledger.champion(model).read(),
    deps.endpoints.describe(endpoint),
  ]);
  // A release that holds the lease has alarms before SageMaker knows of its deployment.
  if (lease !== undefined && !isFree(lease, deps.now())) return undefined;
  const inUse = [champion?.configName, state?.configName, state?.pending?.configName];
  const orphans = orphanAlarms(names, endpoint, new Set(inUse.filter((name) => name !== undefined)));
  if (orphans.length === 0) return undefined;
  await deps.alarms.delete(orphans);
  return `${orphans.join(', ')} of deployments that are over were deleted`;
}
