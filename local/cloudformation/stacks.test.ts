import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ServiceError } from '../cloud.ts';
import { createStackCloud } from './testing/stack-cloud.ts';

const queue = (properties: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties: properties });
const topic = (properties: object = {}) => ({ Type: 'AWS::SNS::Topic', Properties: properties });

describe('CreateStack', () => {
  it('makes resources in dependency order and answers outputs', async () => {
    await using cloud = createStackCloud();
    const stack = await cloud.deploy(
      {
        Parameters: { Stage: { Type: 'String', Default: 'dev' } },
        Resources: {
          Topic: topic({ TopicName: { 'Fn::Sub': 'news-${Stage}-${AWS::AccountId}' }, DisplayName: { Ref: 'Queue' } }),
          Queue: queue({ QueueName: 'dead', VisibilityTimeout: 30 }),
        },
        Outputs: { Address: { Value: { 'Fn::GetAtt': ['Queue', 'Arn'] }, Export: { Name: 'address' } } },
      },
      { Parameters: [{ ParameterKey: 'Stage', ParameterValue: 'prod' }], Tags: [{ Key: 'a', Value: 'b' }] },
    );
    expect(stack).toMatchObject({
      StackName: 'app',
      StackStatus: 'CREATE_COMPLETE',
      Parameters: [{ ParameterKey: 'Stage', ParameterValue: 'prod' }],
      Tags: [{ Key: 'a', Value: 'b' }],
      Outputs: [
        { OutputKey: 'Address', OutputValue: 'arn:aws:sqs:us-east-1:000000000000:dead', ExportName: 'address' },
      ],
    });
    expect(cloud.calls[0]?.input).toEqual({ QueueName: 'dead', Attributes: { VisibilityTimeout: '30' } });
    expect(cloud.calls.at(-1)?.input).toEqual({
      Name: 'news-prod-000000000000',
      Attributes: { DisplayName: 'http://sqs/dead' },
    });
    expect(await cloud.events()).toEqual([
      'app CREATE_IN_PROGRESS',
      'Queue CREATE_IN_PROGRESS',
      'Queue CREATE_COMPLETE',
      'Topic CREATE_IN_PROGRESS',
      'Topic CREATE_COMPLETE',
      'app CREATE_COMPLETE',
    ]);
  });

  it('leaves out resources, properties and outputs whose condition does not hold', async () => {
    await using cloud = createStackCloud();
    const stack = await cloud.deploy({
      Parameters: { Stage: { Type: 'String', Default: 'dev' } },
      Conditions: {
        Prod: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
        NotProd: { 'Fn::Not': [{ Condition: 'Prod' }] },
        Either: {
          'Fn::Or': [{ Condition: 'Prod' }, { 'Fn::And': [{ Condition: 'NotProd' }, { 'Fn::Equals': [1, '1'] }] }],
        },
      },
      Resources: {
        Only: { ...queue({ QueueName: 'only' }), Condition: 'Prod' },
        Always: {
          ...queue({ QueueName: 'always', DelaySeconds: { 'Fn::If': ['Prod', 1, { Ref: 'AWS::NoValue' }] } }),
          Condition: 'Either',
        },
      },
      Outputs: { Address: { Value: { Ref: 'Only' }, Condition: 'Prod' } },
    });
    expect(stack.Outputs).toEqual([]);
    expect(cloud.calls[0]?.input).toEqual({ QueueName: 'always', Attributes: {} });
    expect(cloud.take()).toEqual(['sqs:CreateQueue', 'sqs:GetQueueAttributes']);
  });

  it('deletes what it made when a resource fails, and says which and why', async () => {
    await using cloud = createStackCloud({
      sns: {
        CreateTopic: () => {
          throw new ServiceError('InvalidParameter', 'Invalid topic name');
        },
      },
    });
    const stack = await cloud.deploy({ Resources: { Queue: queue(), Topic: { ...topic(), DependsOn: 'Queue' } } });
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(cloud.take()).toEqual(['sqs:CreateQueue', 'sqs:GetQueueAttributes', 'sns:CreateTopic', 'sqs:DeleteQueue']);
    const { StackEvents } = (await cloud.call('cloudformation', 'DescribeStackEvents', { StackName: 'app' })) as {
      StackEvents: object[];
    };
    expect(StackEvents).toContainEqual(
      expect.objectContaining({
        LogicalResourceId: 'Topic',
        ResourceStatus: 'CREATE_FAILED',
        ResourceStatusReason: 'Invalid topic name (InvalidParameter)',
      }),
    );
  });

  it('refuses a resource type it cannot make, by name', async () => {
    await using cloud = createStackCloud();
    const stack = await cloud.deploy({ Resources: { Table: { Type: 'AWS::DynamoDB::Table' } } });
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(await cloud.events()).toContain('Table CREATE_FAILED');
  });

  it.each([
    ['{', 'is not JSON'],
    ['{"Resources":{}}', 'At least one Resources member must be defined'],
    ['{"Resources":{"A":{}}}', 'Every Resources object must contain a Type member'],
    ['{"Transform":"AWS::Serverless-2016-10-31","Resources":{"A":{"Type":"x"}}}', 'is not supported'],
    ['{"Resources":{"A":{"Type":"x","DependsOn":"B"}}}', 'Unresolved resource dependencies [B]'],
    ['{"Parameters":{"P":{"Type":"String"}},"Resources":{"A":{"Type":"x"}}}', 'Parameters: [P] must have values'],
  ])('refuses the template %s', async (TemplateBody, message) => {
    await using cloud = createStackCloud();
    const create = cloud.call('cloudformation', 'CreateStack', { StackName: 'app', TemplateBody });
    await expect(create).rejects.toMatchObject({ code: 'ValidationError', message: expect.stringContaining(message) });
  });

  it('answers an unknown stack the way serverless expects', async () => {
    await using cloud = createStackCloud();
    await expect(cloud.describe()).rejects.toMatchObject({
      code: 'ValidationError',
      status: 400,
      message: 'Stack with id app does not exist',
    });
  });

  it('imports what another stack exports, and names an export that is missing', async () => {
    await using cloud = createStackCloud();
    const Outputs = { Address: { Value: 'https://net', Export: { Name: 'net' } } };
    await cloud.deploy({ Resources: { Queue: queue() }, Outputs });
    const importing = (name: string) =>
      JSON.stringify({ Resources: { Topic: topic({ TopicName: { 'Fn::ImportValue': name } }) } });
    await cloud.call('cloudformation', 'CreateStack', { StackName: 'other', TemplateBody: importing('net') });
    await cloud.clock.runUntilIdle();
    expect(cloud.calls.at(-1)?.input).toMatchObject({ Name: 'https://net' });
    await cloud.call('cloudformation', 'CreateStack', { StackName: 'third', TemplateBody: importing('gone') });
    await cloud.clock.runUntilIdle();
    const answer = await cloud.call('cloudformation', 'DescribeStackEvents', { StackName: 'third' });
    expect(JSON.stringify(answer)).toContain('No export named gone found.');
  });
});

