import type { MessageAttributeValue } from '@aws-sdk/client-sns';

export interface TopicRecord {
  readonly arn: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

export interface SubscriptionRecord {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What was published, kept to be read through `/_local/notifications`. */
export interface Notification {
  readonly id: string;
  readonly topicArn: string;
  readonly subject?: string;
  readonly message: string;
  readonly attributes: Readonly<Record<string, { readonly Type: string; readonly Value: string }>>;
  /** ISO 8601, virtual time. */
  readonly time: string;
  /** Addresses of the subscriptions of the topic then. */
  readonly recipients: readonly string[];
}

/** Message attributes as they appear in notifications; bytes in base64. */
export function notificationAttributes(given: Record<string, MessageAttributeValue> = {}): Notification['attributes'] {
  const entries = Object.entries(given).map(([name, { DataType = 'String', StringValue, BinaryValue }]) => {
    const Value = StringValue ?? Buffer.from(BinaryValue ?? []).toString('base64');
    return [name, { Type: DataType, Value }] as const;
  });
  return Object.fromEntries(entries);
}
