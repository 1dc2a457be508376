import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../cloud.ts';
import type { Json } from '../json.ts';
import { createSfnCloud, type Described, fakeService, type SfnCloud } from '../testing/sfn-cloud.ts';

const task = (resource: string, args: Json, fields: object = {}) => ({
  StartAt: 'Call',
  States: {
    Call: { Type: 'Task', Resource: `arn:aws:states:::${resource}`, Arguments: args as object, ...fields, End: true },
  },
});
const output = ({ output: text }: Described) => JSON.parse(text ?? 'null') as Record<string, unknown>;

describe('lambda:invoke', () => {
  it('gives the answer in the shape of AWS', async () => {
    await using cloud = createSfnCloud({ functions: { f: (payload: never) => ({ got: payload }) } });
    const end = await cloud.run(task('lambda:invoke', { FunctionName: 'f:live', Payload: { a: 1 } }));
    expect(output(end)).toMatchObject({
      ExecutedVersion: '$LATEST',
      Payload: { got: { a: 1 } },
      StatusCode: 200,
      SdkHttpMetadata: { HttpStatusCode: 200 },
      SdkResponseMetadata: { RequestId: expect.any(String) },
    });
  });

  it('names what Lambda itself refuses', async () => {
    await using cloud = createSfnCloud();
    const end = await cloud.run(task('lambda:invoke', { FunctionName: 'gone' }));
    expect(end.error).toBe('Lambda.ResourceNotFoundException');
    expect(end.cause).toMatch(
      /^Function not found: .*:gone \(Service: Lambda, Status Code: 404, Request ID: [\w-]+\)$/,
    );
  });

  it('has its own events when the Resource is the function', async () => {
    await using cloud = createSfnCloud({ functions: { f: ({ n }: { n: number }) => n + 1 } });
    const Resource = 'arn:aws:lambda:us-east-1:000000000000:function:f';
    const end = await cloud.run({ StartAt: 'Call', States: { Call: { Type: 'Task', Resource, End: true } } }, { n: 1 });
    expect(end.output).toBe('2');
    expect((await cloud.history(end.executionArn)).map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });
});

describe('aws-sdk', () => {
  it('passes PascalCase parameters and renders dates as text', async () => {
    const seen: unknown[] = [];
    const DescribeEndpoint = (input: never) => {
      seen.push(input);
      return { EndpointName: 'e', CreationTime: new Date(0), Nested: [{ At: new Date(0) }], FailureReason: undefined };
    };
    await using cloud = createSfnCloud({ services: [fakeService('sagemaker', { DescribeEndpoint })] });
    const end = await cloud.run(task('aws-sdk:sagemaker:describeEndpoint', { EndpointName: 'e' }));
    expect(seen).toEqual([{ EndpointName: 'e' }]);
    expect(output(end)).toEqual({
      EndpointName: 'e',
      CreationTime: '1970-01-01T00:00:00.000Z',
      Nested: [{ At: '1970-01-01T00:00:00.000Z' }],
    });
    const scheduled = (await cloud.history(end.executionArn))[2]?.taskScheduledEventDetails;
    expect(scheduled).toEqual({
      resourceType: 'aws-sdk:sagemaker',
      resource: 'describeEndpoint',
      region: 'us-east-1',
      parameters: '{"EndpointName":"e"}',
    });
  });

  it('sends and reads S3 bodies as text', async () => {
    let body = '';
    const s3 = fakeService('s3', {
      PutObject: ({ Body }: { Body: Uint8Array }) => {
        body = Buffer.from(Body).toString();
        return { ETag: '"e"' };
      },
      GetObject: () => ({ Body: Buffer.from('{"a":1}') }),
    });
    await using cloud = createSfnCloud({ services: [s3] });
    expect(output(await cloud.run(task('aws-sdk:s3:putObject', { Bucket: 'b', Key: 'k', Body: { a: 1 } })))).toEqual({
      ETag: '"e"',
    });
    expect(body).toBe('{"a":1}');
    expect(output(await cloud.run(task('aws-sdk:s3:getObject', { Bucket: 'b', Key: 'k' })))).toEqual({
      Body: '{"a":1}',
    });
  });

  it.each<[service: 's3' | 'sagemaker' | 'sns', action: string, code: string, status: number, name: string]>([
    ['s3', 'getObject', 'NoSuchKey', 404, 'S3.NoSuchKeyException'],
    ['sagemaker', 'describeEndpoint', 'ValidationException', 400, 'SageMaker.SageMakerException'],
    ['sagemaker', 'createTrainingJob', 'ResourceInUse', 400, 'SageMaker.ResourceInUseException'],
    ['sns', 'publish', 'ThrottlingException', 400, 'Sns.SnsException'],
  ])('names an error of %s:%s with code %s as AWS does', async (service, action, ...[code, status, name]) => {
    const operation = `${action.charAt(0).toUpperCase()}${action.slice(1)}`;
    const refuse = () => {
      throw new ServiceError(code, 'No.', { status });
    };
    await using cloud = createSfnCloud({ services: [fakeService(service, { [operation]: refuse })] });
    const end = await cloud.run(task(`aws-sdk:${service}:${action}`, {}));
    expect(end.error).toBe(name);
    expect(end.cause).toMatch(new RegExp(`^No\\. \\(Service: \\w+, Status Code: ${status}, Request ID: `));
  });

  it('speaks to Step Functions in capitals', async () => {
    await using cloud = createSfnCloud();
    await cloud.machine('other', { StartAt: 'A', States: { A: { Type: 'Succeed' } } });
    const arn = 'arn:aws:states:us-east-1:000000000000:stateMachine:other';
    const end = await cloud.run(task('aws-sdk:sfn:describeStateMachine', { StateMachineArn: arn }));
    expect(output(end)).toMatchObject({
      StateMachineArn: arn,
      Name: 'other',
      CreationDate: '2026-01-05T00:00:00.000Z',
    });
  });
});

describe('optimized integrations', () => {
  it('put events that name the execution, and fail when an entry fails', async () => {
    const seen: { Entries: object[] }[] = [];
    let FailedEntryCount = 0;
    const cloud: SfnCloud = createSfnCloud({
      services: [
        () => ({
          id: 'eventbridge',
          ports: { emit: () => {} },
          operations: {
            PutEvents: (input: never) => {
              seen.push(input);
              return { FailedEntryCount, Entries: [{ EventId: 'e' }] };
            },
          },
        }),
      ],
    });
    const definition = task('events:putEvents', { Entries: [{ Source: 's', DetailType: 'd', Detail: { a: 1 } }] });
    const end = await cloud.run(definition);
    expect(output(end)).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: 'e' }], SdkHttpMetadata: {} });
    expect(seen[0]?.Entries).toEqual([
      {
        Source: 's',
        DetailType: 'd',
        Detail: '{"a":1}',
        Resources: [end.executionArn, 'arn:aws:states:us-east-1:000000000000:stateMachine:machine-1'],
      },
    ]);
    FailedEntryCount = 1;
    expect((await cloud.run(definition)).error).toBe('EventBridge.FailedEntry');
    await cloud[Symbol.asyncDispose]();
  });

  it('send queue messages and publications as text', async () => {
    const seen: unknown[] = [];
    const note = (input: never) => {
      seen.push(input);
      return { MessageId: 'm' };
    };
    await using cloud = createSfnCloud({
      services: [fakeService('sqs', { SendMessage: note }), fakeService('sns', { Publish: note })],
    });
    await cloud.run(task('sqs:sendMessage', { QueueUrl: 'q', MessageBody: { a: 1 } }));
    await cloud.run(task('sns:publish', { TopicArn: 't', Message: 'plain' }));
    expect(seen).toEqual([
      { QueueUrl: 'q', MessageBody: '{"a":1}' },
      { TopicArn: 't', Message: 'plain' },
    ]);
  });
});

