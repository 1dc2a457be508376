import type { DeploymentConfig } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { durations } from './durations.ts';
import { EndpointCloud } from './testing/endpoint-cloud.ts';

const { provisioning, activation, termination, alarmPoll } = durations;

const canary = (count = 1, rest: DeploymentConfig = {}): DeploymentConfig => ({
  BlueGreenUpdatePolicy: {
    TrafficRoutingConfiguration: {
      Type: 'CANARY',
      WaitIntervalInSeconds: 600,
      CanarySize: { Type: 'INSTANCE_COUNT', Value: count },
    },
    TerminationWaitInSeconds: 300,
  },
  ...rest,
});

const watched = (config: DeploymentConfig = canary()): DeploymentConfig => ({
  ...config,
  AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'kill-switch' }] },
});

async function deploying(config?: DeploymentConfig): Promise<EndpointCloud> {
  const aws = new EndpointCloud({ alarms: new Map([['kill-switch', 'OK']]) });
  await aws.inService();
  await aws.config('green');
  await aws.update('green', config);
  return aws;
}

describe('a canary deployment', () => {
  it('moves traffic in whole instances, bakes, and terminates blue', async () => {
    await using aws = await deploying(canary());
    await aws.pass(provisioning + activation - 1);
    expect(aws.share('green')).toBe(0);
    await aws.pass(1);
    expect(aws.share('green')).toBeCloseTo(0.1);
    await aws.pass(600 + activation);
    expect(aws.share('green')).toBe(1);
    await aws.pass(299);
    expect(aws.containers.running).toEqual(['blue', 'green']);
    await aws.pass(1 + termination);
    expect(await aws.describe()).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'green' });
    expect(aws.containers.running).toEqual(['green']);
  });

  it('shows the canary in DescribeEndpoint while it bakes', async () => {
    await using aws = await deploying(canary());
    await aws.pass(provisioning + activation);
    expect(await aws.describe()).toMatchObject({
      EndpointStatus: 'Updating',
      EndpointConfigName: 'blue',
      ProductionVariants: [{ VariantName: 'AllTraffic', CurrentInstanceCount: 10, CurrentWeight: 1 }],
      PendingDeploymentSummary: {
        EndpointConfigName: 'green',
        ProductionVariants: [
          {
            VariantName: 'AllTraffic',
            CurrentInstanceCount: 1,
            DesiredInstanceCount: 10,
            VariantStatus: [
              {
                Status: 'Baking',
                StatusMessage:
                  'Baking for 600 seconds (WaitIntervalInSeconds) with traffic enabled on canary capacity of 1 instance(s).',
              },
            ],
          },
        ],
      },
    });
  });

  it('keeps the shares when green has more instances than blue', async () => {
    await using aws = new EndpointCloud();
    await aws.inService({ InitialInstanceCount: 2 });
    await aws.config('green', { InitialInstanceCount: 4 });
    await aws.update('green', canary(2));
    await aws.pass(provisioning + activation);
    expect(aws.shares('flights').map(({ share }) => share)).toEqual([1 / 3, 2 / 3]);
  });

  it('leaves no timer of its own when it is done', async () => {
    await using aws = await deploying(canary());
    const done = await aws.cloud.clock.runUntilIdle();
    await aws.pass(86_400);
    expect((await aws.describe()).LastModifiedTime).toEqual(new Date(done));
  });

  it('remembers its configuration, which the next update may retain', async () => {
    await using aws = await deploying(canary());
    await aws.cloud.clock.runUntilIdle();
    expect((await aws.describe()).LastDeploymentConfig).toEqual(canary());
    await aws.config('next');
    await aws.call('UpdateEndpoint', {
      EndpointName: 'flights',
      EndpointConfigName: 'next',
      RetainDeploymentConfig: true,
    });
    await aws.pass(provisioning + activation);
    expect(aws.share('next')).toBeCloseTo(0.1);
  });
});

