import { isFree } from '../../domain/lease/lease.ts';
import { endpointName } from '../../domain/naming.ts';
import type { CommandDeps } from '../command-deps.ts';
import { liveQuality } from '../quality/live-quality.ts';
import type { LatestExecutions } from './latest-executions.ts';

/** One model, as `andon status` tells it. */
export type ModelStatus = Awaited<ReturnType<typeof modelStatus>>;

/** How many pending versions are named. */
const PENDING = 10;

/** What serves, what is under way and what waits, from AWS and the ledger. */
export async function modelStatus(deps: CommandDeps, model: string, latest: LatestExecutions) {
  const { ledger, registry, endpoints, stage, now } = deps;
  const [champion, lease, desired, paused, anchor, endpoint] = await Promise.all([
    ledger.champion(model).read(),
    ledger.lease(model).read(),
    ledger.desired(model).read(),
    ledger.paused(model).read(),
    ledger.anchor(model).read(),
    endpoints.describe(endpointName(stage, model)),
  ]);
  const pending: { number: number; arn: string; registeredAt: string }[] = [];
  for await (const { number, arn, createdAt } of registry.list(model, 'PendingManualApproval')) {
    pending.push({ number, arn, registeredAt: createdAt });
    if (pending.length === PENDING) break;
  }
  const version = champion === undefined ? undefined : await registry.describe(champion.version.arn);
  const run = version?.metadata?.run;
  const leaseHeld = lease !== undefined && !isFree(lease, now());
  const waits = desired !== undefined && desired.version.number > (champion?.version.number ?? 0);
  return {
    model,
    serves: champion && {
      version: champion.version.number,
      arn: champion.version.arn,
      config: champion.configName,
      epoch: champion.epoch,
      since: champion.since,
      release: champion.release,
      watchUntil: champion.watchUntil,
      approval: version?.approval,
      run,
      metrics: run === undefined ? undefined : await metricsOf(deps, run),
      quality: await liveQuality(deps, model, champion.release),
    },
    endpoint: endpoint && {
      status: endpoint.status,
      config: endpoint.configName,
      pending: endpoint.pending?.configName,
    },
    /** The endpoint serves something else than the ledger's champion, and nobody is changing it. */
    mismatch: !leaseHeld && endpoint?.pending === undefined && endpoint?.configName !== champion?.configName,
    inFlight: latest.running.filter((execution) => execution.model === model && execution.kind !== 'retrain'),
    lease: leaseHeld ? lease : undefined,
    queued: waits ? { version: desired.version.number, since: desired.at, reason: desired.reason } : undefined,
    paused: paused?.paused === true ? { since: paused.at, actor: paused.actor, reason: paused.reason } : undefined,
    /** The pinned version that small losses may not add up against. */
    anchor: anchor?.version
      ? { version: anchor.version.number, since: anchor.at, actor: anchor.actor, reason: anchor.reason }
      : undefined,
    pending,
    lastRun: latest.retrain.get(model),
  };
}

/** The metrics that the version's own run measured on its holdout. */
async function metricsOf({ ledger }: CommandDeps, run: string): Promise<Readonly<Record<string, number>> | undefined> {
  const { evaluation } = (await ledger.run(run).read())?.data ?? {};
  return (evaluation as { metrics?: Readonly<Record<string, number>> } | undefined)?.metrics;
}
