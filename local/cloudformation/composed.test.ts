import { describe, expect, it } from 'vitest';
import { SERVICES } from '../services.ts';
import { createTestCloud, TEST_START, type TestCloud } from '../testing/test-cloud.ts';

const Role = { 'Fn::GetAtt': ['Role', 'Arn'] };
const FUNCTION = { 'Fn::GetAtt': ['Function', 'Arn'] };
const SOURCE = `exports.handler = async (event) => {
  if (event.detail?.object?.key === 'poison') throw new Error('cannot read it');
  console.log('saw', event.detail?.object?.key ?? event.n);
  return { doubled: event.n * 2 };
};`;
const DEFINITION = JSON.stringify({
  QueryLanguage: 'JSONata',
  StartAt: 'Double',
  States: {
    Double: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: '${FunctionArn}', Payload: '{% $states.input %}' },
      Output: '{% $states.result.Payload %}',
      End: true,
    },
  },
});

const TEMPLATE = {
  Resources: {
    Alias: {
      Type: 'AWS::StepFunctions::StateMachineAlias',
      Properties: {
        Name: 'live',
        DeploymentPreference: { StateMachineVersionArn: { Ref: 'MachineVersion' }, Type: 'ALL_AT_ONCE' },
      },
    },
    MachineVersion: {
      Type: 'AWS::StepFunctions::StateMachineVersion',
      Properties: {
        StateMachineArn: { Ref: 'Machine' },
        StateMachineRevisionId: { 'Fn::GetAtt': ['Machine', 'StateMachineRevisionId'] },
      },
    },
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: 'double',
        RoleArn: Role,
        DefinitionString: DEFINITION,
        DefinitionSubstitutions: { FunctionArn: { Ref: 'FunctionVersion' } },
      },
    },
    FunctionVersion: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Function' } } },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'see',
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role,
        Code: { ZipFile: SOURCE },
      },
    },
    Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } },
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        BucketName: 'data',
        VersioningConfiguration: { Status: 'Enabled' },
        NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
      },
    },
    Landed: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: { source: ['aws.s3'], detail: { bucket: { name: [{ Ref: 'Bucket' }] } } },
        Targets: [
          { Id: 'see', Arn: FUNCTION, RetryPolicy: { MaximumRetryAttempts: '3', MaximumEventAgeInSeconds: '60' } },
        ],
      },
    },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: { Action: 'lambda:InvokeFunction', FunctionName: FUNCTION, Principal: 'events.amazonaws.com' },
    },
    Failures: {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: {
        FunctionName: { Ref: 'Function' },
        Qualifier: '$LATEST',
        MaximumRetryAttempts: 1,
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Letters', 'Arn'] } } },
      },
    },
    Letters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'letters' } },
    Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'news' } },
    Subscription: {
      Type: 'AWS::SNS::Subscription',
      Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'sqs', Endpoint: { 'Fn::GetAtt': ['Inbox', 'Arn'] } },
    },
    Inbox: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'inbox' } },
    Errors: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        AlarmName: 'errors',
        Namespace: 'AWS/Lambda',
        MetricName: 'Errors',
        Dimensions: [{ Name: 'FunctionName', Value: { Ref: 'Function' } }],
        Statistic: 'Sum',
        Period: '60',
        EvaluationPeriods: 1,
        Threshold: '0',
        ComparisonOperator: 'GreaterThanThreshold',
        TreatMissingData: 'notBreaching',
        AlarmActions: [{ Ref: 'Topic' }],
      },
    },
  },
  Outputs: { Machine: { Value: { Ref: 'Alias' } } },
};

async function deployed(): Promise<TestCloud> {
  const cloud = createTestCloud({ services: SERVICES });
  await cloud.call('cloudformation', 'CreateStack', { StackName: 'app', TemplateBody: JSON.stringify(TEMPLATE) });
  await cloud.clock.runUntilIdle();
  const answer = await cloud.call('cloudformation', 'DescribeStackEvents', { StackName: 'app' });
  const { StackEvents } = answer as { StackEvents: { ResourceStatus: string; ResourceStatusReason?: string }[] };
  expect(StackEvents.filter(({ ResourceStatus }) => ResourceStatus.endsWith('FAILED'))).toEqual([]);
  return cloud;
}