describe('states:startExecution', () => {
  const CHILD = 'arn:aws:states:us-east-1:000000000000:stateMachine:child';
  const child = (state: object) => ({
    StartAt: 'W',
    States: { W: { Type: 'Wait', Seconds: 60, Next: 'End' }, End: state },
  });

  it('answers at once with the execution, which goes its own way', async () => {
    await using cloud = createSfnCloud();
    await cloud.machine('child', child({ Type: 'Succeed' }));
    const end = await cloud.run(task('states:startExecution', { StateMachineArn: CHILD, Name: 'c', Input: { a: 1 } }));
    expect(output(end)).toMatchObject({ ExecutionArn: 'arn:aws:states:us-east-1:000000000000:execution:child:c' });
    expect(end.stopDate).toEqual(new Date(Date.UTC(2026, 0, 5)));
  });

  it('.sync:2 waits for its end, also through a restart, and reads its output', async () => {
    const first = createSfnCloud();
    await first.machine('child', child({ Type: 'Succeed', Output: { n: '{% $states.input.a + 1 %}' } }));
    const stateMachineArn = await first.machine(
      'parent',
      task('states:startExecution.sync:2', { StateMachineArn: CHILD, Input: { a: 1 } }),
    );
    const { executionArn } = await first.sfn<Described>('StartExecution', { stateMachineArn });
    await first.clock.advanceTo(first.clock.now() + 30_000);
    await using second = createSfnCloud({ directory: first.directory });
    await second.clock.runUntilIdle();
    const end = await second.sfn<Described>('DescribeExecution', { executionArn });
    expect(output(end)).toMatchObject({ Status: 'SUCCEEDED', Output: { n: 2 }, Input: { a: 1 } });
    expect((await second.history(executionArn)).map(({ type }) => type)).toContain('TaskSubmitted');
    await first[Symbol.asyncDispose]();
  });

  it('.sync fails as States.TaskFailed with the description as its cause', async () => {
    await using cloud = createSfnCloud();
    await cloud.machine('child', child({ Type: 'Fail', Error: 'Inner', Cause: 'why' }));
    const end = await cloud.run(task('states:startExecution.sync', { StateMachineArn: CHILD }));
    expect(end.error).toBe('States.TaskFailed');
    expect(JSON.parse(end.cause ?? '')).toMatchObject({ Status: 'FAILED', Error: 'Inner', Cause: 'why' });
  });

  it('.sync stops what it waits for when it times out', async () => {
    await using cloud = createSfnCloud();
    await cloud.machine('child', child({ Type: 'Succeed' }));
    const end = await cloud.run(
      task('states:startExecution.sync:2', { StateMachineArn: CHILD, Name: 'c' }, { TimeoutSeconds: 10 }),
    );
    expect(end.error).toBe('States.Timeout');
    const executionArn = 'arn:aws:states:us-east-1:000000000000:execution:child:c';
    expect(await cloud.sfn('DescribeExecution', { executionArn })).toMatchObject({ status: 'ABORTED' });
  });
});
