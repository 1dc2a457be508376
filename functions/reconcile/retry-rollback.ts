import type { Workflows } from '#aws/workflows.ts';
import { rollbackKey } from '#domain/intake/plan-intake.ts';
import type { Champion } from '#domain/ledger/champion.ts';
import type { Closing } from '#domain/ledger/records.ts';
import { executionName } from '#domain/naming.ts';
import { ReleaseInput } from '#statemachines/release.data.ts';
import type { LeaseDeps } from '../endpoint/hold-lease.ts';

export interface RetryRollbackDeps extends LeaseDeps {
  readonly workflows: Workflows;
  readonly rollbackStateMachine: string;
}

/** One for each sweep of an hour; from then on a person, whom the failures have paged. */
const MOST_GENERATIONS = 12;

/** Named ends of a rollback: they are decisions, and a person was paged. */
const VERDICTS = new Set(['NothingToRollBackTo', 'RollbackFailed']);

/**
 * Starts the next generation of the champion's rollback when the last one failed for a technical reason, for example an outage longer
 * than its retries: its name is taken, so no event could start it again, and it must not wait for a person.
 */
export async function retryRollback(
  model: string,
  champion: Champion,
  { ledger, workflows, rollbackStateMachine }: RetryRollbackDeps,
): Promise<string | undefined> {
  const key = rollbackKey(model, champion.epoch);
  for (let generation = 1; generation < MOST_GENERATIONS; generation += 1) {
    const name = executionName(model, key, generation);
    const record = await ledger.run(name).read();
    if (record?.closing === undefined || !failedTechnically(record.closing)) return undefined;
    const next = generation + 1;
    const release = executionName(model, key, next);
    if ((await ledger.run(release).read()) !== undefined) continue;
    const input: ReleaseInput = { ...ReleaseInput.parse(record.input), release, generation: next };
    const { outcome } = await workflows.start(rollbackStateMachine, release, input);
    if (outcome === 'started')
      return `${name} failed with ${record.closing.error ?? 'no error'}; ${release} was started.`;
  }
  return undefined;
}

/** A person may have stopped it, which stands. */
function failedTechnically({ status, error = '' }: Closing): boolean {
  return status === 'TIMED_OUT' || (status === 'FAILED' && !VERDICTS.has(error));
}
