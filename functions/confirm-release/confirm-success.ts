import { rollbackKey } from '#domain/intake/plan-intake.ts';
import { executionName } from '#domain/naming.ts';
import type { Confirmation, ReleaseInput } from '#statemachines/release.data.ts';
import type { ConfirmReleaseInput } from '../confirm-release.ts';
import { freeLease } from '../endpoint/hold-lease.ts';
import { startNextRelease } from '../starts/start-next-release.ts';
import { deleteAlarms, rejectVersion } from './close-deployment.ts';
import { type ConfirmDeps, confirmationEntry } from './confirmed.ts';
import { crownChampion } from './crown-champion.ts';

/** The plan's version serves: the champion moves. If it is not known to be healthy, a rollback is started at once. */
export async function confirmSuccess(
  input: ConfirmReleaseInput,
  { outcome, reasons }: { readonly outcome: 'Released' | 'Unhealthy'; readonly reasons: readonly string[] },
  deps: ConfirmDeps,
): Promise<Confirmation> {
  const { model, release, version, plan, trigger, watch } = input;
  const back = plan.kind === 'rollback';
  const why = back ? trigger.reason : reasons.join(' ');
  const entry = confirmationEntry(input, outcome, why);
  if (!back) await deps.audit.append(entry);
  await crownChampion(input, { ended: back ? 'RolledBack' : 'Replaced', reason: why }, deps);
  if (back) await rejectVersion(version.arn, `Rolled back: ${why}`, deps);
  if (back) await deps.audit.appendOrDefer(entry);
  await deleteAlarms(plan.configName, 'backstop', deps);
  if (plan.blue !== undefined) await deleteAlarms(plan.blue.configName, 'none', deps);
  await freeLease({ model, release, epoch: plan.epoch }, deps);

  const serving = { version: plan.target, configName: plan.configName, epoch: plan.epoch };
  const evidence = watch?.evidenceUri === undefined ? {} : { evidenceUri: watch.evidenceUri };
  if (outcome === 'Unhealthy') {
    const rollback = await takeBack(input, why, deps);
    const reason = `SageMaker finished before the cord was heard; ${rollback} takes it back. ${why}`;
    return { outcome: 'RolledBack', serving, reasons: [reason], ...evidence };
  }
  await deps.notifications.publish({
    kind: back ? 'RolledBack' : 'Released',
    model,
    subject: `${model}: version ${plan.target.number} serves`,
    message: back ? `Rolled back from version ${version.number}. ${why}` : why,
  });
  await startNextRelease(model, deps);
  return { outcome: 'Released', serving, reasons: [...reasons], ...evidence };
}

/** Starts the rollback of what just became champion without being known to be healthy. */
async function takeBack(
  { model, version, plan, release }: ConfirmReleaseInput,
  reason: string,
  { workflows, rollbackStateMachine, now }: ConfirmDeps,
): Promise<string> {
  const key = rollbackKey(model, plan.epoch);
  const name = executionName(model, key, 1);
  const trigger = { kind: 'alarm', key, at: now().toISOString(), actor: release, reason } as const;
  const input: ReleaseInput = { model, release: name, generation: 1, version, trigger };
  await workflows.start(rollbackStateMachine, name, input);
  return name;
}
