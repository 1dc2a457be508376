import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { AuditTrail } from '#aws/audit-trail.ts';
import { cloudWatchDeploymentMetrics, type DeploymentMetrics } from '#aws/deployment-metrics.ts';
import { objectStoreLedger } from '#aws/ledger.ts';
import { type Notifications, snsNotifications } from '#aws/notifications.ts';
import { s3ObjectStore } from '#aws/object-store.ts';
import { sageMakerEndpoints } from '#aws/sagemaker-endpoints.ts';
import { sageMakerModelRegistry } from '#aws/sagemaker-model-registry.ts';
import { Serving } from '#domain/ledger/serving.ts';
import { endpointName } from '#domain/naming.ts';
import { epochOfKey, rollbackNeed } from '#domain/rollback/choose-target.ts';
import { Admission, Plan, ReleaseInput } from '#statemachines/release.data.ts';
import { auditFromEnvironment } from './audit.ts';
import { catalog } from './catalog.ts';
import { lastGoodVersion, planRollback, type RollbackPlanDeps } from './choose-rollback-target/rollback-plan.ts';
import { type LeaseDeps, takeLeaseByForce } from './endpoint/hold-lease.ts';
import { rememberStart } from './endpoint/release-record.ts';
import { readEnvironment } from './environment.ts';
import { lambdaHandler } from './handler.ts';

export interface ChooseRollbackTargetDeps extends RollbackPlanDeps, LeaseDeps {
  readonly metrics: DeploymentMetrics;
  readonly audit: AuditTrail;
  readonly notifications: Notifications;
}

export const ChooseRollbackTargetInput = ReleaseInput;

/** Both keys that a rollback needs before traffic can be shifted. */
export const RollbackChoice = z.object({ admission: Admission, plan: Plan.optional() });

export type RollbackChoice = z.infer<typeof RollbackChoice>;

/**
 * Decides whether the version must still be left, and for which. It waits for a deployment that is under way after pulling its cord, but
 * for nothing else: not for a lease, a person or an audit record.
 */
export async function chooseRollbackTarget(
  input: ReleaseInput,
  deps: ChooseRollbackTargetDeps,
): Promise<RollbackChoice> {
  const { model, release, version, trigger } = input;
  await rememberStart('rollback', input, deps);
  const [champion, lease, endpoint] = await Promise.all([
    deps.ledger.champion(model).read(),
    deps.ledger.lease(model).read(),
    deps.endpoints.describe(endpointName(deps.stage, model)),
  ]);
  const ownEpoch = lease?.owner === release ? lease.epoch : undefined;
  const deposed = { version: version.number, epoch: epochOfKey(trigger.key) };
  const need = rollbackNeed(deposed, { champion, endpoint, ownEpoch });
  switch (need.kind) {
    case 'NotNeeded':
      await record(input, { outcome: 'NotNeeded', reason: need.reason }, deps);
      return { admission: { outcome: 'NotNeeded', reason: need.reason, epoch: 0 } };
    case 'Wait':
      if (need.configName !== undefined) await deps.metrics.setKillSwitch(need.configName, 1);
      return { admission: { outcome: 'Waiting', reason: need.reason, epoch: 0 } };
    case 'Needed': {
      const target = await lastGoodVersion(model, need.champion, deps);
      if (target === undefined) return nothingLeft(input, deps);
      const epoch = await takeLeaseByForce(input, deps);
      const blue = Serving.parse(need.champion);
      const plan = await planRollback({ model, target, epoch, blue }, deps);
      const reason = `Back to version ${target.number}, the last one still Approved. ${trigger.reason}`;
      await record(input, { outcome: 'Admitted', reason, target: target.number }, deps);
      return { admission: { outcome: 'Admitted', reason, epoch, blue }, plan };
    }
  }
}

async function nothingLeft(input: ReleaseInput, deps: ChooseRollbackTargetDeps): Promise<RollbackChoice> {
  const { model, version, trigger } = input;
  const reason = `No version that served before ${version.number} is still Approved, so it goes on serving. ${trigger.reason}`;
  await record(input, { outcome: 'NothingToRollBackTo', reason }, deps);
  const todo = `Approve a version that served before, or one of higher number, or delete the endpoint ${endpointName(deps.stage, model)}.`;
  await deps.notifications.publish({
    kind: 'NothingToRollBackTo',
    model,
    subject: `${model}: version ${version.number} harms and there is nothing to roll back to`,
    message: `${reason}\n${todo}`,
  });
  return { admission: { outcome: 'NothingToRollBackTo', reason, epoch: 0 } };
}

async function record(
  { model, release, version, trigger }: ReleaseInput,
  decided: { outcome: string; reason: string; target?: number },
  { audit }: ChooseRollbackTargetDeps,
): Promise<void> {
  const { reason, ...facts } = decided;
  const evidence = { ...facts, leaves: version.number, trigger: `${trigger.kind} by ${trigger.actor}` };
  const subject = release;
  await audit.appendOrDefer({ model, action: 'ChooseRollbackTarget', subject, actor: trigger.actor, reason, evidence });
}

export const handler = lambdaHandler({
  name: 'ChooseRollbackTarget',
  input: ChooseRollbackTargetInput,
  output: RollbackChoice,
  run: chooseRollbackTarget,
  deps: (): ChooseRollbackTargetDeps => {
    const env = readEnvironment({
      STAGE: 'string',
      DATA_BUCKET: 'string',
      LEDGER_BUCKET: 'string',
      NOTIFICATIONS_TOPIC: 'string',
    });
    const store = s3ObjectStore(env.LEDGER_BUCKET);
    return {
      stage: env.STAGE,
      catalog,
      data: { bucket: env.DATA_BUCKET },
      endpoints: sageMakerEndpoints(),
      metrics: cloudWatchDeploymentMetrics(),
      registry: sageMakerModelRegistry({ stage: env.STAGE }),
      ledger: objectStoreLedger({ store, newId: randomUUID }),
      audit: auditFromEnvironment(store),
      notifications: snsNotifications(env.NOTIFICATIONS_TOPIC),
      now: () => new Date(),
    };
  },
});