describe('UpdateStack', () => {
  it('touches only what differs', async () => {
    await using cloud = createStackCloud();
    const resources = { Queue: queue({ QueueName: 'q', DelaySeconds: 1 }), Topic: topic({ TopicName: 't' }) };
    await cloud.deploy({ Resources: resources });
    cloud.take();
    const stack = await cloud.deploy({
      Resources: { ...resources, Queue: queue({ QueueName: 'q', DelaySeconds: 2 }) },
    });
    expect(stack.StackStatus).toBe('UPDATE_COMPLETE');
    expect(cloud.take()).toEqual(['sqs:SetQueueAttributes', 'sqs:GetQueueAttributes']);
  });

  it('says so when nothing differs', async () => {
    await using cloud = createStackCloud();
    const template = { Resources: { Queue: queue() } };
    await cloud.deploy(template);
    await expect(cloud.deploy(template)).rejects.toMatchObject({
      code: 'ValidationError',
      message: 'No updates are to be performed.',
    });
  });

  it('replaces a resource whose identity changes, and deletes the old one at the end', async () => {
    await using cloud = createStackCloud();
    const template = (name: string) => ({
      Resources: { Queue: queue({ QueueName: name }), Topic: topic({ TopicName: 't', DisplayName: { Ref: 'Queue' } }) },
    });
    await cloud.deploy(template('one'));
    cloud.take();
    await cloud.deploy(template('two'));
    expect(cloud.take()).toEqual([
      'sqs:CreateQueue',
      'sqs:GetQueueAttributes',
      'sns:SetTopicAttributes',
      'sqs:DeleteQueue',
    ]);
    expect(cloud.calls.at(-1)?.input).toEqual({ QueueUrl: 'http://sqs/one' });
  });

  it('deletes what the template no longer has, unless it is to be retained', async () => {
    await using cloud = createStackCloud();
    const Kept = { ...queue({ QueueName: 'kept' }), DeletionPolicy: 'Retain' };
    await cloud.deploy({ Resources: { Topic: topic(), Gone: queue({ QueueName: 'gone' }), Kept } });
    cloud.take();
    await cloud.deploy({ Resources: { Topic: topic() } });
    expect(cloud.take()).toEqual(['sqs:DeleteQueue']);
    expect(cloud.calls.at(-1)?.input).toEqual({ QueueUrl: 'http://sqs/gone' });
    expect(await cloud.events()).toContain('Kept DELETE_SKIPPED');
  });

  it('makes everything what it was when a resource fails', async () => {
    let broken = false;
    await using cloud = createStackCloud({
      sns: {
        SetTopicAttributes: () => {
          if (broken) throw new ServiceError('InternalError', 'not now');
          return {};
        },
      },
    });
    const template = (value: string) => ({
      Resources: {
        Queue: queue({ QueueName: 'q', DelaySeconds: value }),
        Topic: { ...topic({ TopicName: 't', DisplayName: value }), DependsOn: 'Queue' },
      },
    });
    await cloud.deploy(template('1'));
    cloud.take();
    broken = true;
    const updating = cloud.deploy(template('2'));
    await expect.poll(async () => (await cloud.describe()).StackStatus).toBe('UPDATE_ROLLBACK_FAILED');
    await updating;
    const delays = cloud.calls.filter(({ operation }) => operation === 'SetQueueAttributes');
    expect(delays.map(({ input }) => input.Attributes)).toEqual([{ DelaySeconds: '2' }, { DelaySeconds: '1' }]);
  });
});

