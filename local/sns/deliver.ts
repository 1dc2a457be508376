import { ServiceError } from '../cloud.ts';
import type { Notification, SubscriptionRecord } from './records.ts';
import type { SnsState } from './state.ts';

/** Hands a notification to a subscriber. A queue or function that is gone loses it, as on AWS once retries are over. */
export async function deliver(
  sns: SnsState,
  subscription: SubscriptionRecord,
  notification: Notification,
): Promise<void> {
  const { cloud } = sns;
  const { protocol, endpoint } = subscription;
  if (protocol === 'lambda') {
    const event = { Records: [lambdaRecord(subscription, notification)] };
    cloud.invokeAsync({ functionArn: endpoint, payload: Buffer.from(JSON.stringify(event)) });
  } else if (protocol === 'sqs') {
    try {
      await cloud.call('sqs', 'SendMessage', queueMessage(subscription, notification));
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
    }
  }
}

function queueMessage({ endpoint, attributes, arn }: SubscriptionRecord, notification: Notification) {
  const QueueUrl = endpoint.split(':').at(-1);
  if (attributes.RawMessageDelivery === 'true') {
    const entries = Object.entries(notification.attributes).map(([name, { Type: DataType, Value }]) => {
      const binary = DataType.startsWith('Binary');
      const value = binary ? { BinaryValue: Buffer.from(Value, 'base64') } : { StringValue: Value };
      return [name, { DataType, ...value }] as const;
    });
    return { QueueUrl, MessageBody: notification.message, MessageAttributes: Object.fromEntries(entries) };
  }
  const { SigningCertUrl, UnsubscribeUrl, MessageAttributes, ...rest } = envelope(notification, arn);
  const some = Object.keys(MessageAttributes).length > 0 && { MessageAttributes };
  const body = { ...rest, SigningCertURL: SigningCertUrl, UnsubscribeURL: UnsubscribeUrl, ...some };
  return { QueueUrl, MessageBody: JSON.stringify(body) };
}

function lambdaRecord({ arn }: SubscriptionRecord, notification: Notification) {
  const Sns = { Subject: null, ...envelope(notification, arn) };
  return { EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: arn, Sns };
}

function envelope({ id, topicArn, subject, message, time, attributes }: Notification, subscriptionArn: string) {
  return {
    Type: 'Notification',
    MessageId: id,
    TopicArn: topicArn,
    ...(subject !== undefined && { Subject: subject }),
    Message: message,
    Timestamp: time,
    SignatureVersion: '1',
    Signature: 'EXAMPLE',
    SigningCertUrl: 'EXAMPLE',
    UnsubscribeUrl: subscriptionArn,
    MessageAttributes: attributes,
  };
}
