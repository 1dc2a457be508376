import type { AuditTrail } from '#aws/audit-trail.ts';
import type { DeploymentAlarms } from '#aws/deployment-alarms.ts';
import type { DeploymentMetrics } from '#aws/deployment-metrics.ts';
import type { ModelRegistry } from '#aws/model-registry.ts';
import type { Judgement } from '#domain/judge/judge-traffic.ts';
import { deploymentAlarmName } from '#domain/naming.ts';
import { reasonToPullCord } from '#domain/release-plan/cord.ts';
import type { Watch } from '#statemachines/release.data.ts';
import { keepLease, type LeaseDeps } from './hold-lease.ts';
import type { WatchTrafficInput } from './watch-traffic.ts';

export interface HoldCordDeps extends LeaseDeps {
  readonly metrics: DeploymentMetrics;
  readonly alarms: DeploymentAlarms;
  readonly registry: ModelRegistry;
  readonly audit: AuditTrail;
}

/** What a look found that the cord depends on. */
export interface CordLook extends WatchTrafficInput {
  readonly standing: Pick<Judgement, 'verdict'>;
  readonly reasons: readonly string[];
  readonly deadline: boolean;
}

/** Pulls the cord if it must be, and goes on pulling: the alarm must be seen by SageMaker, whenever it looks. */
export async function holdCord(look: CordLook, deps: HoldCordDeps): Promise<Watch['cord']> {
  const { model, release, version, plan, watch: before } = look;
  const killSwitch = deploymentAlarmName(plan.configName, 'kill-switch');
  const [registered, leaseTakenBy, states] = await Promise.all([
    deps.registry.describe(version.arn),
    keepLease({ model, release, epoch: plan.epoch }, deps),
    deps.alarms.states([killSwitch]),
  ]);
  const reason =
    before?.cord?.reason ??
    reasonToPullCord({
      verdict: look.standing.verdict,
      reasons: look.reasons,
      deadline: look.deadline,
      approval: registered?.approval ?? 'gone',
      leaseTakenBy,
      raised: states.get(killSwitch) === 'ALARM',
    });
  if (reason === undefined) return undefined;
  await deps.metrics.setKillSwitch(plan.configName, 1);
  const pulledAt = before?.cord?.pulledAt ?? deps.now().toISOString();
  // Deferred rather than waited for: what harms must stop.
  await deps.audit.appendOrDefer({
    model,
    action: 'PullCord',
    subject: plan.configName,
    actor: release,
    reason,
    evidence: { pulledAt, version: version.number },
  });
  return { pulledAt, reason };
}
