import type { PublishBatchInput, PublishInput } from '@aws-sdk/client-sns';
import { ServiceError } from '../cloud.ts';
import { deliver } from './deliver.ts';
import { type Notification, notificationAttributes } from './records.ts';
import { requireTopic, type SnsState, subscriptionsOf } from './state.ts';

/** So many notifications are kept for reading. */
const KEPT = 10_000;
/** Amazon SNS quota: 256 KiB per message. */
const MOST_BYTES = 262_144;

export async function publish(sns: SnsState, input: PublishInput) {
  const topic = requireTopic(sns, input.TopicArn ?? input.TargetArn);
  const message = input.Message ?? '';
  if (message === '') throw new ServiceError('InvalidParameterException', 'Invalid parameter: Empty message');
  if (Buffer.byteLength(message) > MOST_BYTES) {
    throw new ServiceError('InvalidParameterException', 'Invalid parameter: Message too long');
  }
  const texts = input.MessageStructure === 'json' ? readStructure(message) : { default: message };
  const subscriptions = subscriptionsOf(sns, topic.arn);
  const notification: Notification = {
    id: sns.cloud.uuid(),
    topicArn: topic.arn,
    message: texts.default,
    attributes: notificationAttributes(input.MessageAttributes),
    time: sns.cloud.clock.date().toISOString(),
    recipients: subscriptions.map(({ endpoint }) => endpoint),
    ...(input.Subject !== undefined && { subject: input.Subject }),
  };
  keep(sns, notification);
  for (const subscription of subscriptions) {
    const text = texts[subscription.protocol as keyof typeof texts] ?? texts.default;
    await deliver(sns, subscription, { ...notification, message: text });
  }
  return { MessageId: notification.id };
}

export async function publishBatch(sns: SnsState, input: PublishBatchInput) {
  const Successful: object[] = [];
  const Failed: object[] = [];
  requireTopic(sns, input.TopicArn);
  for (const { Id, ...entry } of input.PublishBatchRequestEntries ?? []) {
    try {
      Successful.push({ Id, ...(await publish(sns, { ...entry, TopicArn: input.TopicArn })) });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      Failed.push({ Id, Code: error.code, Message: error.message, SenderFault: true });
    }
  }
  return { Successful, Failed };
}

/** `MessageStructure: json`: a text per protocol, and one for the others. */
function readStructure(message: string): { default: string } {
  try {
    const texts = JSON.parse(message) as { default: string };
    if (typeof texts.default === 'string') return texts;
  } catch {
    // Answered below: both faults are the same to the caller.
  }
  throw new ServiceError(
    'InvalidParameterException',
    'Invalid parameter: Message Structure - No default entry in JSON message body',
  );
}

function keep({ notifications, cloud }: SnsState, notification: Notification): void {
  const counters = cloud.store.collection<number>('sns.sequence');
  const sequence = (counters.get('last') ?? 0) + 1;
  cloud.store.transaction(() => {
    counters.set('last', sequence);
    notifications.set(String(sequence).padStart(16, '0'), notification);
    notifications.delete(String(sequence - KEPT).padStart(16, '0'));
  });
}
