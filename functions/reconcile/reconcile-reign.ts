import type { DeploymentMetrics } from '#aws/deployment-metrics.ts';
import type { ModelRegistry } from '#aws/model-registry.ts';
import type { ReleaseJudgement } from '#domain/judge/judge-release.ts';
import type { Champion } from '#domain/ledger/champion.ts';
import type { Catalog } from '#domain/manifest/schema.ts';
import { endpointName } from '#domain/naming.ts';
import { judgeReign, reignMetrics, watchedReign } from '#domain/reconcile/judge-reign.ts';
import { planVersion } from '#domain/reconcile/plan-version.ts';
import { settledUntil } from '#domain/release-plan/settled-minutes.ts';
import { catalogEntry } from '../catalog.ts';
import { deposeChampion } from '../endpoint/depose-champion.ts';
import { measureTraffic } from '../endpoint/measure-traffic.ts';
import { StageError } from '../errors.ts';
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
  const reason = `Harm in the watch hours after its release, against-baseline: beside what it replaced as that was before. ${judgement.reasons.join(' ')}`;
  return startRollback(model, { champion, kind: 'alarm', reason }, deps);
}

/** @throws StageError MetricUnreadableError when a metric that decides cannot be measured, and the others show no harm */
async function judged(
  model: string,
  champion: Champion,
  deps: ReconcileReignDeps,
): Promise<ReleaseJudgement | undefined> {
  const until = settledUntil(deps.now());
  const watched = watchedReign(champion, until);
  if (watched === undefined) return undefined;
  const { judge } = catalogEntry(deps.catalog, model).manifest.release;
  const green = { endpointName: endpointName(deps.stage, model), configName: champion.configName };
  const range = { from: new Date(champion.since), to: until };
  const { baselines } = watched;
  const metrics = await measureTraffic({ metrics: reignMetrics(judge), green, range, baselines }, deps);
  const judgement = judgeReign(metrics, watched, judge);
  const unknown = metrics.find(({ mode, unmeasured }) => mode === 'enforce' && unmeasured !== undefined);
  if (unknown === undefined || judgement.verdict === 'Harmful') return judgement;
  const message = `The watch hours of ${champion.configName} cannot be judged: ${unknown.name}: ${unknown.unmeasured}`;
  throw new StageError('MetricUnreadableError', message);
}

async function startRollback(
  model: string,
  deposed: { champion: Champion; kind: 'alarm' | 'rejection'; reason: string },
  deps: ReconcileReignDeps,
): Promise<string | undefined> {
  const { release, started } = await deposeChampion(model, { ...deposed, actor: 'reconcile' }, deps);
  return started ? `${deposed.reason} ${release} was started.` : undefined;
}
