import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  SageMakerClient,
  UpdateEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { sageMakerEndpoints } from '#aws/sagemaker-endpoints.ts';
import { rollbackRouting } from '#domain/release-plan/routing.ts';

const client = new SageMakerClient({ region: 'us-east-1' });
const sageMaker = mockClient(client);
const endpoints = sageMakerEndpoints(client);
const validation = (message: string) => Object.assign(new Error(message), { name: 'ValidationException' });
const missing = validation('Could not find endpoint "arn:aws:sagemaker:us-east-1:0:endpoint/dev-churn".');
const busy = validation('Cannot update in-progress endpoint "arn:aws:sagemaker:us-east-1:0:endpoint/dev-churn".');
const existing = validation('Cannot create already existing endpoint configuration "arn".');
const base = {
  EndpointName: 'dev-churn',
  EndpointArn: 'arn',
  CreationTime: new Date(0),
  LastModifiedTime: new Date(0),
};

beforeEach(() => sageMaker.reset());

describe('an endpoint', () => {
  it('is described with the deployment under way and the wait it is in', async () => {
    sageMaker.on(DescribeEndpointCommand).resolves({
      ...base,
      EndpointStatus: 'Updating',
      EndpointConfigName: 'blue',
      PendingDeploymentSummary: {
        EndpointConfigName: 'green',
        ProductionVariants: [
          {
            VariantName: 'AllTraffic',
            VariantStatus: [{ Status: 'Baking', StartTime: new Date('2026-03-01T00:05:00Z') }],
          },
        ],
      },
    });
    expect(await endpoints.describe('dev-churn')).toEqual({
      status: 'Updating',
      configName: 'blue',
      failureReason: '',
      pending: { configName: 'green', bakingSince: '2026-03-01T00:05:00.000Z' },
    });
  });

  it('is in no wait while it is provisioned, and pending nothing at rest', async () => {
    sageMaker
      .on(DescribeEndpointCommand)
      .resolvesOnce({
        ...base,
        EndpointStatus: 'Updating',
        EndpointConfigName: 'blue',
        PendingDeploymentSummary: {
          EndpointConfigName: 'green',
          ProductionVariants: [{ VariantName: 'AllTraffic', VariantStatus: [{ Status: 'Creating' }] }],
        },
      })
      .resolvesOnce({ ...base, EndpointStatus: 'Failed', EndpointConfigName: 'blue', FailureReason: 'no capacity' });
    expect((await endpoints.describe('dev-churn'))?.pending).toEqual({ configName: 'green' });
    expect(await endpoints.describe('dev-churn')).toEqual({
      status: 'Failed',
      configName: 'blue',
      failureReason: 'no capacity',
    });
  });

  it('is undefined when it is missing, and any other refusal is passed on', async () => {
    sageMaker.on(DescribeEndpointCommand).rejectsOnce(missing).rejectsOnce(validation('1 validation error'));
    expect(await endpoints.describe('dev-churn')).toBeUndefined();
    await expect(endpoints.describe('dev-churn')).rejects.toThrow('1 validation error');
  });
});

describe('a change of an endpoint', () => {
  it('is an update in whole instances with the alarms that take it back', async () => {
    sageMaker.on(UpdateEndpointCommand).resolves({ EndpointArn: 'arn' });
    const canary = { type: 'canary', size: 1, waitSeconds: 600, bakeSeconds: 300, timeoutSeconds: 4500 } as const;
    const update = { endpointName: 'dev-churn', configName: 'green', alarms: ['a', 'b'] };
    expect(await endpoints.update({ ...update, routing: canary })).toBe('started');
    await endpoints.update({ ...update, routing: { ...canary, type: 'linear', size: 2 } });
    await endpoints.update({ ...update, routing: rollbackRouting, alarms: [] });
    const [first, linear, back] = sageMaker.commandCalls(UpdateEndpointCommand).map(({ args }) => args[0].input);
    expect(first).toEqual({
      EndpointName: 'dev-churn',
      EndpointConfigName: 'green',
      DeploymentConfig: {
        BlueGreenUpdatePolicy: {
          TrafficRoutingConfiguration: {
            Type: 'CANARY',
            WaitIntervalInSeconds: 600,
            CanarySize: { Type: 'INSTANCE_COUNT', Value: 1 },
          },
          TerminationWaitInSeconds: 300,
          MaximumExecutionTimeoutInSeconds: 4500,
        },
        AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'a' }, { AlarmName: 'b' }] },
      },
    });
    expect(linear?.DeploymentConfig?.BlueGreenUpdatePolicy?.TrafficRoutingConfiguration).toMatchObject({
      Type: 'LINEAR',
      LinearStepSize: { Value: 2 },
    });
    expect(back?.DeploymentConfig?.BlueGreenUpdatePolicy?.TrafficRoutingConfiguration?.Type).toBe('ALL_AT_ONCE');
    expect(back?.DeploymentConfig).not.toHaveProperty('AutoRollbackConfiguration');
  });

  it('is busy when SageMaker has accepted another', async () => {
    sageMaker.on(UpdateEndpointCommand).rejects(busy);
    sageMaker.on(CreateEndpointCommand).rejects(validation('Cannot create already existing endpoint "arn".'));
    sageMaker.on(DeleteEndpointCommand).rejectsOnce(busy).rejectsOnce(missing).resolves({});
    const update = { endpointName: 'dev-churn', configName: 'green', routing: rollbackRouting, alarms: [] };
    expect(await endpoints.update(update)).toBe('busy');
    expect(await endpoints.create('dev-churn', 'green')).toBe('busy');
    expect(await endpoints.delete('dev-churn')).toBe('busy');
    expect(await endpoints.delete('dev-churn')).toBe('started');
    expect(await endpoints.delete('dev-churn')).toBe('started');
  });

  it('fails with any other refusal', async () => {
    sageMaker.on(UpdateEndpointCommand).rejects(validation('The alarms do not exist: a.'));
    const update = { endpointName: 'dev-churn', configName: 'green', routing: rollbackRouting, alarms: ['a'] };
    await expect(endpoints.update(update)).rejects.toThrow('do not exist');
  });
});

