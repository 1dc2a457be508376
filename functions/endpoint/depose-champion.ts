import type { Workflows } from '#aws/workflows.ts';
import { rollbackKey } from '#domain/intake/plan-intake.ts';
import type { Champion } from '#domain/ledger/champion.ts';
import { executionName } from '#domain/naming.ts';
import type { ReleaseInput } from '#statemachines/release.data.ts';

export interface DeposeChampionDeps {
  readonly workflows: Workflows;
  readonly rollbackStateMachine: string;
  readonly now: () => Date;
}

/** Whom, why, and who says so. */
export interface Deposed {
  readonly champion: Champion;
  /** Its version was rejected, or it does harm. */
  readonly kind: 'alarm' | 'rejection';
  readonly actor: string;
  readonly reason: string;
}

/**
 * Starts the rollback of a champion, under the key that its alarms and reconcile use too: whoever comes first starts the only one. Answers
 * its name, and whether this call started it.
 */
export async function deposeChampion(
  model: string,
  { champion, kind, actor, reason }: Deposed,
  { workflows, rollbackStateMachine, now }: DeposeChampionDeps,
): Promise<{ readonly release: string; readonly started: boolean }> {
  const key = rollbackKey(model, champion.epoch);
  const release = executionName(model, key, 1);
  const trigger = { kind, key, at: now().toISOString(), actor, reason };
  const input: ReleaseInput = { model, release, generation: 1, version: champion.version, trigger };
  const { outcome } = await workflows.start(rollbackStateMachine, release, input);
  return { release, started: outcome === 'started' };
}
