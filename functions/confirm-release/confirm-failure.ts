import type { NotificationKind } from '#aws/notifications.ts';
import { nextDesired } from '#domain/release-plan/desired.ts';
import type { EndpointState } from '#domain/release-plan/endpoint-state.ts';
import type { DeploymentOutcome } from '#domain/release-plan/outcome.ts';
import type { Confirmation } from '#statemachines/release.data.ts';
import type { ConfirmReleaseInput } from '../confirm-release.ts';
import { freeLease } from '../endpoint/hold-lease.ts';
import { startNextRelease } from '../starts/start-next-release.ts';
import { deleteAlarms, raisedAlarm, rejectVersion } from './close-deployment.ts';
import { type ConfirmDeps, confirmationEntry } from './confirmed.ts';

interface Settled {
  readonly outcome: Exclude<DeploymentOutcome, 'Released' | 'Unhealthy'>;
  readonly endpoint: EndpointState | undefined;
  readonly reasons: readonly string[];
}

const kinds: Record<Exclude<Settled['outcome'], 'LeaseLost'>, NotificationKind> = {
  RolledBack: 'ReleaseRolledBack',
  FirstReleaseFailed: 'FirstReleaseFailed',
  Failed: 'RollbackFailed',
};

/** The plan's version does not serve, or may not: it is rejected with the cause, and what was made for it goes. */
export async function confirmFailure(
  input: ConfirmReleaseInput,
  { outcome, endpoint, reasons }: Settled,
  deps: ConfirmDeps,
): Promise<Confirmation> {
  const { model, release, plan, watch } = input;
  if (outcome === 'LeaseLost') return confirmLeaseLost(input, reasons, deps);
  const cause = await causeOf(input, { outcome, endpoint, reasons }, deps);
  // What was done is done and must be known: the record may wait, the rejection may not.
  if (outcome !== 'Failed') await rejectVersion(plan.target.arn, `${outcome}: ${cause}`, deps);
  if (outcome === 'Failed') await pause(model, { actor: release, reason: cause }, deps);
  if (outcome === 'FirstReleaseFailed' && endpoint !== undefined) await deps.endpoints.delete(plan.endpointName);
  await deps.audit.appendOrDefer(confirmationEntry(input, outcome, cause));
  if (outcome !== 'Failed') await deleteAlarms(plan.configName, 'none', deps);
  // A config in use, even by an endpoint that is being deleted, must stay.
  if (outcome === 'RolledBack') await deps.endpoints.deleteConfig(plan.configName);
  await freeLease({ model, release, epoch: plan.epoch }, deps);
  await deps.notifications.publish({
    kind: kinds[outcome],
    model,
    subject: `${model}: version ${plan.target.number} ${outcome === 'RolledBack' ? 'was rolled back' : 'could not be served'}`,
    message: cause,
  });
  if (outcome !== 'Failed') await startNextRelease(model, deps);
  const evidence = watch?.evidenceUri === undefined ? {} : { evidenceUri: watch.evidenceUri };
  return { outcome, reasons: [cause], ...(plan.blue === undefined ? {} : { serving: plan.blue }), ...evidence };
}

/** Another execution took the endpoint over: nothing is said about the version, which waits for its next turn. */
async function confirmLeaseLost(
  input: ConfirmReleaseInput,
  reasons: readonly string[],
  deps: ConfirmDeps,
): Promise<Confirmation> {
  const { model, plan, generation, trigger, version } = input;
  const reason = `The endpoint was taken over. ${reasons.join(' ')}`;
  const endpoint = await deps.endpoints.describe(plan.endpointName);
  const used = [endpoint?.configName, endpoint?.pending?.configName].includes(plan.configName);
  if (!used) {
    await deleteAlarms(plan.configName, 'none', deps);
    await deps.endpoints.deleteConfig(plan.configName);
  }
  if (plan.kind !== 'rollback') {
    const at = deps.now().toISOString();
    const wanted = { version, key: trigger.key, generation: generation + 1, at, actor: trigger.actor, reason };
    await deps.ledger.desired(model).change((current) => ({
      write: nextDesired(current, wanted, undefined),
      result: undefined,
    }));
  }
  await deps.audit.appendOrDefer(confirmationEntry(input, 'LeaseLost', reason));
  return { outcome: 'LeaseLost', reasons: [reason] };
}

/** SageMaker's own rollback gives no reason: the cord, a raised alarm, or its FailureReason is the cause. */
async function causeOf(
  { plan, watch }: ConfirmReleaseInput,
  { outcome, endpoint, reasons }: Settled,
  deps: ConfirmDeps,
): Promise<string> {
  if (watch?.cord !== undefined) return watch.cord.reason;
  const alarm = await raisedAlarm(plan.configName, deps);
  if (alarm !== undefined) return alarm;
  if (endpoint?.failureReason) return endpoint.failureReason;
  if (outcome === 'RolledBack') return 'SageMaker went back without a reason: an alarm, or its time limit.';
  return reasons.join(' ') || `The endpoint is ${endpoint?.status ?? 'gone'}.`;
}

/** Nothing more is deployed to an endpoint that a person must look at first. */
async function pause(
  model: string,
  { actor, reason }: { actor: string; reason: string },
  { ledger, now }: ConfirmDeps,
): Promise<void> {
  await ledger.paused(model).change((current) => {
    if (current?.paused === true) return { write: undefined, result: undefined };
    return { write: { paused: true, at: now().toISOString(), actor, reason }, result: undefined };
  });
}