describe('what a version is served by', () => {
  it('is its registered package, made into a Model once', async () => {
    sageMaker.on(CreateModelCommand).resolves({ ModelArn: 'arn' });
    sageMaker
      .on(DescribeModelCommand)
      .rejectsOnce(validation('Could not find model "arn".'))
      .resolves({ ModelName: 'dev-churn-v2' });
    const model = { name: 'dev-churn-v2', versionArn: 'arn:package', roleArn: 'arn:role' };
    await endpoints.ensureVersionModel(model);
    await endpoints.ensureVersionModel(model);
    expect(sageMaker.commandCalls(CreateModelCommand).map(({ args }) => args[0].input)).toEqual([
      { ModelName: 'dev-churn-v2', ExecutionRoleArn: 'arn:role', Containers: [{ ModelPackageName: 'arn:package' }] },
    ]);
  });

  it('is one variant of always the same name, in a config that is adopted when it exists', async () => {
    sageMaker.on(CreateEndpointConfigCommand).resolvesOnce({}).rejectsOnce(existing);
    const config = {
      name: 'green',
      modelName: 'm',
      instance: 'ml.m5.large',
      instances: 3,
      metricsEverySeconds: 60,
      tags: { 'andon:model': 'churn' },
    };
    await endpoints.ensureConfig(config);
    await endpoints.ensureConfig(config);
    const input = sageMaker.commandCalls(CreateEndpointConfigCommand)[0]?.args[0].input;
    expect(input).toMatchObject({
      EndpointConfigName: 'green',
      ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: 'm', InitialInstanceCount: 3 }],
      Tags: [{ Key: 'andon:model', Value: 'churn' }],
    });
    expect(input).not.toHaveProperty('MetricsConfig');
  });

  it('publishes its metrics more often where it is told to, and tells how often', async () => {
    sageMaker.on(CreateEndpointConfigCommand).resolves({});
    const config = { name: 'green', modelName: 'm', instance: 'ml.m5.large', instances: 3, tags: {} };
    await endpoints.ensureConfig({ ...config, metricsEverySeconds: 10 });
    const { MetricsConfig } = sageMaker.commandCalls(CreateEndpointConfigCommand)[0]?.args[0].input ?? {};
    expect(MetricsConfig).toEqual({ EnableEnhancedMetrics: true, MetricPublishFrequencyInSeconds: 10 });
    const described = {
      EndpointConfigName: 'green',
      EndpointConfigArn: 'arn',
      ProductionVariants: [],
      CreationTime: new Date(0),
    };
    sageMaker
      .on(DescribeEndpointConfigCommand)
      .resolvesOnce({ ...described, MetricsConfig })
      .resolvesOnce(described)
      .rejects(validation('Could not find endpoint configuration "arn".'));
    expect(await endpoints.metricsEverySeconds('green')).toBe(10);
    expect(await endpoints.metricsEverySeconds('blue')).toBe(60);
    expect(await endpoints.metricsEverySeconds('gone')).toBe(60);
  });

  it('captures requests and answers, CSV and JSON as text, where it is to', async () => {
    sageMaker.on(CreateEndpointConfigCommand).resolves({});
    const instances = { instance: 'ml.m5.large', instances: 1, metricsEverySeconds: 60 } as const;
    const config = { name: 'green', modelName: 'm', ...instances, tags: {} };
    await endpoints.ensureConfig(config);
    await endpoints.ensureConfig({ ...config, capture: { percent: 20, uri: 's3://data/captures/churn/green' } });
    const [without, withCapture] = sageMaker.commandCalls(CreateEndpointConfigCommand);
    expect(without?.args[0].input.DataCaptureConfig).toBeUndefined();
    expect(withCapture?.args[0].input.DataCaptureConfig).toEqual({
      EnableCapture: true,
      InitialSamplingPercentage: 20,
      DestinationS3Uri: 's3://data/captures/churn/green',
      CaptureOptions: [{ CaptureMode: 'Input' }, { CaptureMode: 'Output' }],
      CaptureContentTypeHeader: {
        CsvContentTypes: ['text/csv'],
        JsonContentTypes: ['application/json', 'application/jsonlines'],
      },
    });
  });

  it('is deleted unless it is gone', async () => {
    sageMaker
      .on(DeleteEndpointConfigCommand)
      .resolvesOnce({})
      .rejectsOnce(validation('Could not find endpoint configuration "arn".'));
    await endpoints.deleteConfig('green');
    await endpoints.deleteConfig('green');
    expect(sageMaker.commandCalls(DeleteEndpointConfigCommand)).toHaveLength(2);
  });
});
