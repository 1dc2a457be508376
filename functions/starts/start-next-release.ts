import type { Ledger } from '#aws/ledger.ts';
import type { Workflows } from '#aws/workflows.ts';
import type { Desired } from '#domain/ledger/records.ts';
import { executionName } from '#domain/naming.ts';
import type { ReleaseInput } from '#statemachines/release.data.ts';

export interface StartNextReleaseDeps {
  readonly ledger: Ledger;
  readonly workflows: Workflows;
  /** ARN of the release workflow's live alias. */
  readonly releaseStateMachine: string;
}

/** Starts the release of the version that waited for the endpoint, if one does. AdmitRelease decides whether it still may. */
export async function startNextRelease(
  model: string,
  { ledger, workflows, releaseStateMachine }: StartNextReleaseDeps,
): Promise<string | undefined> {
  const [desired, champion] = await Promise.all([ledger.desired(model).read(), ledger.champion(model).read()]);
  if (desired === undefined || desired.version.number <= (champion?.version.number ?? 0)) return undefined;
  const input = desiredRelease(model, desired);
  const { outcome } = await workflows.start(releaseStateMachine, input.release, input);
  return outcome === 'started' ? input.release : undefined;
}

/** The release of a desired version: the next generation of its approval. */
export function desiredRelease(model: string, { version, key, generation, at, actor, reason }: Desired): ReleaseInput {
  const trigger = { kind: 'desired', key, at, actor, reason } as const;
  return { model, release: executionName(model, key, generation), generation, version, trigger };
}
