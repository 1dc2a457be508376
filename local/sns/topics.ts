import type {
  CreateTopicInput,
  DeleteTopicInput,
  GetTopicAttributesInput,
  ListTagsForResourceRequest,
  ListTopicsInput,
  SetTopicAttributesInput,
  TagResourceRequest,
} from '@aws-sdk/client-sns';
import { arn } from '../arn.ts';
import { ServiceError } from '../cloud.ts';
import { notImplemented } from '../create-cloud.ts';
import { pageOf, requireTopic, type SnsState, subscriptionsOf } from './state.ts';

/** Creating a topic that is there answers its ARN. */
export function createTopic(sns: SnsState, input: CreateTopicInput) {
  const { Name: name = '', Attributes: attributes = {}, Tags = [] } = input;
  if (name.endsWith('.fifo') || attributes.FifoTopic === 'true') throw notImplemented('sns', 'FIFO topics');
  if (!/^[\w-]{1,256}$/.test(name)) {
    throw new ServiceError('InvalidParameterException', 'Invalid parameter: Topic Name');
  }
  const topicArn = arn(sns.cloud, 'sns', name);
  const tags = Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
  if (!sns.topics.has(topicArn)) sns.topics.set(topicArn, { arn: topicArn, attributes, tags });
  return { TopicArn: topicArn };
}

/** Deleting a topic that is not there succeeds, as on AWS. */
export function deleteTopic(sns: SnsState, { TopicArn = '' }: DeleteTopicInput): void {
  sns.cloud.store.transaction(() => {
    for (const { arn: subscription } of subscriptionsOf(sns, TopicArn)) sns.subscriptions.delete(subscription);
    sns.topics.delete(TopicArn);
  });
}

export function listTopics(sns: SnsState, input: ListTopicsInput) {
  const { page, ...more } = pageOf(sns.topics, input.NextToken);
  return { Topics: page.map((topic) => ({ TopicArn: topic.arn })), ...more };
}

export function getTopicAttributes(sns: SnsState, input: GetTopicAttributesInput) {
  const topic = requireTopic(sns, input.TopicArn);
  const subscriptions = subscriptionsOf(sns, topic.arn).length;
  const own = {
    TopicArn: topic.arn,
    Owner: sns.cloud.account,
    DisplayName: '',
    SubscriptionsConfirmed: String(subscriptions),
    SubscriptionsPending: '0',
    SubscriptionsDeleted: '0',
  };
  return { Attributes: { ...own, ...topic.attributes } };
}

export function setTopicAttributes(sns: SnsState, input: SetTopicAttributesInput): void {
  const topic = requireTopic(sns, input.TopicArn);
  const { AttributeName = '', AttributeValue = '' } = input;
  sns.topics.set(topic.arn, { ...topic, attributes: { ...topic.attributes, [AttributeName]: AttributeValue } });
}

export function tagResource(sns: SnsState, input: TagResourceRequest) {
  const topic = requireTopic(sns, input.ResourceArn);
  const added = Object.fromEntries((input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
  sns.topics.set(topic.arn, { ...topic, tags: { ...topic.tags, ...added } });
  return {};
}

export function listTagsForResource(sns: SnsState, input: ListTagsForResourceRequest) {
  const { tags } = requireTopic(sns, input.ResourceArn);
  return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
}
