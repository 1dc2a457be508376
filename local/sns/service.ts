import type { CreateService } from '../cloud.ts';
import { publish, publishBatch } from './publish.ts';
import { openState, type SnsState } from './state.ts';
import * as subscriptions from './subscriptions.ts';
import * as topics from './topics.ts';

/** Amazon SNS, standard topics. */
export const createSns: CreateService = (cloud) => {
  const sns = openState(cloud);
  const on =
    <Input>(operation: (sns: SnsState, input: Input) => unknown) =>
    (input: Input) =>
      operation(sns, input);
  return {
    id: 'sns',
    operations: {
      CreateTopic: on(topics.createTopic),
      DeleteTopic: on(topics.deleteTopic),
      ListTopics: on(topics.listTopics),
      GetTopicAttributes: on(topics.getTopicAttributes),
      SetTopicAttributes: on(topics.setTopicAttributes),
      TagResource: on(topics.tagResource),
      ListTagsForResource: on(topics.listTagsForResource),
      Subscribe: on(subscriptions.subscribe),
      Unsubscribe: on(subscriptions.unsubscribe),
      ListSubscriptions: on(subscriptions.listSubscriptions),
      ListSubscriptionsByTopic: on(subscriptions.listSubscriptionsByTopic),
      GetSubscriptionAttributes: on(subscriptions.getSubscriptionAttributes),
      SetSubscriptionAttributes: on(subscriptions.setSubscriptionAttributes),
      Publish: on(publish),
      PublishBatch: on(publishBatch),
    },
  };
};
