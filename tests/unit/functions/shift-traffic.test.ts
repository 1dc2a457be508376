import { describe, expect, it } from 'vitest';
import { admitRelease } from '#functions/admit-release.ts';
import { createDeployment } from '#functions/create-deployment.ts';
import { shiftTraffic } from '#functions/shift-traffic.ts';
import { ENDPOINT, releaseWorld } from '../../fakes/release-world.ts';

async function planned({ first = false } = {}) {
  const world = releaseWorld();
  if (!first) await world.serveFirst();
  const input = first ? world.approve() : world.approve(1);
  const plan = await createDeployment({ ...input, admission: await admitRelease(input, world) }, world);
  return { world, input: { ...input, plan }, plan };
}

describe('ShiftTraffic', () => {
  it('gives SageMaker the routing and the alarms of the plan', async () => {
    const { world, input, plan } = await planned();
    expect(await shiftTraffic(input, world)).toMatchObject({ outcome: 'Started', attempts: 1 });
    expect(world.endpoints.updates).toEqual([
      { endpointName: ENDPOINT, configName: plan.configName, routing: plan.routing, alarms: plan.alarms },
    ]);
  });

  it('renews the lease before it does anything', async () => {
    const { world, input } = await planned();
    world.pass(10);
    await shiftTraffic(input, world);
    expect((await world.ledger.lease('churn').read())?.leaseUntil).toBe('2026-03-01T00:25:00.000Z');
  });

  it('adopts the deployment that an invocation whose answer was lost had started, also when it has ended', async () => {
    const { world, input } = await planned();
    await shiftTraffic(input, world);
    expect(await shiftTraffic(input, world)).toMatchObject({ outcome: 'Started' });
    world.endpoints.finish(ENDPOINT);
    expect(await shiftTraffic(input, world)).toMatchObject({ outcome: 'Started' });
    expect(world.endpoints.updates).toHaveLength(1);
  });

  it('does not start what went back because the cord was pulled', async () => {
    const { world, input, plan } = await planned();
    await shiftTraffic(input, world);
    await world.metrics.setKillSwitch(plan.configName, 1);
    world.endpoints.goBack(ENDPOINT);
    expect(await shiftTraffic(input, world)).toMatchObject({ outcome: 'Started', reason: /cord was pulled/ });
    expect(world.endpoints.updates).toHaveLength(1);
  });

  it('does nothing once the lease is another’s', async () => {
    const { world, input } = await planned();
    const lease = { owner: 'rollback-1', epoch: 3, leaseUntil: '2026-03-01T01:00:00.000Z' };
    await world.ledger.lease('churn').change(() => ({ write: lease, result: undefined }));
    expect(await shiftTraffic(input, world)).toMatchObject({ outcome: 'LeaseLost', reason: /rollback-1/ });
    expect(world.endpoints.updates).toEqual([]);
  });

  it('waits while another change is under way, and counts its attempts', async () => {
    const { world, input } = await planned();
    const other = { status: 'Updating', configName: 'x', failureReason: '', pending: { configName: 'y' } } as const;
    world.endpoints.states.set(ENDPOINT, other);
    const first = await shiftTraffic(input, world);
    expect(first).toMatchObject({ outcome: 'Busy', attempts: 1 });
    expect(await shiftTraffic({ ...input, shift: first }, world)).toMatchObject({ outcome: 'Busy', attempts: 2 });
    const last = shiftTraffic({ ...input, shift: { ...first, attempts: 499 } }, world);
    await expect(last).rejects.toMatchObject({ name: 'DeploymentBlockedError' });
  });

  it('waits when SageMaker accepted another change first', async () => {
    const { world, input } = await planned();
    world.endpoints.update = async () => 'busy';
    expect(await shiftTraffic(input, world)).toMatchObject({ outcome: 'Busy', reason: /faster/ });
  });

  it('waits until every alarm is OK, and says that the deployment is watched', async () => {
    const { world, input, plan } = await planned();
    world.alarms.set.set(plan.alarms[1]!, 'INSUFFICIENT_DATA');
    const alive = world.metrics.alive.get(plan.configName) ?? 0;
    expect(await shiftTraffic(input, world)).toMatchObject({
      outcome: 'NotReady',
      reason: /judge-alive is INSUFFICIENT/,
    });
    world.alarms.set.delete(plan.alarms[1]!);
    expect(await shiftTraffic(input, world)).toMatchObject({ reason: /judge-alive is missing, not OK/ });
    expect(world.metrics.alive.get(plan.configName)).toBe(alive + 2);
  });

  it('creates the first endpoint', async () => {
    const { world, input, plan } = await planned({ first: true });
    expect(await shiftTraffic(input, world)).toMatchObject({ outcome: 'Started', reason: /being created/ });
    expect(world.endpoints.states.get(ENDPOINT)).toMatchObject({ status: 'Creating', configName: plan.configName });
    expect(await shiftTraffic(input, world)).toMatchObject({ outcome: 'Started', reason: /there already/ });
  });

  it('deletes an endpoint that failed and makes it again', async () => {
    const { world, input } = await planned({ first: true });
    world.endpoints.states.set(ENDPOINT, { status: 'Failed', configName: 'old', failureReason: 'no capacity' });
    expect(await shiftTraffic(input, world)).toMatchObject({ outcome: 'Busy', reason: /no capacity/ });
    expect(await shiftTraffic(input, world)).toMatchObject({ outcome: 'Started' });
  });
});
