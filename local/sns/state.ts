import { type Cloud, ServiceError } from '../cloud.ts';
import type { Collection } from '../store/collection.ts';
import type { Notification, SubscriptionRecord, TopicRecord } from './records.ts';

/** What the operations of SNS work on. */
export interface SnsState {
  readonly cloud: Cloud;
  readonly topics: Collection<TopicRecord>;
  readonly subscriptions: Collection<SubscriptionRecord>;
  readonly notifications: Collection<Notification>;
}

export function openState(cloud: Cloud): SnsState {
  return {
    cloud,
    topics: cloud.store.collection<TopicRecord>('sns.topics'),
    subscriptions: cloud.store.collection<SubscriptionRecord>('sns.subscriptions'),
    notifications: cloud.store.collection<Notification>('sns.notifications'),
  };
}

/** @throws ServiceError NotFoundException */
export function requireTopic({ topics }: SnsState, arn: string | undefined): TopicRecord {
  const topic = topics.get(arn ?? '');
  if (topic === undefined) throw new ServiceError('NotFoundException', 'Topic does not exist', { status: 404 });
  return topic;
}

export function subscriptionsOf({ subscriptions }: SnsState, topicArn: string): SubscriptionRecord[] {
  return subscriptions.values().filter((subscription) => subscription.topicArn === topicArn);
}

/** A page of at most 100, as SNS lists everything; the token is the key of the last told. */
export function pageOf<T>(
  collection: Collection<T>,
  token: string | undefined,
  fits: (value: T) => boolean = () => true,
) {
  const after = token === undefined ? {} : { after: token };
  const found = collection.list(after).filter(([, value]) => fits(value));
  const page = found.slice(0, 100);
  return { page: page.map(([, value]) => value), ...(found.length > 100 && { NextToken: page.at(-1)?.[0] }) };
}