describe('DeleteStack', () => {
  it('deletes everything in the reverse order and forgets the name', async () => {
    await using cloud = createStackCloud();
    await cloud.deploy({ Resources: { Topic: topic({ DisplayName: { Ref: 'Queue' } }), Queue: queue() } });
    cloud.take();
    await cloud.call('cloudformation', 'DeleteStack', { StackName: 'app' });
    await cloud.clock.runUntilIdle();
    expect(cloud.take()).toEqual(['sns:DeleteTopic', 'sqs:DeleteQueue']);
    await expect(cloud.describe()).rejects.toThrow('does not exist');
  });
});

describe('a stack interrupted by the death of the process', () => {
  it('is failed after the restart and can be deployed again', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'andon-test-'));
    const template = { Resources: { Topic: topic(), Queue: { ...queue({ QueueName: 'q' }), DependsOn: 'Topic' } } };
    {
      const neverAnswers = { sqs: { CreateQueue: () => new Promise(() => undefined) } };
      await using cloud = createStackCloud(neverAnswers, directory);
      const TemplateBody = JSON.stringify(template);
      await cloud.call('cloudformation', 'CreateStack', { StackName: 'app', TemplateBody });
      await expect.poll(() => cloud.take()).toContain('sqs:CreateQueue');
    }
    {
      await using cloud = createStackCloud({}, directory);
      expect(await cloud.describe()).toMatchObject({
        StackStatus: 'UPDATE_FAILED',
        StackStatusReason: 'The embedded AWS was stopped in the middle. Deploy again.',
      });
      expect(await cloud.deploy(template)).toMatchObject({ StackStatus: 'UPDATE_COMPLETE' });
      expect(cloud.take()).toEqual(['sqs:CreateQueue', 'sqs:GetQueueAttributes']);
    }
    rmSync(directory, { recursive: true });
  });
});