async function printed(cloud: TestCloud): Promise<string[]> {
  const input = { logGroupName: '/aws/lambda/see', filterPattern: 'INFO' };
  const answer = await cloud.call('logs', 'FilterLogEvents', input);
  return (answer as { events: { message: string }[] }).events.map(({ message }) => message.split('\t').at(-1) ?? '');
}

async function bodies(cloud: TestCloud, queue: string): Promise<Record<string, unknown>[]> {
  const { QueueUrl } = (await cloud.call('sqs', 'GetQueueUrl', { QueueName: queue })) as { QueueUrl: string };
  const answer = await cloud.call('sqs', 'ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 });
  const { Messages = [] } = answer as { Messages?: { Body: string }[] };
  return Messages.map(({ Body }) => JSON.parse(Body) as Record<string, unknown>);
}

describe('a stack on the real services', () => {
  it('takes an object from its bucket to its function', async () => {
    await using cloud = await deployed();
    await cloud.call('s3', 'PutObject', { Bucket: 'data', Key: 'landing/a.csv', Body: Buffer.from('x') });
    await cloud.clock.runUntilIdle();
    expect(await printed(cloud)).toEqual(['saw landing/a.csv']);
  });

  it('runs its workflow through the alias on the published function', async () => {
    await using cloud = await deployed();
    const { Stacks } = (await cloud.call('cloudformation', 'DescribeStacks', { StackName: 'app' })) as {
      Stacks: { Outputs: { OutputValue: string }[] }[];
    };
    const stateMachineArn = Stacks[0]?.Outputs[0]?.OutputValue;
    const input = JSON.stringify({ n: 21 });
    const started = await cloud.call('sfn', 'StartExecution', { stateMachineArn, name: 'run', input });
    await cloud.clock.runUntilIdle();
    const { executionArn } = started as { executionArn: string };
    const execution = await cloud.call('sfn', 'DescribeExecution', { executionArn });
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: '{"doubled":42}' });
  });

  it('retries what fails, leaves it in the dead letters, and raises the alarm', async () => {
    await using cloud = await deployed();
    await cloud.call('s3', 'PutObject', { Bucket: 'data', Key: 'poison', Body: Buffer.from('x') });
    await cloud.clock.advanceTo(TEST_START + 5 * 60_000);
    expect(await bodies(cloud, 'letters')).toMatchObject([
      {
        requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 2 },
        responsePayload: { errorMessage: 'cannot read it' },
      },
    ]);
    const [notice] = await bodies(cloud, 'inbox');
    expect(JSON.parse(String(notice?.Message))).toMatchObject({ AlarmName: 'errors', NewStateValue: 'ALARM' });
  });

  it('is gone without a trace when it is deleted', async () => {
    await using cloud = await deployed();
    await cloud.call('cloudformation', 'DeleteStack', { StackName: 'app' });
    await cloud.clock.runUntilIdle();
    const { Functions } = (await cloud.call('lambda', 'ListFunctions', {})) as { Functions: object[] };
    const { Buckets } = (await cloud.call('s3', 'ListBuckets', {})) as { Buckets: object[] };
    const { Rules } = (await cloud.call('eventbridge', 'ListRules', {})) as { Rules: object[] };
    const { stateMachines } = (await cloud.call('sfn', 'ListStateMachines', {})) as { stateMachines: object[] };
    expect([Functions, Buckets, Rules, stateMachines]).toEqual([[], [], [], []]);
  });

  it('deploys again under the same names after it was deleted', async () => {
    await using cloud = await deployed();
    await cloud.call('cloudformation', 'DeleteStack', { StackName: 'app' });
    await cloud.clock.runUntilIdle();
    await cloud.call('cloudformation', 'CreateStack', { StackName: 'app', TemplateBody: JSON.stringify(TEMPLATE) });
    await cloud.clock.runUntilIdle();
    const answer = await cloud.call('cloudformation', 'DescribeStacks', { StackName: 'app' });
    expect(answer).toMatchObject({ Stacks: [{ StackStatus: 'CREATE_COMPLETE' }] });
  });
});