describe('a linear deployment', () => {
  it('bakes after each step', async () => {
    await using aws = await deploying({
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: {
          Type: 'LINEAR',
          WaitIntervalInSeconds: 120,
          LinearStepSize: { Type: 'CAPACITY_PERCENT', Value: 30 },
        },
        TerminationWaitInSeconds: 60,
      },
    });
    await aws.pass(provisioning);
    const shares: number[] = [];
    for (let step = 0; step < 4; step++) {
      await aws.pass(activation);
      shares.push(aws.share('green'));
      await aws.pass(120);
    }
    expect(shares.map((share) => Number(share.toFixed(2)))).toEqual([0.3, 0.6, 0.9, 1]);
  });
});

describe('an update without a deployment configuration', () => {
  it('shifts everything at once and keeps blue until green serves', async () => {
    await using aws = await deploying();
    await aws.pass(provisioning + activation - 1);
    expect(aws.share('blue')).toBe(1);
    await aws.pass(1);
    expect(aws.share('green')).toBe(1);
  });

  it('may bring other variants', async () => {
    await using aws = new EndpointCloud();
    await aws.inService();
    await aws.config('green', { VariantName: 'Other' });
    await aws.update('green');
    await aws.pass(provisioning);
    expect(aws.shares('flights')).toEqual([
      { EndpointConfigName: 'blue', VariantName: 'AllTraffic', fleet: 'blue', share: 1 },
    ]);
    await aws.cloud.clock.runUntilIdle();
    expect(aws.shares('flights')).toEqual([
      { EndpointConfigName: 'green', VariantName: 'Other', fleet: 'only', share: 1 },
    ]);
  });

  it('takes over weights and counts when they are retained', async () => {
    await using aws = await deploying();
    await aws.cloud.clock.runUntilIdle();
    await aws.config('two', { InitialInstanceCount: 2, InitialVariantWeight: 5 });
    await aws.call('UpdateEndpoint', {
      EndpointName: 'flights',
      EndpointConfigName: 'two',
      RetainAllVariantProperties: true,
      ExcludeRetainedVariantProperties: [{ VariantPropertyType: 'DesiredWeight' }],
    });
    await aws.cloud.clock.runUntilIdle();
    expect((await aws.describe()).ProductionVariants).toMatchObject([{ CurrentInstanceCount: 10, CurrentWeight: 5 }]);
  });
});

