import { type IntakePlan, rollbackKey } from '#domain/intake/plan-intake.ts';
import { executionName } from '#domain/naming.ts';
import type { ReleaseInput } from '#statemachines/release.data.ts';
import type { IntakeDeps, IntakeResult } from '../intake.ts';

const triggerKinds = { alarm: 'alarm', rejection: 'rejection', request: 'request' } as const;

/** Starts a rollback when what it is about is the champion: its alarm, its rejection, or an operator's word. */
export async function startRollback(
  plan: Extract<IntakePlan, { kind: 'rollback' }>,
  deps: IntakeDeps,
): Promise<IntakeResult> {
  const { model, cause, reason, actor } = plan;
  const champion = await deps.ledger.champion(model).read();
  if (champion === undefined)
    return { outcome: 'NotNeeded', reason: `${model} serves nothing that could be rolled back.` };
  const otherConfig = plan.configName !== undefined && plan.configName !== champion.configName;
  const otherVersion = plan.version !== undefined && plan.version !== champion.version.number;
  if (otherConfig || otherVersion) return { outcome: 'NotNeeded', reason: 'It is not about the champion.' };

  const key = rollbackKey(model, champion.epoch);
  const release = executionName(model, key, 1);
  const trigger = { kind: triggerKinds[cause], key, at: deps.now().toISOString(), actor, reason };
  const input: ReleaseInput = { model, release, generation: 1, version: champion.version, trigger };
  const { outcome } = await deps.workflows.start(deps.stateMachines.rollback, release, input);
  return { outcome: outcome === 'started' ? 'Started' : 'Known', execution: release };
}
