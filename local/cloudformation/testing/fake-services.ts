import { type CreateService, type Operation, ServiceError, type ServiceId } from '../../cloud.ts';

export interface RecordedCall {
  readonly service: ServiceId;
  readonly operation: string;
  readonly input: Record<string, unknown>;
}

/** Answers of one service by operation; an operation not listed answers {}. */
export type Answers = Readonly<Record<string, (input: Record<string, string>) => unknown>>;

const ARN = 'arn:aws';

/** Every service a stack calls, remembering the calls and keeping S3 objects. Given answers replace the usual ones. */
export function fakeServices(given: Partial<Record<ServiceId, Answers>> = {}): {
  calls: RecordedCall[];
  objects: Map<string, Uint8Array>;
  services: CreateService[];
} {
  const calls: RecordedCall[] = [];
  const objects = new Map<string, Uint8Array>();
  const usual: Partial<Record<ServiceId, Answers>> = {
    s3: {
      PutObject: ({ Bucket, Key, Body }) => void objects.set(`${Bucket}/${Key}`, Body as unknown as Uint8Array),
      GetObject: ({ Bucket, Key }) => ({ Body: stored(objects, `${Bucket}/${Key}`) }),
      HeadObject: ({ Bucket, Key }) => ({ ContentLength: stored(objects, `${Bucket}/${Key}`).length }),
    },
    sqs: {
      CreateQueue: ({ QueueName }) => ({ QueueUrl: `http://sqs/${QueueName}` }),
      GetQueueAttributes: ({ QueueUrl = '' }) => ({
        Attributes: { QueueArn: `${ARN}:sqs:us-east-1:000000000000:${QueueUrl.split('/').at(-1)}` },
      }),
    },
    sns: {
      CreateTopic: ({ Name }) => ({ TopicArn: `${ARN}:sns:us-east-1:000000000000:${Name}` }),
      Subscribe: ({ TopicArn }) => ({ SubscriptionArn: `${TopicArn}:subscription` }),
    },
    lambda: {
      GetFunctionConfiguration: ({ FunctionName }) => ({
        FunctionArn: `${ARN}:lambda:us-east-1:000000000000:function:${FunctionName}`,
      }),
      PublishVersion: ({ FunctionName }) => ({
        FunctionArn: `${ARN}:lambda:us-east-1:000000000000:function:${FunctionName}:1`,
        Version: '1',
      }),
    },
    eventbridge: { PutRule: ({ Name }) => ({ RuleArn: `${ARN}:events:us-east-1:000000000000:rule/${Name}` }) },
    sfn: {
      CreateStateMachine: ({ name }) => ({
        stateMachineArn: `${ARN}:states:us-east-1:000000000000:stateMachine:${name}`,
      }),
      DescribeStateMachine: ({ stateMachineArn = '' }) => ({
        name: stateMachineArn.split(':').at(-1),
        revisionId: `revision-${calls.filter(({ operation }) => operation === 'UpdateStateMachine').length}`,
      }),
      PublishStateMachineVersion: ({ stateMachineArn, revisionId }) => ({
        stateMachineVersionArn: `${stateMachineArn}:${revisionId}`,
      }),
      CreateStateMachineAlias: ({ name }) => ({
        stateMachineAliasArn: `${ARN}:states:us-east-1:000000000000:alias:${name}`,
      }),
    },
    cloudwatch: {},
    logs: {},
  };
  const ids = Object.keys({ ...usual, ...given }) as ServiceId[];
  const services = ids.map((id): CreateService => {
    const answers: Answers = { ...usual[id], ...given[id] };
    const operations = new Proxy<Record<string, Operation>>(
      {},
      {
        get: (_target, operation: string) => (input: Record<string, string>) => {
          calls.push({ service: id, operation, input });
          return answers[operation]?.(input) ?? {};
        },
      },
    );
    return () => ({ id, operations });
  });
  return { calls, objects, services };
}

function stored(objects: Map<string, Uint8Array>, key: string): Uint8Array {
  const found = objects.get(key);
  if (found === undefined) throw new ServiceError('NoSuchKey', 'The specified key does not exist.', { status: 404 });
  return found;
}
