import type { AuditTrail } from '#aws/audit-trail.ts';
import type { DeploymentAlarms } from '#aws/deployment-alarms.ts';
import type { Endpoints } from '#aws/endpoints.ts';
import type { ModelRegistry } from '#aws/model-registry.ts';
import type { Notifications } from '#aws/notifications.ts';
import { crown } from '#domain/ledger/champion.ts';
import { endpointName } from '#domain/naming.ts';
import { type EndpointPlan, planEndpoint } from '#domain/reconcile/plan-endpoint.ts';
import { rollbackRouting } from '#domain/release-plan/routing.ts';
import { readEndpointFacts } from '../endpoint/endpoint-facts.ts';
import { freeLease, type LeaseDeps, takeLease } from '../endpoint/hold-lease.ts';

export interface RepairEndpointDeps extends LeaseDeps {
  readonly stage: string;
  readonly endpoints: Endpoints;
  readonly alarms: DeploymentAlarms;
  readonly registry: ModelRegistry;
  readonly audit: AuditTrail;
  readonly notifications: Notifications;
}

/** Compares what serves with the champion; puts the champion back, or writes down what serves. */
export async function repairEndpoint(model: string, deps: RepairEndpointDeps): Promise<string | undefined> {
  const [champion, lease] = await Promise.all([deps.ledger.champion(model).read(), deps.ledger.lease(model).read()]);
  const facts = await readEndpointFacts(model, champion, deps);
  const plan = planEndpoint({ ...facts, lease, now: deps.now() });
  switch (plan.kind) {
    case 'None':
      return undefined;
    case 'Report':
      await tell(model, { subject: plan.reason, reason: plan.reason, action: 'Report' }, deps);
      return plan.reason;
    case 'Restore':
      return restore(model, plan, deps);
    case 'Adopt':
      return adopt(model, { plan, configName: facts.endpoint?.configName ?? '' }, deps);
  }
}

/** Puts the champion's config back, all at once, under a lease of its own. */
async function restore(
  model: string,
  { configName, reason }: Extract<EndpointPlan, { kind: 'Restore' }>,
  deps: RepairEndpointDeps,
): Promise<string | undefined> {
  const holder = { model, release: `restore-${configName}` };
  const epoch = await takeLease(holder, deps);
  if (epoch === undefined) return undefined;
  const change = await deps.endpoints.update({
    endpointName: endpointName(deps.stage, model),
    configName,
    routing: rollbackRouting,
    alarms: [],
  });
  const subject = `${configName}@${epoch}`;
  if (change === 'started') await tell(model, { subject, reason, action: 'Restore' }, deps);
  // SageMaker itself refuses other changes until this one has ended.
  await freeLease({ ...holder, epoch }, deps);
  return change === 'started' ? `${reason} ${configName} is being put back.` : undefined;
}

/** Writes down the champion that nobody lived to write down. Its watch hours begin now, without a baseline. */
async function adopt(
  model: string,
  { plan, configName }: { plan: Extract<EndpointPlan, { kind: 'Adopt' }>; configName: string },
  deps: RepairEndpointDeps,
): Promise<string> {
  await tell(model, { subject: configName, reason: plan.reason, action: 'Adopt' }, deps);
  const { version, epoch } = plan;
  const next = { version, configName, epoch, release: 'reconcile', since: deps.now().toISOString() };
  await deps.ledger.champion(model).change((current) => {
    const champion = crown(current, next, { ended: 'Replaced', reason: plan.reason });
    return { write: champion === current ? undefined : champion, result: undefined };
  });
  const alarms = (['kill-switch', 'judge-alive'] as const).map((kind) => `${configName}-${kind}`);
  await deps.alarms.delete(alarms);
  return `${plan.reason} It is the champion now.`;
}

/** Records what was found and pages, once for each thing. */
async function tell(
  model: string,
  found: { subject: string; reason: string; action: 'Adopt' | 'Restore' | 'Report' },
  { audit, notifications, now }: RepairEndpointDeps,
): Promise<void> {
  const { subject, reason, action } = found;
  const began = now().getTime();
  const record = await audit.append({ model, action: `Reconcile${action}`, subject, actor: 'reconcile', reason });
  if (Date.parse(record.time) < began) return;
  const message = `${reason} Andon's answer: ${action}.`;
  await notifications.publish({
    kind: 'ServingMismatch',
    model,
    subject: `${model}: what serves is not what should`,
    message,
  });
}
