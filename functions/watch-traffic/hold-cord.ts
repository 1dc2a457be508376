import type { AuditTrail } from '#aws/audit-trail.ts';
import type { AlarmState, DeploymentAlarms } from '#aws/deployment-alarms.ts';
import type { DeploymentMetrics } from '#aws/deployment-metrics.ts';
import type { ModelRegistry } from '#aws/model-registry.ts';
import type { Verdict } from '#domain/judge/judge-release.ts';
import type { Judge } from '#domain/manifest/schema.ts';
import { deploymentAlarmName } from '#domain/naming.ts';
import { reasonToPullCord } from '#domain/release-plan/cord.ts';
import type { Watch } from '#statemachines/release.data.ts';
import { keepLease, type LeaseDeps } from '../endpoint/hold-lease.ts';
import type { WatchTrafficInput } from '../watch-traffic.ts';
import { answerOr } from './answer-or.ts';

export interface HoldCordDeps extends LeaseDeps {
  readonly metrics: DeploymentMetrics;
  readonly alarms: DeploymentAlarms;
  readonly registry: ModelRegistry;
  readonly audit: AuditTrail;
}

/** What a look found that the cord depends on. */
export interface CordLook extends WatchTrafficInput {
  readonly standing: { readonly verdict: Verdict };
  readonly reasons: readonly string[];
  readonly deadline: boolean;
  readonly inconclusive: Judge['inconclusive'];
}

export interface HeldCord {
  /** Since when it is pulled, and why. */
  readonly cord: Watch['cord'];
  /** It must be pulled and CloudWatch did not take it: pull again soon. */
  readonly missed: boolean;
}

/** Pulls the cord if it must be, and goes on pulling: the alarm must be seen by SageMaker, whenever it looks. */
export async function holdCord(look: CordLook, deps: HoldCordDeps): Promise<HeldCord> {
  const { model, release, version, plan, watch: before } = look;
  const killSwitch = deploymentAlarmName(plan.configName, 'kill-switch');
  const [registered, leaseTakenBy, states] = await Promise.all([
    deps.registry.describe(version.arn),
    keepLease({ model, release, epoch: plan.epoch }, deps),
    answerOr(new Map<string, AlarmState>(), () => deps.alarms.states([killSwitch])),
  ]);
  const reason =
    before?.cord?.reason ??
    reasonToPullCord({
      verdict: look.standing.verdict,
      reasons: look.reasons,
      deadline: look.deadline,
      inconclusive: look.inconclusive,
      approval: registered?.approval ?? 'gone',
      leaseTakenBy,
      raised: states.get(killSwitch) === 'ALARM',
    });
  if (reason === undefined) return { cord: undefined, missed: false };
  const pulled = await answerOr(false, () => deps.metrics.setKillSwitch(plan.configName, 1).then(() => true));
  if (!pulled) return { cord: before?.cord, missed: true };
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
  return { cord: { pulledAt, reason }, missed: false };
}
