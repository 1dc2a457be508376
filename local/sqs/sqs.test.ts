import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { createServedCloud, type ServedCloud } from '../testing/served-cloud.ts';
import { createTestCloud, TEST_START } from '../testing/test-cloud.ts';
import { createSqs } from './service.ts';

async function createServedQueue(Attributes: Record<string, string> = {}) {
  const cloud = await createServedCloud({ services: [createSqs] });
  const sqs = new SQSClient(cloud.client);
  const created = await sqs.send(new CreateQueueCommand({ QueueName: 'a-queue', Attributes }));
  const QueueUrl = created.QueueUrl ?? '';
  return {
    cloud,
    sqs,
    QueueUrl,
    send: (input: Omit<SendMessageCommandInput, 'QueueUrl'>) =>
      sqs.send(new SendMessageCommand({ QueueUrl, ...input })),
    receive: async (input: Omit<ReceiveMessageCommandInput, 'QueueUrl'> = {}) =>
      (await sqs.send(new ReceiveMessageCommand({ QueueUrl, ...input }))).Messages ?? [],
    [Symbol.asyncDispose]: () => cloud[Symbol.asyncDispose](),
  };
}

const seconds = (cloud: ServedCloud, passed: number) => cloud.clock.advanceTo(cloud.clock.now() + passed * 1000);

