import { describe, expect, it } from 'vitest';
import { durations } from './durations.ts';
import { EndpointCloud } from './testing/endpoint-cloud.ts';

describe('an endpoint configuration', () => {
  it('is described as it was created, and never changes', async () => {
    await using aws = new EndpointCloud();
    await aws.config('blue', {}, { Tags: [{ Key: 'epoch', Value: '7' }] });
    expect(await aws.call('DescribeEndpointConfig', { EndpointConfigName: 'blue' })).toMatchObject({
      EndpointConfigArn: 'arn:aws:sagemaker:us-east-1:000000000000:endpoint-config/blue',
      ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: 'blue', InitialInstanceCount: 10 }],
    });
    await expect(aws.config('blue')).rejects.toThrow(
      'Cannot create already existing endpoint configuration "arn:aws:sagemaker:us-east-1:000000000000:endpoint-config/blue".',
    );
  });

  it('may be deleted while in use, and is missing afterwards', async () => {
    await using aws = new EndpointCloud();
    await aws.inService();
    await aws.call('DeleteEndpointConfig', { EndpointConfigName: 'blue' });
    expect(await aws.invoke()).toBe('blue');
    await expect(aws.update('blue')).rejects.toThrow(
      'Could not find endpoint configuration "arn:aws:sagemaker:us-east-1:000000000000:endpoint-config/blue".',
    );
  });

  it.each([
    ['a bad name', { EndpointConfigName: '-blue' }],
    ['no variants', { ProductionVariants: [] }],
    [
      'a repeated variant',
      {
        ProductionVariants: [1, 2].map(() => ({
          VariantName: 'a',
          ModelName: 'm',
          InstanceType: 'ml.m5.large',
          InitialInstanceCount: 1,
        })),
      },
    ],
    [
      'no instances',
      {
        ProductionVariants: [
          { VariantName: 'a', ModelName: 'm', InstanceType: 'ml.m5.large', InitialInstanceCount: 0 },
        ],
      },
    ],
    [
      'a capture of more than everything',
      {
        DataCaptureConfig: {
          InitialSamplingPercentage: 101,
          DestinationS3Uri: 's3://b/p',
          CaptureOptions: [{ CaptureMode: 'Input' }],
        },
      },
    ],
    ['an asynchronous endpoint', { AsyncInferenceConfig: { OutputConfig: {} } }],
  ])('is refused with %s', async (_, content) => {
    await using aws = new EndpointCloud();
    await expect(aws.config('blue', {}, content as object)).rejects.toMatchObject({ code: 'ValidationException' });
  });

  it('is listed newest first', async () => {
    await using aws = new EndpointCloud();
    for (const name of ['one', 'two', 'three']) {
      await aws.config(name);
      await aws.pass(1);
    }
    const { EndpointConfigs } = await aws.call<{ EndpointConfigs: { EndpointConfigName: string }[] }>(
      'ListEndpointConfigs',
      {
        MaxResults: 2,
      },
    );
    expect(EndpointConfigs.map(({ EndpointConfigName }) => EndpointConfigName)).toEqual(['three', 'two']);
  });
});

describe('a new endpoint', () => {
  it('is Creating until its server runs, then InService', async () => {
    await using aws = new EndpointCloud();
    await aws.config('blue');
    await aws.call('CreateEndpoint', { EndpointName: 'flights', EndpointConfigName: 'blue' });
    await aws.pass(durations.provisioning - 1);
    expect(await aws.describe()).toMatchObject({ EndpointStatus: 'Creating', EndpointConfigName: 'blue' });
    await expect(aws.invoke()).rejects.toThrow('not in service');
    await aws.pass(1);
    expect(await aws.describe()).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'blue' });
    expect(await aws.invoke()).toBe('blue');
  });

  it('is Failed with a reason when its container does not start, and can only be deleted', async () => {
    await using aws = new EndpointCloud();
    aws.containers.images.set('blue', { starts: false });
    await aws.inService();
    expect(await aws.describe()).toMatchObject({
      EndpointStatus: 'Failed',
      FailureReason: expect.stringContaining('did not pass the ping health check'),
    });
    await aws.config('green');
    await expect(aws.update('green')).rejects.toThrow('DeleteEndpoint');
    await aws.call('DeleteEndpoint', { EndpointName: 'flights' });
    await aws.cloud.clock.runUntilIdle();
    await expect(aws.describe()).rejects.toThrow('Could not find endpoint');
  });

  it('is refused when it exists already', async () => {
    await using aws = new EndpointCloud();
    await aws.inService();
    const again = aws.call('CreateEndpoint', { EndpointName: 'flights', EndpointConfigName: 'blue' });
    await expect(again).rejects.toThrow('Cannot create already existing endpoint');
  });

  it('is listed by status', async () => {
    await using aws = new EndpointCloud();
    await aws.inService();
    await aws.call('CreateEndpoint', { EndpointName: 'later', EndpointConfigName: 'blue' });
    const list = (StatusEquals: string) => aws.call('ListEndpoints', { StatusEquals });
    expect(await list('InService')).toMatchObject({ Endpoints: [{ EndpointName: 'flights' }] });
    expect(await list('Creating')).toMatchObject({ Endpoints: [{ EndpointName: 'later' }] });
  });
});

