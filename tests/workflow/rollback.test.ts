import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReleaseInput } from '#statemachines/release.data.ts';
import { ENDPOINT, type ReleaseLine, startReleaseLine } from './release-line.ts';

const TRAFFIC = 2;

describe('the rollback workflow', { timeout: 120_000 }, () => {
  let line: ReleaseLine;
  let count = 0;
  beforeAll(async () => {
    line = await startReleaseLine();
    await line.release(await line.approve());
    await line.pass(5, TRAFFIC);
    await line.release(await line.approve(1), TRAFFIC);
  }, 120_000);
  afterAll(async () => line[Symbol.asyncDispose]());

  /** A rollback of what is the champion now. */
  async function rollback(): Promise<ReleaseInput> {
    const champion = await line.champion();
    if (champion === undefined) throw new Error('Nothing serves.');
    const { version, epoch } = champion;
    const trigger = {
      kind: 'request',
      key: `rollback:churn@${epoch}`,
      at: '',
      actor: 'ada',
      reason: 'Ada asks.',
    } as const;
    count += 1;
    return { model: 'churn', release: `churn-back-${count}`, generation: 1, version, trigger };
  }

  it('returns all traffic to the version before while a release is in flight, whose cord it pulls first', async () => {
    const before = line.served.failed;
    const next = await line.approve(2);
    await line.start('release', next);
    await line.pass(8, TRAFFIC);
    expect((await line.deps.endpoints.describe(ENDPOINT))?.pending?.configName).toBe(`${ENDPOINT}-e3-v3`);

    const back = await rollback();
    await line.start('rollback', back);
    expect(await line.until('rollback', back.release, TRAFFIC)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await line.champion()).toMatchObject({
      version: { number: 1 },
      past: [{ version: { number: 2 }, ended: 'RolledBack' }, {}],
    });
    expect(await line.serving()).toBe((await line.champion())?.configName);
    expect(line.served.failed).toBe(before);
    expect(await line.deps.registry.describe(back.version.arn)).toMatchObject({
      approval: 'Rejected',
      approvalReason: /Ada asks/,
    });

    const ended = await line.until('release', next.release, TRAFFIC);
    expect(ended).toMatchObject({ status: 'FAILED', error: 'ReleaseRolledBack' });
  });

  it('is not needed twice', async () => {
    const { version, ...champion } = (await line.champion())!;
    const trigger = { kind: 'alarm', key: 'rollback:churn@2', at: '', actor: 'cloudwatch', reason: '' } as const;
    const input = { model: 'churn', release: 'churn-back-late', generation: 1, version, trigger };
    await line.start('rollback', input);
    const execution = await line.until('rollback', input.release);
    expect(execution.status).toBe('SUCCEEDED');
    expect(JSON.parse(execution.output ?? '{}')).toMatchObject({ admission: { outcome: 'NotNeeded' } });
    expect((await line.champion())?.epoch).toBe(champion.epoch);
  });

  it('pages and serves on when no version is left to return to', async () => {
    const input = await rollback();
    await line.start('rollback', input);
    const execution = await line.until('rollback', input.release);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'NothingToRollBackTo' });
    expect(line.deps.notifications.sent.at(-1)).toMatchObject({ kind: 'NothingToRollBackTo' });
    expect(await line.serving()).toBe((await line.champion())?.configName);
  });

  it('goes on without the audit trail, and reconcile records it later', async () => {
    await line.pass(3, TRAFFIC);
    const release = await line.approve(1);
    expect(await line.release(release, TRAFFIC)).toMatchObject({ status: 'SUCCEEDED' });
    line.breaks(({ service, operation, subject }) =>
      service === 's3' && operation === 'PutObject' && subject.Key?.startsWith('audit/')
        ? { id: 'audit', error: { code: 'ServiceUnavailable', message: 'down', status: 503 } }
        : undefined,
    );
    const input = await rollback();
    await line.start('rollback', input);
    expect(await line.until('rollback', input.release, TRAFFIC)).toMatchObject({ status: 'SUCCEEDED' });
    expect((await line.champion())?.version.number).toBe(1);
    line.breaks(() => undefined);
    expect(await line.recorded()).not.toContain(`ConfirmRelease ${input.release}`);
    await line.reconcile();
    expect(await line.recorded()).toContain(`ConfirmRelease ${input.release}`);
  });
});
