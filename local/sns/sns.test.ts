import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  PublishBatchCommand,
  PublishCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import type { CreateService, Invocation } from '../cloud.ts';
import { createSqs } from '../sqs/service.ts';
import { createServedCloud } from '../testing/served-cloud.ts';
import type { Notification } from './records.ts';
import { createSns } from './service.ts';

async function createServedTopic() {
  const invocations: Invocation[] = [];
  const createLambda: CreateService = () => ({
    id: 'lambda',
    operations: {},
    ports: { invokeAsync: (invocation) => void invocations.push(invocation) },
  });
  const cloud = await createServedCloud({ services: [createSns, createSqs, createLambda] });
  const sns = new SNSClient(cloud.client);
  const created = await sns.send(new CreateTopicCommand({ Name: 'a-topic' }));
  const TopicArn = created.TopicArn ?? '';
  return {
    cloud,
    sns,
    TopicArn,
    invocations,
    kept: () => cloud.store.collection<Notification>('sns.notifications').values(),
    subscribe: (Protocol: string, Endpoint: string, Attributes: Record<string, string> = {}) =>
      sns.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint, Attributes, ReturnSubscriptionArn: true })),
    async received(QueueUrl: string) {
      const input = { QueueUrl, MessageAttributeNames: ['All'], MaxNumberOfMessages: 10 };
      const { Messages = [] } = (await cloud.call('sqs', 'ReceiveMessage', input)) as {
        Messages?: { Body: string; MessageAttributes?: object }[];
      };
      return Messages;
    },
    [Symbol.asyncDispose]: () => cloud[Symbol.asyncDispose](),
  };
}

const QUEUE_ARN = 'arn:aws:sqs:us-east-1:000000000000:q';
const MessageAttributes = { kind: { DataType: 'String', StringValue: 'alarm' } };

describe('SNS', () => {
  it('delivers to queues, in its envelope', async () => {
    await using topic = await createServedTopic();
    const { sns, TopicArn, cloud } = topic;
    await cloud.call('sqs', 'CreateQueue', { QueueName: 'q' });
    await topic.subscribe('sqs', QUEUE_ARN);
    const published = await sns.send(
      new PublishCommand({ TopicArn, Subject: 'a subject', Message: 'a <message>', MessageAttributes }),
    );
    const [message] = await topic.received('q');
    expect(JSON.parse(message?.Body ?? '')).toMatchObject({
      Type: 'Notification',
      MessageId: published.MessageId,
      TopicArn,
      Subject: 'a subject',
      Message: 'a <message>',
      Timestamp: '2026-01-05T00:00:00.000Z',
      MessageAttributes: { kind: { Type: 'String', Value: 'alarm' } },
    });
  });

  it('delivers the bare message when asked', async () => {
    await using topic = await createServedTopic();
    const { sns, TopicArn, cloud } = topic;
    await cloud.call('sqs', 'CreateQueue', { QueueName: 'q' });
    await topic.subscribe('sqs', QUEUE_ARN, { RawMessageDelivery: 'true' });
    await sns.send(new PublishCommand({ TopicArn, Message: 'bare', MessageAttributes }));
    expect(await topic.received('q')).toMatchObject([{ Body: 'bare', MessageAttributes }]);
  });

  it('invokes functions with its record', async () => {
    await using topic = await createServedTopic();
    const { sns, TopicArn, invocations } = topic;
    const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:f';
    const { SubscriptionArn } = await topic.subscribe('lambda', functionArn);
    await sns.send(new PublishCommand({ TopicArn, Message: 'a' }));
    expect(invocations.map((invocation) => invocation.functionArn)).toEqual([functionArn]);
    const event = JSON.parse(Buffer.from(invocations[0]?.payload ?? []).toString());
    expect(event.Records).toMatchObject([
      { EventSource: 'aws:sns', EventSubscriptionArn: SubscriptionArn, Sns: { Message: 'a', Subject: null, TopicArn } },
    ]);
  });

  it('keeps what was published, to whom it went', async () => {
    await using topic = await createServedTopic();
    const { sns, TopicArn } = topic;
    await topic.subscribe('email', 'oncall@example.com');
    await sns.send(new PublishCommand({ TopicArn, Subject: 's', Message: 'a' }));
    const PublishBatchRequestEntries = [
      { Id: '1', Message: 'b' },
      { Id: '2', Message: '' },
    ];
    const batch = await sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }));
    expect(batch.Successful?.map(({ Id }) => Id)).toEqual(['1']);
    expect(batch.Failed?.map(({ Id, Code }) => [Id, Code])).toEqual([['2', 'InvalidParameterException']]);
    expect(topic.kept()).toMatchObject([
      { subject: 's', message: 'a', topicArn: TopicArn, recipients: ['oncall@example.com'] },
      { message: 'b' },
    ]);
  });

  it('gives each protocol its own text', async () => {
    await using topic = await createServedTopic();
    const { sns, TopicArn, cloud } = topic;
    await cloud.call('sqs', 'CreateQueue', { QueueName: 'q' });
    await topic.subscribe('sqs', QUEUE_ARN, { RawMessageDelivery: 'true' });
    const Message = JSON.stringify({ default: 'for all', sqs: 'for queues' });
    await sns.send(new PublishCommand({ TopicArn, Message, MessageStructure: 'json' }));
    expect(await topic.received('q')).toMatchObject([{ Body: 'for queues' }]);
    const without = sns.send(new PublishCommand({ TopicArn, Message: '{}', MessageStructure: 'json' }));
    await expect(without).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('loses what goes to a queue that is gone, not the publication', async () => {
    await using topic = await createServedTopic();
    const { sns, TopicArn } = topic;
    await topic.subscribe('sqs', QUEUE_ARN);
    await expect(sns.send(new PublishCommand({ TopicArn, Message: 'a' }))).resolves.toHaveProperty('MessageId');
  });

  it('keeps topics and subscriptions until they are deleted', async () => {
    await using topic = await createServedTopic();
    const { sns, TopicArn } = topic;
    expect((await sns.send(new CreateTopicCommand({ Name: 'a-topic' }))).TopicArn).toBe(TopicArn);
    expect((await sns.send(new ListTopicsCommand({}))).Topics).toEqual([{ TopicArn }]);
    const change = { TopicArn, AttributeName: 'DisplayName', AttributeValue: 'shown' };
    await sns.send(new SetTopicAttributesCommand(change));
    const { SubscriptionArn } = await topic.subscribe('email', 'a@example.com');
    expect((await topic.subscribe('email', 'a@example.com')).SubscriptionArn).toBe(SubscriptionArn);
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    expect(Attributes).toMatchObject({ DisplayName: 'shown', SubscriptionsConfirmed: '1' });
    const listed = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(listed.Subscriptions).toMatchObject([{ SubscriptionArn, Protocol: 'email', Endpoint: 'a@example.com' }]);
    await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    expect((await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions).toEqual([]);
    await sns.send(new DeleteTopicCommand({ TopicArn }));
    const gone = sns.send(new PublishCommand({ TopicArn, Message: 'a' }));
    await expect(gone).rejects.toMatchObject({ name: 'NotFoundException', $metadata: { httpStatusCode: 404 } });
  });

  it('refuses filter policies, which it would ignore', async () => {
    await using topic = await createServedTopic();
    const subscribe = topic.subscribe('email', 'a@example.com', { FilterPolicy: '{}' });
    await expect(subscribe).rejects.toMatchObject({ name: 'NotImplemented' });
  });
});
