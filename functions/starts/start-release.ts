import type { IntakePlan } from '#domain/intake/plan-intake.ts';
import type { ReleaseInput } from '#statemachines/release.data.ts';
import type { IntakeDeps, IntakeResult } from '../intake.ts';

/** Starts the release of an approved version. AdmitRelease reads the registry again before anything is done. */
export async function startRelease(
  plan: Extract<IntakePlan, { kind: 'release' }>,
  deps: IntakeDeps,
): Promise<IntakeResult> {
  const { model, release, version, key } = plan;
  const trigger = { kind: 'approval', key, at: deps.now().toISOString(), actor: 'registry', reason: '' } as const;
  const input: ReleaseInput = { model, release, generation: 1, version, trigger };
  const { outcome } = await deps.workflows.start(deps.stateMachines.release, release, input);
  return { outcome: outcome === 'started' ? 'Started' : 'Known', execution: release };
}
