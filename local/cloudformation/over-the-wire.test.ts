import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
  ValidateTemplateCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from 'vitest';
import { createServedCloud } from '../testing/served-cloud.ts';
import { TEST_START } from '../testing/test-cloud.ts';
import { createCloudFormation } from './service.ts';
import { fakeServices } from './testing/fake-services.ts';

const TemplateBody = JSON.stringify({
  Description: 'one queue',
  Parameters: { Name: { Type: 'String', Default: 'q' } },
  Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { Ref: 'Name' } } } },
  Outputs: { Url: { Value: { Ref: 'Queue' } } },
});

describe('CloudFormation over the wire', () => {
  it('creates a stack an SDK client can wait for and read', async () => {
    const { services } = fakeServices();
    await using cloud = await createServedCloud({ services: [...services, createCloudFormation] });
    const client = new CloudFormationClient(cloud.client);
    const { Parameters } = await client.send(new ValidateTemplateCommand({ TemplateBody }));
    expect(Parameters).toMatchObject([{ ParameterKey: 'Name', DefaultValue: 'q', NoEcho: false }]);
    const StackName = 'app';
    const parameters = [{ ParameterKey: 'Name', ParameterValue: 'orders' }];
    await client.send(new CreateStackCommand({ StackName, TemplateBody, Parameters: parameters }));
    await waitUntilStackCreateComplete({ client, maxWaitTime: 10, minDelay: 1, maxDelay: 1 }, { StackName });
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
    expect(Stacks).toMatchObject([
      {
        StackName,
        Description: 'one queue',
        CreationTime: new Date(TEST_START),
        Outputs: [{ OutputKey: 'Url', OutputValue: 'http://sqs/orders' }],
      },
    ]);
    const detail = await client.send(new DescribeStackResourceCommand({ StackName, LogicalResourceId: 'Queue' }));
    expect(detail.StackResourceDetail).toMatchObject({ PhysicalResourceId: 'http://sqs/orders' });
    const { StackResourceSummaries } = await client.send(new ListStackResourcesCommand({ StackName }));
    expect(StackResourceSummaries).toMatchObject([
      { ResourceType: 'AWS::SQS::Queue', ResourceStatus: 'CREATE_COMPLETE' },
    ]);
    const missing = client.send(new DescribeStacksCommand({ StackName: 'gone' }));
    await expect(missing).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Stack with id gone does not exist',
    });
    expect(cloud.logged).toEqual([]);
  });
});
