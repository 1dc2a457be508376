import { describe, expect, it } from 'vitest';
import { durations } from './durations.ts';
import { EndpointCloud } from './testing/endpoint-cloud.ts';

const { provisioning, activation, termination } = durations;

const deployment = {
  BlueGreenUpdatePolicy: {
    TrafficRoutingConfiguration: {
      Type: 'CANARY' as const,
      WaitIntervalInSeconds: 600,
      CanarySize: { Type: 'INSTANCE_COUNT' as const, Value: 1 },
    },
    TerminationWaitInSeconds: 300,
  },
  AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'kill-switch' }] },
};

async function killedAfter(seconds: number): Promise<EndpointCloud> {
  const aws = new EndpointCloud({ alarms: new Map([['kill-switch', 'OK']]) });
  await aws.inService();
  await aws.config('green');
  await aws.update('green', deployment);
  await aws.pass(seconds);
  return await aws.restart();
}

describe('after kill -9 and a restart', () => {
  it('an endpoint in service serves again', async () => {
    await using aws = await (async () => {
      const before = new EndpointCloud();
      await before.inService();
      return await before.restart();
    })();
    expect(await aws.invoke()).toBe('blue');
  });

  it('a deployment in mid-bake goes on where it was and ends when it would have ended', async () => {
    await using aws = await killedAfter(provisioning + activation + 200);
    expect(aws.share('green')).toBeCloseTo(0.1);
    await aws.pass(400 + activation);
    expect(aws.share('green')).toBe(1);
    await aws.pass(300 + termination);
    expect(await aws.describe()).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'green' });
  });

  it('both fleets of a deployment in mid-bake serve', async () => {
    await using aws = await killedAfter(provisioning + activation + 200);
    await aws.pass(0);
    expect([...aws.containers.running].sort()).toEqual(['blue', 'green']);
  });

  it('a deployment still follows its alarms', async () => {
    await using aws = await killedAfter(provisioning + activation + 200);
    aws.alarms.set('kill-switch', 'ALARM');
    await aws.cloud.clock.runUntilIdle();
    expect(await aws.describe()).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'blue' });
  });

  it('a fleet that was being provisioned is provisioned', async () => {
    await using aws = await killedAfter(provisioning - 1);
    await aws.cloud.clock.runUntilIdle();
    expect((await aws.describe()).EndpointConfigName).toBe('green');
    expect(await aws.invoke()).toBe('green');
  });

  it('a rollback under way ends', async () => {
    const before = new EndpointCloud({ alarms: new Map([['kill-switch', 'ALARM']]) });
    await before.inService();
    await before.config('green');
    await before.update('green', deployment);
    await before.pass(1);
    await using aws = await before.restart();
    await aws.cloud.clock.runUntilIdle();
    expect(await aws.describe()).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'blue' });
    expect(aws.containers.running).toEqual(['blue']);
  });
});