describe('SQS', () => {
  it('hands a message out once, with its attributes, until it is deleted', async () => {
    await using queue = await createServedQueue();
    const { sqs, QueueUrl, cloud } = queue;
    const MessageAttributes = {
      RULE_ARN: { DataType: 'String', StringValue: 'arn' },
      raw: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 255]) },
    };
    const sent = await queue.send({ MessageBody: '{"grüße": true}', MessageAttributes });
    const [message] = await queue.receive({ MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] });
    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: '{"grüße": true}',
      MD5OfBody: sent.MD5OfMessageBody,
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
      Attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(TEST_START), SenderId: 'tester' },
    });
    expect(message?.MessageAttributes).toMatchObject(MessageAttributes);
    expect(await queue.receive()).toEqual([]);
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
    await seconds(cloud, 60);
    expect(await queue.receive()).toEqual([]);
  });

  it('shows a message again when its visibility timeout has passed', async () => {
    await using queue = await createServedQueue({ VisibilityTimeout: '10' });
    const { sqs, QueueUrl, cloud } = queue;
    await queue.send({ MessageBody: 'a' });
    const [first] = await queue.receive();
    await seconds(cloud, 9);
    expect(await queue.receive()).toEqual([]);
    await seconds(cloud, 1);
    const [second] = await queue.receive({
      VisibilityTimeout: 100,
      MessageSystemAttributeNames: ['ApproximateReceiveCount'],
    });
    expect(second?.Attributes).toEqual({ ApproximateReceiveCount: '2' });
    // The handle of an earlier receipt no longer deletes.
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
    const giveBack = { QueueUrl, ReceiptHandle: second?.ReceiptHandle, VisibilityTimeout: 0 };
    await sqs.send(new ChangeMessageVisibilityCommand(giveBack));
    expect(await queue.receive()).toHaveLength(1);
  });

  it('delays messages', async () => {
    await using queue = await createServedQueue({ DelaySeconds: '5' });
    await queue.send({ MessageBody: 'by the queue' });
    await queue.send({ MessageBody: 'by itself', DelaySeconds: 1 });
    await seconds(queue.cloud, 1);
    expect((await queue.receive({ MaxNumberOfMessages: 10 })).map(({ Body }) => Body)).toEqual(['by itself']);
    await seconds(queue.cloud, 4);
    expect((await queue.receive({ MaxNumberOfMessages: 10 })).map(({ Body }) => Body)).toEqual(['by the queue']);
  });

  it('sends and deletes in batches, telling each outcome', async () => {
    await using queue = await createServedQueue({ MaximumMessageSize: '1024' });
    const { sqs, QueueUrl } = queue;
    const Entries = [
      { Id: '1', MessageBody: 'a' },
      { Id: '2', MessageBody: 'x'.repeat(1025) },
    ];
    const sent = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['1']);
    expect(sent.Failed).toMatchObject([{ Id: '2', SenderFault: true, Code: 'InvalidParameterValue' }]);
    const [message] = await queue.receive();
    const deletions = [
      { Id: 'a', ReceiptHandle: message?.ReceiptHandle },
      { Id: 'b', ReceiptHandle: 'nonsense' },
    ];
    const deleted = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: deletions }));
    expect(deleted.Successful).toEqual([{ Id: 'a' }]);
    expect(deleted.Failed).toMatchObject([{ Id: 'b', Code: 'ReceiptHandleIsInvalid' }]);
    const twice = [Entries[0]!, Entries[0]!];
    const indistinct = sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: twice }));
    await expect(indistinct).rejects.toMatchObject({ name: 'BatchEntryIdsNotDistinct' });
  });

  it('counts its messages', async () => {
    await using queue = await createServedQueue();
    const { sqs, QueueUrl } = queue;
    await queue.send({ MessageBody: 'received' });
    await queue.receive();
    await queue.send({ MessageBody: 'visible' });
    await queue.send({ MessageBody: 'delayed', DelaySeconds: 60 });
    const attributes = async () =>
      (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))).Attributes;
    expect(await attributes()).toMatchObject({
      QueueArn: 'arn:aws:sqs:us-east-1:000000000000:a-queue',
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateNumberOfMessagesDelayed: '1',
      VisibilityTimeout: '30',
    });
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '7' } }));
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    expect(await attributes()).toMatchObject({ VisibilityTimeout: '7', ApproximateNumberOfMessages: '0' });
  });

  it('moves what was received too often to the dead-letter queue', async () => {
    await using queue = await createServedQueue({ VisibilityTimeout: '0' });
    const { sqs, QueueUrl } = queue;
    const dead = await sqs.send(new CreateQueueCommand({ QueueName: 'dead' }));
    const deadLetterTargetArn = 'arn:aws:sqs:us-east-1:000000000000:dead';
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 });
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { RedrivePolicy } }));
    const { MessageId } = await queue.send({ MessageBody: 'poison' });
    expect(await queue.receive()).toHaveLength(1);
    expect(await queue.receive()).toHaveLength(1);
    expect(await queue.receive()).toEqual([]);
    const received = await sqs.send(new ReceiveMessageCommand({ QueueUrl: dead.QueueUrl }));
    expect(received.Messages).toMatchObject([{ MessageId, Body: 'poison' }]);
  });

  it('waits for a message that arrives later, without holding the clock', async () => {
    await using queue = await createServedQueue();
    const { cloud } = queue;
    const waiting = queue.receive({ WaitTimeSeconds: 20 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(cloud.clock.holders()).toEqual([]);
    await queue.send({ MessageBody: 'at last' });
    expect(await waiting).toMatchObject([{ Body: 'at last' }]);
  });

  it('gives up waiting when its virtual time is over', async () => {
    await using queue = await createServedQueue();
    const { cloud } = queue;
    let ended = false;
    const waiting = queue.receive({ WaitTimeSeconds: 20 }).finally(() => {
      ended = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await seconds(cloud, 19);
    expect(ended).toBe(false);
    await seconds(cloud, 1);
    expect(await waiting).toEqual([]);
  });

  it('forgets messages after their retention period', async () => {
    await using queue = await createServedQueue({ MessageRetentionPeriod: '60' });
    await queue.send({ MessageBody: 'old' });
    await seconds(queue.cloud, 60);
    expect(await queue.receive()).toEqual([]);
  });

  it('names queues by its own address', async () => {
    await using queue = await createServedQueue();
    const { sqs, QueueUrl, cloud } = queue;
    expect(QueueUrl).toBe(`${cloud.endpoint}/000000000000/a-queue`);
    expect((await sqs.send(new GetQueueUrlCommand({ QueueName: 'a-queue' }))).QueueUrl).toBe(QueueUrl);
    await sqs.send(new CreateQueueCommand({ QueueName: 'another' }));
    const listed = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'a-' }));
    expect(listed.QueueUrls).toEqual([QueueUrl]);
    const again = sqs.send(new CreateQueueCommand({ QueueName: 'a-queue', Attributes: { DelaySeconds: '9' } }));
    await expect(again).rejects.toMatchObject({ name: 'QueueNameExists' });
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    const gone = sqs.send(new GetQueueUrlCommand({ QueueName: 'a-queue' }));
    await expect(gone).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  });

  it('refuses FIFO queues by name', async () => {
    await using queue = await createServedQueue();
    const create = queue.sqs.send(new CreateQueueCommand({ QueueName: 'a.fifo', Attributes: { FifoQueue: 'true' } }));
    await expect(create).rejects.toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } });
  });

  it('keeps messages in order over a restart', async () => {
    await using first = createTestCloud({ services: [createSqs] });
    const { QueueUrl } = (await first.call('sqs', 'CreateQueue', { QueueName: 'q' })) as { QueueUrl: string };
    for (let n = 0; n < 12; n++) await first.call('sqs', 'SendMessage', { QueueUrl, MessageBody: String(n) });
    await using second = createTestCloud({ services: [createSqs], directory: first.directory });
    const input = { QueueUrl, MaxNumberOfMessages: 10 };
    const received = (await second.call('sqs', 'ReceiveMessage', input)) as { Messages: { Body: string }[] };
    expect(received.Messages.map(({ Body }) => Number(Body))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('digests message attributes as AWS does', async () => {
    await using queue = await createServedQueue();
    const MessageAttributes = { a: { DataType: 'String', StringValue: 'b' } };
    const sent = await queue.send({ MessageBody: 'a', MessageAttributes });
    // MD5 of 00000001 'a' 00000006 'String' 01 00000001 'b', as the developer guide lays it out.
    expect(sent.MD5OfMessageAttributes).toBe('bef8bf215374a0a228d67533b1a488be');
  });
});