describe('a busy endpoint', () => {
  const busy = 'Cannot update in-progress endpoint "arn:aws:sagemaker:us-east-1:000000000000:endpoint/flights".';

  it('refuses update, re-scaling and deletion alike', async () => {
    await using aws = new EndpointCloud();
    await aws.inService();
    await aws.update('blue');
    await expect(aws.update('blue')).rejects.toThrow(busy);
    await expect(aws.call('DeleteEndpoint', { EndpointName: 'flights' })).rejects.toThrow(busy);
    const change = {
      EndpointName: 'flights',
      DesiredWeightsAndCapacities: [{ VariantName: 'AllTraffic', DesiredWeight: 2 }],
    };
    await expect(aws.call('UpdateEndpointWeightsAndCapacities', change)).rejects.toThrow(busy);
  });

  it('accepts one of two updates at the same moment', async () => {
    await using aws = new EndpointCloud({ alarms: new Map([['a', 'OK']]) });
    await aws.inService();
    const config = { AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'a' }] } };
    const results = await Promise.allSettled([aws.update('blue', config), aws.update('blue', config)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('an update is refused', () => {
  it('for an endpoint that does not exist', async () => {
    await using aws = new EndpointCloud();
    await expect(aws.update('green')).rejects.toThrow(
      'Could not find endpoint "arn:aws:sagemaker:us-east-1:000000000000:endpoint/flights".',
    );
  });

  it('with an alarm that does not exist', async () => {
    await using aws = new EndpointCloud();
    await aws.inService();
    const config = { AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'nowhere' }] } };
    await expect(aws.update('blue', config)).rejects.toThrow('nowhere');
    expect((await aws.describe()).EndpointStatus).toBe('InService');
  });

  it('with guardrails and other variant names', async () => {
    await using aws = new EndpointCloud({ alarms: new Map([['a', 'OK']]) });
    await aws.inService();
    await aws.config('green', { VariantName: 'Other' });
    const config = { AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'a' }] } };
    await expect(aws.update('green', config)).rejects.toThrow('variant names');
  });
});

describe('weights and capacities', () => {
  it('change after a while, with current and desired values apart meanwhile', async () => {
    await using aws = new EndpointCloud();
    await aws.inService({ InitialInstanceCount: 2 });
    await aws.call('UpdateEndpointWeightsAndCapacities', {
      EndpointName: 'flights',
      DesiredWeightsAndCapacities: [{ VariantName: 'AllTraffic', DesiredWeight: 3, DesiredInstanceCount: 4 }],
    });
    expect(await aws.describe()).toMatchObject({
      EndpointStatus: 'Updating',
      ProductionVariants: [{ CurrentInstanceCount: 2, DesiredInstanceCount: 4, CurrentWeight: 1, DesiredWeight: 3 }],
    });
    expect(await aws.invoke()).toBe('blue');
    await aws.cloud.clock.runUntilIdle();
    expect(await aws.describe()).toMatchObject({
      EndpointStatus: 'InService',
      ProductionVariants: [{ CurrentInstanceCount: 4, CurrentWeight: 3 }],
    });
  });
});

describe('a deleted endpoint', () => {
  it('stops serving at once and is gone a little later', async () => {
    await using aws = new EndpointCloud();
    await aws.inService();
    await aws.call('DeleteEndpoint', { EndpointName: 'flights' });
    await expect(aws.invoke()).rejects.toThrow('Deleting');
    await aws.pass(durations.deletion);
    await expect(aws.invoke()).rejects.toThrow('Endpoint flights of account 000000000000 not found.');
    expect(aws.containers.running).toEqual([]);
  });
});
