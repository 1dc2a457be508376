import { describe, expect, it } from 'vitest';
import { chooseRollbackTarget } from '#functions/choose-rollback-target.ts';
import { shiftTraffic } from '#functions/shift-traffic.ts';
import { watchTraffic } from '#functions/watch-traffic.ts';
import type { ReleaseInput } from '#statemachines/release.data.ts';
import { ENDPOINT, releaseWorld } from '../../fakes/release-world.ts';
import { confirmed, started } from './release-stages.ts';

/** Version 2 replaced version 1 and serves with epoch 2; the rollback is about it. */
async function replaced() {
  const world = releaseWorld();
  await world.serveFirst();
  const release = world.approve(1);
  const stage = { ...release, ...(await started(world, release)) };
  world.endpoints.finish(ENDPOINT);
  const watch = await watchTraffic(stage, world);
  await confirmed(world, { ...stage, watch: { ...watch, verdict: 'Healthy' } });
  world.pass(60);
  const trigger = { kind: 'alarm', key: 'rollback:churn@2', at: '', actor: 'cloudwatch', reason: 'Alarm.' } as const;
  const input: ReleaseInput = {
    model: 'churn',
    release: 'churn-back-1',
    generation: 1,
    version: release.version,
    trigger,
  };
  return { world, input };
}

describe('a rollback', () => {
  it('takes all traffic back at once to the last good version, under a new epoch, and rejects the one it leaves', async () => {
    const { world, input } = await replaced();
    const { admission, plan } = await chooseRollbackTarget(input, world);
    expect(admission).toMatchObject({ outcome: 'Admitted', epoch: 3 });
    expect(plan).toMatchObject({ kind: 'rollback', configName: 'dev-churn-e3-v1', alarms: [], waits: [] });
    const shift = await shiftTraffic({ ...input, plan: plan! }, world);
    expect(world.endpoints.updates.at(-1)).toMatchObject({
      alarms: [],
      routing: { type: 'all-at-once', bakeSeconds: 0 },
    });

    const stage = { ...input, plan: plan!, shift };
    expect((await watchTraffic(stage, world)).status).toBe('Watching');
    world.endpoints.finish(ENDPOINT);
    const watch = await watchTraffic(stage, world);
    expect(watch).toMatchObject({ status: 'Settled', looks: 1 });
    expect((await confirmed(world, { ...stage, watch })).outcome).toBe('Released');

    expect(await world.ledger.champion('churn').read()).toMatchObject({
      version: { number: 1 },
      epoch: 3,
      past: [{ version: { number: 2 }, ended: 'RolledBack', reason: 'Alarm.' }, { version: { number: 1 } }],
    });
    expect(world.registry.get(input.version.arn)).toMatchObject({
      approval: 'Rejected',
      approvalReason: 'Rolled back: Alarm.',
    });
    expect(world.alarms.specs.size).toBe(0);
    expect(world.notifications.sent.at(-1)).toMatchObject({ kind: 'RolledBack' });
    expect(await world.ledger.run(input.release).read()).toMatchObject({ kind: 'rollback' });
  });

  it('answers the same when it is run again', async () => {
    const { world, input } = await replaced();
    const first = await chooseRollbackTarget(input, world);
    expect(await chooseRollbackTarget(input, world)).toEqual(first);
    await shiftTraffic({ ...input, plan: first.plan! }, world);
    expect(await chooseRollbackTarget(input, world)).toEqual(first);
  });

  it('does not wait for a lease, nor for the audit trail', async () => {
    const { world, input } = await replaced();
    const held = { owner: 'churn-v3-1', epoch: 7, leaseUntil: '2027-01-01T00:00:00.000Z' };
    await world.ledger.lease('churn').change(() => ({ write: held, result: undefined }));
    world.store.fault = ({ key }) => {
      if (key.startsWith('audit/')) throw new Error('503');
      return undefined;
    };
    expect((await chooseRollbackTarget(input, world)).admission).toMatchObject({ outcome: 'Admitted', epoch: 8 });
  });

  it('pulls the cord of a release in flight and waits for its end', async () => {
    const { world, input } = await replaced();
    const next = world.approve(2);
    const { plan } = await started(world, next);
    expect(await chooseRollbackTarget(input, world)).toMatchObject({ admission: { outcome: 'Waiting', epoch: 0 } });
    expect(world.metrics.killSwitches.get(plan.configName)?.at(-1)).toBe(1);
    expect((await world.ledger.lease('churn').read())?.owner).toBe(next.release);
    world.endpoints.goBack(ENDPOINT);
    expect((await chooseRollbackTarget(input, world)).admission.outcome).toBe('Admitted');
  });

  it('is not needed when the release in flight had replaced the version by then', async () => {
    const { world, input } = await replaced();
    await started(world, world.approve(2));
    world.endpoints.finish(ENDPOINT);
    expect((await chooseRollbackTarget(input, world)).admission.outcome).toBe('NotNeeded');
  });

  it('waits for a change whose config SageMaker does not say', async () => {
    const { world, input } = await replaced();
    world.endpoints.states.set(ENDPOINT, {
      status: 'SystemUpdating',
      configName: 'dev-churn-e2-v2',
      failureReason: '',
    });
    expect((await chooseRollbackTarget(input, world)).admission.outcome).toBe('Waiting');
  });

  it('skips versions that were rejected, or whose SageMaker Model is gone; with none left it pages and serves on', async () => {
    const { world, input } = await replaced();
    world.endpoints.models.delete('dev-churn-v1');
    const choice = await chooseRollbackTarget(input, world);
    expect(choice).toMatchObject({ admission: { outcome: 'NothingToRollBackTo' } });
    expect(choice).not.toHaveProperty('plan');
    expect(world.notifications.sent.at(-1)).toMatchObject({
      kind: 'NothingToRollBackTo',
      message: /Approve a version/,
    });
    expect(world.endpoints.states.get(ENDPOINT)).toMatchObject({ configName: 'dev-churn-e2-v2' });
  });

  it('pages when the endpoint did not go back', async () => {
    const { world, input } = await replaced();
    const { plan } = await chooseRollbackTarget(input, world);
    const shift = await shiftTraffic({ ...input, plan: plan! }, world);
    world.endpoints.goBack(ENDPOINT);
    const watch = await watchTraffic({ ...input, plan: plan!, shift }, world);
    expect((await confirmed(world, { ...input, plan: plan!, shift, watch })).outcome).toBe('Failed');
    expect(world.notifications.sent.at(-1)).toMatchObject({ kind: 'RollbackFailed' });
  });
});
