import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DescribeEndpointCommand,
  ListEndpointConfigsCommand,
  ListEndpointsCommand,
  ListTagsCommand,
  ResourceLimitExceeded,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { sageMakerProbeEndpoints } from '#aws/probe-endpoints.ts';

const name = 'dev-churn-000000000001-1-probe';
const endpoint = { name, modelName: 'dev-churn-000000000001-1', instance: 'ml.m5.large', tags: { 'andon:run': 'r' } };
const validation = (message: string) => Object.assign(new Error(message), { name: 'ValidationException' });
const missing = validation('Could not find endpoint "arn".');
const exists = validation('Cannot create already existing endpoint "arn".');

function sageMaker() {
  const client = new SageMakerClient({ region: 'us-east-1' });
  return { mock: mockClient(client), probes: sageMakerProbeEndpoints(client) };
}

describe('an endpoint to probe on', () => {
  it('is one instance of the model, under one name with its config, tagged', async () => {
    const { mock, probes } = sageMaker();
    mock.on(CreateEndpointConfigCommand).resolves({}).on(CreateEndpointCommand).resolves({});
    expect(await probes.create(endpoint)).toBe('created');
    const Tags = [{ Key: 'andon:run', Value: 'r' }];
    expect(mock.commandCalls(CreateEndpointConfigCommand)[0]?.args[0].input).toMatchObject({
      EndpointConfigName: name,
      ProductionVariants: [{ ModelName: endpoint.modelName, InstanceType: 'ml.m5.large', InitialInstanceCount: 1 }],
      Tags,
    });
    expect(mock.commandCalls(CreateEndpointCommand)[0]?.args[0].input).toEqual({
      EndpointName: name,
      EndpointConfigName: name,
      Tags,
    });
  });

  it('is adopted when it exists, config and all', async () => {
    const { mock, probes } = sageMaker();
    mock.on(CreateEndpointConfigCommand).rejects(exists).on(CreateEndpointCommand).rejects(exists);
    expect(await probes.create(endpoint)).toBe('created');
  });

  it.each([
    ['no-capacity', new ResourceLimitExceeded({ message: 'The limit is 0.', $metadata: {} })],
    ['not-yet', validation('Could not find endpoint configuration "arn".')],
  ])('is %s when SageMaker says so', async (outcome, error) => {
    const { mock, probes } = sageMaker();
    mock.on(CreateEndpointConfigCommand).resolves({}).on(CreateEndpointCommand).rejects(error);
    expect(await probes.create(endpoint)).toBe(outcome);
  });

  it('throws what else goes wrong', async () => {
    const { mock, probes } = sageMaker();
    mock.on(CreateEndpointConfigCommand).rejects(validation('Could not find model "arn".'));
    await expect(probes.create(endpoint)).rejects.toThrow('Could not find model');
  });

  it('is described, or is not there', async () => {
    const { mock, probes } = sageMaker();
    mock
      .on(DescribeEndpointCommand)
      .resolvesOnce({ EndpointStatus: 'InService', EndpointConfigName: name })
      .rejects(missing);
    expect(await probes.describe(name)).toMatchObject({ status: 'InService' });
    expect(await probes.describe(name)).toBeUndefined();
  });

  it('is removed with its config, whichever of them is there', async () => {
    const { mock, probes } = sageMaker();
    mock.on(DeleteEndpointCommand).resolvesOnce({}).rejects(missing).on(DeleteEndpointConfigCommand).rejects(missing);
    expect(await probes.remove(name)).toBe('removed');
    expect(await probes.remove(name)).toBe('removed');
    expect(mock.commandCalls(DeleteEndpointConfigCommand)).toHaveLength(2);
  });

  it('keeps its config while SageMaker refuses to delete it', async () => {
    const { mock, probes } = sageMaker();
    mock.on(DeleteEndpointCommand).rejects(validation('Cannot update in-progress endpoint "arn".'));
    expect(await probes.remove(name)).toBe('busy');
    expect(mock.commandCalls(DeleteEndpointConfigCommand)).toHaveLength(0);
  });

  it('is found by its name, page by page, and by its config alone; with its tags', async () => {
    const { mock, probes } = sageMaker();
    mock
      .on(ListEndpointsCommand)
      .resolvesOnce({ Endpoints: [{ EndpointName: 'a-probe', EndpointArn: 'arn:a' }] as never, NextToken: 'more' })
      .resolves({ Endpoints: [{ EndpointName: 'b-probe', EndpointArn: 'arn:b' }] as never })
      .on(ListEndpointConfigsCommand)
      .resolves({ EndpointConfigs: [{ EndpointConfigName: 'c-probe', EndpointConfigArn: 'arn:c' }] as never })
      .on(ListTagsCommand, { ResourceArn: 'arn:a' })
      .resolves({ Tags: [{ Key: 'andon:run', Value: 'r' }] })
      .on(ListTagsCommand, { ResourceArn: 'arn:b' })
      .rejects(missing);
    expect((await Array.fromAsync(probes.list('-probe'))).map((found) => found.name)).toEqual([
      'a-probe',
      'b-probe',
      'c-probe',
    ]);
    expect(mock.commandCalls(ListEndpointsCommand)[0]?.args[0].input).toMatchObject({ NameContains: '-probe' });
    expect(await probes.tags('arn:a')).toEqual({ 'andon:run': 'r' });
    expect(await probes.tags('arn:b')).toEqual({});
  });
});
