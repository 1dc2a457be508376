import { describe, expect, it } from 'vitest';
import type { Closing } from '#domain/ledger/records.ts';
import { executionName } from '#domain/naming.ts';
import { retryRollback } from '#functions/reconcile/retry-rollback.ts';
import { releaseWorld } from '../../fakes/release-world.ts';

const key = 'rollback:churn@1';
const nameOf = (generation: number) => executionName('churn', key, generation);

/** A world whose champion's rollback ended so, generation by generation. */
async function afterRollbacks(...closings: (Closing | undefined)[]) {
  const world = releaseWorld();
  await world.serveFirst();
  const champion = await world.ledger.champion('churn').read();
  if (champion === undefined) throw new Error('Nothing serves.');
  for (const [index, closing] of closings.entries()) {
    const generation = index + 1;
    const name = nameOf(generation);
    const trigger = { kind: 'alarm', key, at: '', actor: 'cloudwatch', reason: 'It harms.' };
    const input = { model: 'churn', release: name, generation, version: champion.version, trigger };
    const record = { kind: 'rollback', name, model: 'churn', generation, input, startedAt: '', data: {} } as const;
    const write = { ...record, ...(closing === undefined ? {} : { closing }) };
    await world.ledger.run(name).change(() => ({ write, result: undefined }));
  }
  return { world, retry: () => retryRollback('churn', champion, world) };
}

const failed = (error: string): Closing => ({ status: 'FAILED', at: '2026-03-01T00:00:00.000Z', error });

describe('a rollback', () => {
  it('that failed for a technical reason is started again, for the reason it was started for', async () => {
    const { world, retry } = await afterRollbacks(failed('ServiceUnavailableError'));
    expect(await retry()).toContain(`${nameOf(2)} was started`);
    expect(world.workflows.started).toMatchObject([
      { name: nameOf(2), input: { release: nameOf(2), generation: 2, trigger: { key, reason: 'It harms.' } } },
    ]);
    expect(await retry()).toBeUndefined();
  });

  it('is started once more when it failed again, and not while the last one runs', async () => {
    const outage = failed('ServiceUnavailableError');
    expect(await (await afterRollbacks(outage, outage)).retry()).toContain(`${nameOf(3)} was started`);
    expect(await (await afterRollbacks(outage, undefined)).retry()).toBeUndefined();
  });

  it.each([
    ['found nothing to roll back to', failed('NothingToRollBackTo')],
    ['could not be made by SageMaker', failed('RollbackFailed')],
    ['was stopped by a person', { status: 'ABORTED', at: '' } as const],
    ['succeeded', { status: 'SUCCEEDED', at: '' } as const],
    ['runs', undefined],
  ])('that %s stays as it is', async (_, closing) => {
    const { world, retry } = await afterRollbacks(closing);
    expect(await retry()).toBeUndefined();
    expect(world.workflows.started).toEqual([]);
  });

  it('is left to a person after an hour of sweeps', async () => {
    const closings = Array.from({ length: 12 }, () => failed('ServiceUnavailableError'));
    expect(await (await afterRollbacks(...closings)).retry()).toBeUndefined();
  });
});
