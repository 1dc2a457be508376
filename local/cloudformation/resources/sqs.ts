import type { Cloud } from '../../cloud.ts';
import { list, pick, text } from '../properties.ts';
import type { MadeResource, Properties, ResourceRequest, ResourceType } from '../resource-type.ts';
import { callUnlessGone } from '../tolerant-call.ts';

const ATTRIBUTES = [
  'ContentBasedDeduplication',
  'DelaySeconds',
  'FifoQueue',
  'KmsDataKeyReusePeriodSeconds',
  'KmsMasterKeyId',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'RedriveAllowPolicy',
  'RedrivePolicy',
  'SqsManagedSseEnabled',
  'VisibilityTimeout',
];

export const sqsQueue: ResourceType = {
  createOnly: ['QueueName', 'FifoQueue'],
  async create(request) {
    const { cloud, properties } = request;
    const fifo = String(properties.FifoQueue) === 'true' ? '.fifo' : '';
    const QueueName = text(properties, 'QueueName') ?? `${request.generatedName(75)}${fifo}`;
    const Attributes = attributes(properties);
    const answer = (await cloud.call('sqs', 'CreateQueue', { QueueName, Attributes })) as { QueueUrl: string };
    return describe(cloud, answer.QueueUrl);
  },
  async update({ cloud, physicalId: QueueUrl, properties }) {
    const { FifoQueue: _createOnly, ...Attributes } = attributes(properties);
    await cloud.call('sqs', 'SetQueueAttributes', { QueueUrl, Attributes });
    return describe(cloud, QueueUrl);
  },
  delete: ({ cloud, physicalId: QueueUrl }) =>
    callUnlessGone(cloud, {
      service: 'sqs',
      operation: 'DeleteQueue',
      input: { QueueUrl },
      gone: /NonExistentQueue|QueueDoesNotExist/,
    }),
};

export const sqsQueuePolicy: ResourceType = {
  create: (request) => setPolicy(request, JSON.stringify(request.properties.PolicyDocument)),
  update: (request) => setPolicy(request, JSON.stringify(request.properties.PolicyDocument)),
  async delete({ cloud, properties }) {
    for (const QueueUrl of list(properties, 'Queues')) {
      const input = { QueueUrl, Attributes: { Policy: '' } };
      const gone = /NonExistentQueue|QueueDoesNotExist/;
      await callUnlessGone(cloud, { service: 'sqs', operation: 'SetQueueAttributes', input, gone });
    }
  },
};

async function setPolicy({ cloud, properties, stackName, logicalId }: ResourceRequest, Policy: string) {
  for (const QueueUrl of list(properties, 'Queues')) {
    await cloud.call('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy } });
  }
  return { physicalId: `${stackName}-${logicalId}`, attributes: {} };
}

async function describe(cloud: Cloud, QueueUrl: string): Promise<MadeResource> {
  const input = { QueueUrl, AttributeNames: ['QueueArn'] };
  const answer = (await cloud.call('sqs', 'GetQueueAttributes', input)) as { Attributes: { QueueArn: string } };
  const Arn = answer.Attributes.QueueArn;
  return { physicalId: QueueUrl, attributes: { Arn, QueueUrl, QueueName: Arn.split(':').at(-1) } };
}

function attributes(properties: Properties): Record<string, string> {
  const given = Object.entries(pick(properties, ATTRIBUTES));
  return Object.fromEntries(
    given.map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]),
  );
}
