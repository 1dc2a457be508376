import type { DeploymentMetrics } from '#aws/deployment-metrics.ts';
import type { ModelRegistry } from '#aws/model-registry.ts';
import { rollbackKey } from '#domain/intake/plan-intake.ts';
import type { Champion } from '#domain/ledger/champion.ts';
import type { Catalog } from '#domain/manifest/schema.ts';
import { endpointName, executionName } from '#domain/naming.ts';
import { judgeReign } from '#domain/reconcile/judge-reign.ts';
import { planVersion } from '#domain/reconcile/plan-version.ts';
import { settledUntil } from '#domain/release-plan/settled-minutes.ts';
import type { ReleaseInput } from '#statemachines/release.data.ts';
import { catalogEntry } from './catalog.ts';
import { type RetryRollbackDeps, retryRollback } from './retry-rollback.ts';

export interface ReconcileReignDeps extends RetryRollbackDeps {
  readonly stage: string;
  readonly catalog: Catalog;
  readonly registry: ModelRegistry;
  readonly metrics: DeploymentMetrics;
}

/** Starts the rollback of a champion that was rejected, or that does harm in its watch hours, and again one that failed. */
export async function reconcileReign(model: string, deps: ReconcileReignDeps): Promise<string | undefined> {
  const champion = await deps.ledger.champion(model).read();
  if (champion === undefined) return undefined;
  const retried = await retryRollback(model, champion, deps);
  if (retried !== undefined) return retried;
  const version = await deps.registry.describe(champion.version.arn);
  const { manifest } = catalogEntry(deps.catalog, model);
  const facts = {
    champion,
    admissions: undefined,
    expiresAfterHours: manifest.approval.expiresAfterHours,
    now: deps.now(),
  };
  if (version !== undefined && planVersion({ ...facts, version }) === 'RollBack') {
    const reason = `Version ${version.number} was rejected in the registry: ${version.approvalReason}`;
    return startRollback(model, { champion, kind: 'rejection', reason }, deps);
  }
  const judgement = await judged(model, champion, deps);
  if (judgement?.verdict !== 'Harmful') return undefined;
  const reason = `Harm in the watch hours after its release. ${judgement.reasons.join(' ')}`;
  return startRollback(model, { champion, kind: 'alarm', reason }, deps);
}

async function judged(model: string, champion: Champion, deps: ReconcileReignDeps) {
  const until = settledUntil(deps.now());
  if (champion.watchUntil === undefined || champion.watchUntil < until.toISOString()) return undefined;
  const fleet = { endpointName: endpointName(deps.stage, model), configName: champion.configName };
  const served = await deps.metrics.traffic(fleet, { from: new Date(champion.since), to: until });
  return judgeReign(champion, { served, until }, catalogEntry(deps.catalog, model).manifest.release.judge);
}

async function startRollback(
  model: string,
  { champion, kind, reason }: { champion: Champion; kind: 'alarm' | 'rejection'; reason: string },
  { workflows, rollbackStateMachine, now }: ReconcileReignDeps,
): Promise<string | undefined> {
  const key = rollbackKey(model, champion.epoch);
  const release = executionName(model, key, 1);
  const trigger = { kind, key, at: now().toISOString(), actor: 'reconcile', reason };
  const input: ReleaseInput = { model, release, generation: 1, version: champion.version, trigger };
  const { outcome } = await workflows.start(rollbackStateMachine, release, input);
  return outcome === 'started' ? `${reason} ${release} was started.` : undefined;
}