describe('a rollback', () => {
  const phases: [phase: string, seconds: number][] = [
    ['while the canary is activated', provisioning + 5],
    ['while the canary bakes', provisioning + activation + 100],
    ['at the end of the canary bake', provisioning + activation + 600 - 1],
    ['while the rest is activated', provisioning + activation + 600 + 5],
    ['while the whole fleet bakes', provisioning + 2 * activation + 600 + 100],
    ['at the end of the last bake', provisioning + 2 * activation + 900 - 1],
  ];

  it.each(phases)('follows an alarm %s within one poll', async (_, seconds) => {
    await using aws = await deploying(watched());
    await aws.pass(seconds);
    aws.alarms.set('kill-switch', 'ALARM');
    await aws.pass(alarmPoll);
    expect(aws.share('blue')).toBe(1);
    expect((await aws.describe()).EndpointStatus).toBe('Updating');
    await aws.pass(termination);
    expect(aws.containers.running).toEqual(['blue']);
  });

  it('is silent: InService with the old configuration and no failure reason', async () => {
    await using aws = await deploying(watched());
    await aws.pass(provisioning + activation);
    aws.alarms.set('kill-switch', 'ALARM');
    const done = await aws.cloud.clock.runUntilIdle();
    const described = await aws.describe();
    expect(described).toMatchObject({
      EndpointStatus: 'InService',
      EndpointConfigName: 'blue',
      LastModifiedTime: new Date(done),
    });
    expect(described.FailureReason).toBeUndefined();
    expect(described.PendingDeploymentSummary).toBeUndefined();
  });

  it('follows an alarm that was in ALARM already when the deployment started', async () => {
    await using aws = new EndpointCloud({ alarms: new Map([['kill-switch', 'ALARM']]) });
    await aws.inService();
    await aws.config('green');
    await aws.update('green', watched());
    await aws.pass(termination);
    expect(await aws.describe()).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'blue' });
    expect(aws.containers.started).toBe(1);
  });

  it('does not follow an alarm once blue is being terminated', async () => {
    await using aws = await deploying(watched());
    await aws.pass(provisioning + 2 * activation + 900);
    aws.alarms.set('kill-switch', 'ALARM');
    await aws.cloud.clock.runUntilIdle();
    expect((await aws.describe()).EndpointConfigName).toBe('green');
  });

  it('does not follow an alarm without enough data', async () => {
    await using aws = await deploying(watched());
    aws.alarms.set('kill-switch', 'INSUFFICIENT_DATA');
    await aws.cloud.clock.runUntilIdle();
    expect((await aws.describe()).EndpointConfigName).toBe('green');
  });

  it('does not follow an alarm that was deleted meanwhile', async () => {
    await using aws = await deploying(watched());
    aws.alarms.delete('kill-switch');
    await aws.cloud.clock.runUntilIdle();
    expect((await aws.describe()).EndpointConfigName).toBe('green');
  });

  it('looks at the alarms every ten seconds of traffic steps and bakes', async () => {
    await using aws = await deploying(watched());
    await aws.pass(provisioning + activation);
    const before = aws.polls;
    await aws.pass(600);
    expect(aws.polls - before).toBe(600 / alarmPoll);
  });

  it('ends a deployment that takes longer than its timeout', async () => {
    const config = canary();
    await using aws = await deploying({
      ...config,
      BlueGreenUpdatePolicy: { ...config.BlueGreenUpdatePolicy!, MaximumExecutionTimeoutInSeconds: 1000 },
    });
    await aws.pass(999);
    expect(aws.share('green')).toBe(1);
    await aws.pass(1);
    expect(aws.share('blue')).toBe(1);
    await aws.cloud.clock.runUntilIdle();
    expect((await aws.describe()).EndpointConfigName).toBe('blue');
  });

  it('follows when green does not start, which takes SageMaker a while to see', async () => {
    await using aws = await deploying();
    aws.containers.images.set('green', { starts: false });
    await aws.pass(durations.failedStart - 1);
    expect((await aws.describe()).EndpointStatus).toBe('Updating');
    await aws.cloud.clock.runUntilIdle();
    expect(await aws.describe()).toMatchObject({
      EndpointStatus: 'InService',
      EndpointConfigName: 'blue',
      FailureReason: expect.stringContaining('production variant AllTraffic did not pass the ping health check'),
    });
    expect(await aws.invoke()).toBe('blue');
  });

  it('that fails leaves traffic on both fleets until another update', async () => {
    const fault = { id: '1', error: { code: 'InternalFailure', message: 'The rollback failed.' } };
    await using aws = new EndpointCloud({
      alarms: new Map([['kill-switch', 'OK']]),
      fault: ({ operation }) => (operation === 'RollBackEndpoint' ? fault : undefined),
    });
    await aws.inService();
    await aws.config('green');
    await aws.update('green', watched());
    await aws.pass(provisioning + activation);
    aws.alarms.set('kill-switch', 'ALARM');
    await aws.cloud.clock.runUntilIdle();
    expect(await aws.describe()).toMatchObject({
      EndpointStatus: 'UpdateRollbackFailed',
      FailureReason: 'The rollback failed.',
    });
    expect(aws.share('green')).toBeCloseTo(0.1);

    await aws.update('blue');
    await aws.cloud.clock.runUntilIdle();
    expect(await aws.describe()).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'blue' });
    expect(aws.containers.running).toEqual(['blue']);
  });
});
