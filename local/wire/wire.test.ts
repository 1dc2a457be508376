import { CloudWatchClient, GetMetricStatisticsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { DescribeTrainingJobCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols';
import { describe, expect, it } from 'vitest';
import { type Call, type CreateService, type Operation, ServiceError, type ServiceId } from '../cloud.ts';
import { createServedCloud } from '../testing/served-cloud.ts';
import { TEST_START } from '../testing/test-cloud.ts';
import { PortUnavailableError, Wire } from './wire.ts';

interface Heard {
  input: Record<string, unknown>;
  call: Call;
}

/** A service that answers one operation as told and keeps what it heard. */
function answering(id: ServiceId, operation: string, answer: () => unknown) {
  const heard: Heard[] = [];
  const respond = (input: Record<string, unknown>, call: Call) => {
    heard.push({ input, call });
    return answer();
  };
  const create: CreateService = () => ({ id, operations: { [operation]: respond as Operation } });
  return { create, heard };
}

const when = new Date(TEST_START + 5_000);

describe('the wire', () => {
  it('speaks awsJson to SageMaker, timestamps as dates on both ends', async () => {
    const fake = answering('sagemaker', 'DescribeTrainingJob', () => ({
      TrainingJobName: 'a',
      CreationTime: when,
      NotInTheModel: 1,
    }));
    await using cloud = await createServedCloud({ services: [fake.create] });
    const sagemaker = new SageMakerClient(cloud.client);
    const job = await sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName: 'a' }));
    expect(job).toMatchObject({ TrainingJobName: 'a', CreationTime: when });
    expect(job).not.toHaveProperty('NotInTheModel');
    expect(fake.heard[0]?.input).toEqual({ TrainingJobName: 'a' });
    expect(fake.heard[0]?.call.caller).toBe('tester');
    expect(job.$metadata.requestId).toBe(fake.heard[0]?.call.requestId);
  });

  it('answers a modelled error as the class the client knows', async () => {
    const fake = answering('sqs', 'SendMessage', () => {
      throw new ServiceError('QueueDoesNotExist', 'The specified queue does not exist.');
    });
    await using cloud = await createServedCloud({ services: [fake.create] });
    const sqs = new SQSClient(cloud.client);
    const send = sqs.send(new SendMessageCommand({ QueueUrl: `${cloud.endpoint}/0/q`, MessageBody: 'a' }));
    await expect(send).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
      message: 'The specified queue does not exist.',
      Error: { Code: 'AWS.SimpleQueueService.NonExistentQueue', Type: 'Sender' },
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('takes the status of a plain error from the model', async () => {
    const fake = answering('lambda', 'Invoke', () => {
      throw new ServiceError('ResourceNotFoundException', 'Function not found', { members: { Type: 'User' } });
    });
    await using cloud = await createServedCloud({ services: [fake.create] });
    const invoke = new LambdaClient(cloud.client).send(new InvokeCommand({ FunctionName: 'f' }));
    await expect(invoke).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      Type: 'User',
      message: 'Function not found',
      $metadata: { httpStatusCode: 404 },
    });
  });

  it.each([
    ['awsJson', {}],
    ['rpcv2Cbor', { protocol: AwsSmithyRpcV2CborProtocol }],
  ])('speaks %s to CloudWatch', async (_name, settings) => {
    const put = answering('cloudwatch', 'PutMetricData', () => undefined);
    await using cloud = await createServedCloud({ services: [put.create] });
    const cloudwatch = new CloudWatchClient({ ...cloud.client, ...settings });
    const MetricData = [{ MetricName: 'm', Timestamp: when, Value: 0.5, Dimensions: [{ Name: 'd', Value: 'v' }] }];
    await cloudwatch.send(new PutMetricDataCommand({ Namespace: 'n', MetricData }));
    expect(put.heard[0]?.input).toEqual({ Namespace: 'n', MetricData });
    const unknown = cloudwatch.send(
      new GetMetricStatisticsCommand({ Namespace: 'n', MetricName: 'm', StartTime: when, EndTime: when, Period: 60 }),
    );
    await expect(unknown).rejects.toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } });
  });

  it('speaks query to CloudWatch, as older clients do', async () => {
    const get = answering('cloudwatch', 'GetMetricStatistics', () => ({
      Label: 'a<b',
      Datapoints: [{ Timestamp: when, Average: 1.5 }],
    }));
    await using cloud = await createServedCloud({ services: [get.create] });
    const response = await fetch(cloud.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: 'AWS4-HMAC-SHA256 Credential=k/20260105/us-east-1/monitoring/aws4_request, Signature=0',
      },
      body:
        'Action=GetMetricStatistics&Version=2010-08-01&Namespace=n&MetricName=m&Period=60' +
        '&StartTime=2026-01-05T00%3A00%3A05Z&EndTime=2026-01-05T00%3A00%3A05Z' +
        '&Dimensions.member.2.Name=y&Dimensions.member.1.Name=x&Dimensions.member.1.Value=1&Statistics.member.1=Average',
    });
    expect(get.heard[0]?.input).toEqual({
      Namespace: 'n',
      MetricName: 'm',
      Period: 60,
      StartTime: when,
      EndTime: when,
      Dimensions: [{ Name: 'x', Value: '1' }, { Name: 'y' }],
      Statistics: ['Average'],
    });
    expect(await response.text()).toMatch(
      /^<GetMetricStatisticsResponse xmlns="http:\/\/monitoring.amazonaws.com\/doc\/2010-08-01\/"><GetMetricStatisticsResult><Label>a&lt;b<\/Label><Datapoints><member><Timestamp>2026-01-05T00:00:05Z<\/Timestamp><Average>1.5<\/Average><\/member><\/Datapoints><\/GetMetricStatisticsResult><ResponseMetadata><RequestId>[0-9a-f-]+<\/RequestId><\/ResponseMetadata><\/GetMetricStatisticsResponse>$/,
    );
  });

  it('speaks query to SNS, errors in XML under their older code', async () => {
    const fake = answering('sns', 'Publish', () => {
      throw new ServiceError('NotFoundException', 'Topic does not exist');
    });
    await using cloud = await createServedCloud({ services: [fake.create] });
    const sns = new SNSClient(cloud.client);
    const MessageAttributes = {
      kind: { DataType: 'String', StringValue: 'a & b' },
      raw: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 255]) },
    };
    const publish = sns.send(new PublishCommand({ TopicArn: 't', Message: 'grüße', MessageAttributes }));
    await expect(publish).rejects.toMatchObject({ name: 'NotFoundException', $metadata: { httpStatusCode: 404 } });
    expect(fake.heard[0]?.input).toEqual({ TopicArn: 't', Message: 'grüße', MessageAttributes });
  });

  it('carries an endpoint invocation as raw bytes with its headers', async () => {
    const body = Buffer.from([0, 1, 2, 255]);
    const fake = answering('sagemaker-runtime', 'InvokeEndpoint', () => ({
      Body: body,
      ContentType: 'text/csv',
      InvokedProductionVariant: 'blue',
    }));
    await using cloud = await createServedCloud({ services: [fake.create] });
    const runtime = new SageMakerRuntimeClient(cloud.client);
    const answer = await runtime.send(
      new InvokeEndpointCommand({ EndpointName: 'e', Body: body, ContentType: 'text/csv', TargetVariant: 'v' }),
    );
    expect(fake.heard[0]?.input).toMatchObject({ EndpointName: 'e', ContentType: 'text/csv', TargetVariant: 'v' });
    expect(Buffer.from(fake.heard[0]?.input.Body as Uint8Array)).toEqual(body);
    expect(answer).toMatchObject({ ContentType: 'text/csv', InvokedProductionVariant: 'blue' });
    expect(Buffer.from(answer.Body ?? [])).toEqual(body);
  });

  it('answers the status a member of the output carries', async () => {
    const fake = answering('lambda', 'Invoke', () => ({ StatusCode: 202 }));
    await using cloud = await createServedCloud({ services: [fake.create] });
    const lambda = new LambdaClient(cloud.client);
    const answer = await lambda.send(new InvokeCommand({ FunctionName: 'f', InvocationType: 'Event', Payload: '{}' }));
    expect(answer.StatusCode).toBe(202);
    expect(fake.heard[0]?.input).toMatchObject({ FunctionName: 'f', InvocationType: 'Event' });
  });

  it('refuses what it does not implement with 501 and its name', async () => {
    await using cloud = await createServedCloud();
    const list = new LambdaClient(cloud.client).send(new ListFunctionsCommand({}));
    await expect(list).rejects.toMatchObject({
      message: 'The embedded AWS does not implement lambda:ListFunctions.',
      $metadata: { httpStatusCode: 501 },
    });
    const dynamodb = await fetch(cloud.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem', 'content-type': 'application/x-amz-json-1.0' },
      body: '{}',
    });
    expect(dynamodb.status).toBe(501);
    expect(await dynamodb.json()).toMatchObject({
      __type: 'NotImplemented',
      message: 'The embedded AWS does not implement DynamoDB_20120810:GetItem.',
    });
  });

  it('refuses an input that lacks a required member', async () => {
    const fake = answering('sagemaker', 'DescribeTrainingJob', () => ({}));
    await using cloud = await createServedCloud({ services: [fake.create] });
    const command = new DescribeTrainingJobCommand({ TrainingJobName: undefined });
    await expect(new SageMakerClient(cloud.client).send(command)).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value at 'trainingJobName' failed to satisfy constraint: Member must not be null",
    });
    expect(fake.heard).toEqual([]);
  });

  it('answers 500 to a bug and logs it', async () => {
    const fake = answering('sagemaker', 'DescribeTrainingJob', () => {
      throw new TypeError('a bug');
    });
    await using cloud = await createServedCloud({ services: [fake.create] });
    const describing = new SageMakerClient(cloud.client).send(new DescribeTrainingJobCommand({ TrainingJobName: 'a' }));
    await expect(describing).rejects.toMatchObject({ name: 'InternalFailure', $metadata: { httpStatusCode: 500 } });
    expect(cloud.logged).toEqual([expect.stringContaining('a bug')]);
  });

  it('holds the clock while a request is unanswered and dates the answer by it', async () => {
    const { promise, resolve } = Promise.withResolvers<object>();
    const fake = answering('sagemaker', 'DescribeTrainingJob', () => promise);
    await using cloud = await createServedCloud({ services: [fake.create] });
    const sagemaker = new SageMakerClient(cloud.client);
    let date: string | undefined;
    sagemaker.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        date = (result.response as { headers: Record<string, string> }).headers.date;
        return result;
      },
      { step: 'deserialize', priority: 'low' },
    );
    const describing = sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName: 'a' }));
    await expect.poll(() => cloud.clock.holders()).toEqual(['SageMaker.DescribeTrainingJob']);
    resolve({});
    await describing;
    expect(cloud.clock.holders()).toEqual([]);
    expect(date).toBe('Mon, 05 Jan 2026 00:00:00 GMT');
  });

  it('tells the operation when its caller has gone', async () => {
    const { promise, resolve } = Promise.withResolvers<object>();
    const fake = answering('sagemaker', 'DescribeTrainingJob', () => promise);
    await using cloud = await createServedCloud({ services: [fake.create] });
    const abort = new AbortController();
    const describing = new SageMakerClient(cloud.client).send(
      new DescribeTrainingJobCommand({ TrainingJobName: 'a' }),
      { abortSignal: abort.signal },
    );
    await expect.poll(() => fake.heard.length).toBe(1);
    abort.abort();
    await expect(describing).rejects.toThrow();
    await expect.poll(() => fake.heard[0]?.call.signal?.aborted).toBe(true);
    resolve({});
    await expect.poll(() => cloud.clock.holders()).toEqual([]);
  });

  it.each([
    [{ error: { code: 'ThrottlingException', message: 'slow down' } }, 0, { name: 'ThrottlingException' }],
    [{ drop: true }, 0, { code: 'ECONNRESET' }],
    [{ dropAnswer: true }, 1, { code: 'ECONNRESET' }],
  ])('injects the fault %j, so that the operation runs %i times', async (what, runs, error) => {
    const fake = answering('sagemaker', 'DescribeTrainingJob', () => ({}));
    const points: unknown[] = [];
    await using cloud = await createServedCloud({
      services: [fake.create],
      fault: (point) => {
        points.push(point);
        return { id: 'f1', ...what };
      },
    });
    const describing = new SageMakerClient(cloud.client).send(new DescribeTrainingJobCommand({ TrainingJobName: 'a' }));
    await expect(describing).rejects.toMatchObject(error);
    expect(fake.heard).toHaveLength(runs);
    expect(points).toEqual([
      { service: 'sagemaker', operation: 'DescribeTrainingJob', subject: { TrainingJobName: 'a' } },
    ]);
  });

  it('leaves faults to operations that ask for them themselves', async () => {
    const fake = answering('lambda', 'Invoke', () => ({ StatusCode: 200 }));
    await using cloud = await createServedCloud({ services: [fake.create], fault: () => ({ id: 'f1', drop: true }) });
    await new LambdaClient(cloud.client).send(new InvokeCommand({ FunctionName: 'f' }));
    expect(fake.heard).toHaveLength(1);
  });

  it('says in one sentence that a port is taken', async () => {
    await using first = await Wire.listen();
    await expect(Wire.listen(first.port)).rejects.toThrow(
      new PortUnavailableError(`Port ${first.port} is in use. Choose another with --port.`),
    );
  });
});
