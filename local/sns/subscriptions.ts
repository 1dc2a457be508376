import type {
  GetSubscriptionAttributesInput,
  ListSubscriptionsByTopicInput,
  ListSubscriptionsInput,
  SetSubscriptionAttributesInput,
  SubscribeInput,
  UnsubscribeInput,
} from '@aws-sdk/client-sns';
import { ServiceError } from '../cloud.ts';
import { notImplemented } from '../create-cloud.ts';
import type { SubscriptionRecord } from './records.ts';
import { pageOf, requireTopic, type SnsState, subscriptionsOf } from './state.ts';

/** sqs and lambda are delivered to; what goes to people (email, sms) and to http addresses is only kept. */
const PROTOCOLS = ['sqs', 'lambda', 'email', 'email-json', 'sms', 'http', 'https'];

export function subscribe(sns: SnsState, input: SubscribeInput) {
  const { arn: topicArn } = requireTopic(sns, input.TopicArn);
  const { Protocol: protocol = '', Endpoint: endpoint = '', Attributes: attributes = {} } = input;
  if (!PROTOCOLS.includes(protocol) || endpoint === '') {
    throw new ServiceError(
      'InvalidParameterException',
      `Invalid parameter: Protocol ${protocol} with endpoint ${endpoint}`,
    );
  }
  refuseFilter(attributes);
  const known = subscriptionsOf(sns, topicArn).find((one) => one.protocol === protocol && one.endpoint === endpoint);
  if (known !== undefined) return { SubscriptionArn: known.arn };
  const arn = `${topicArn}:${sns.cloud.uuid()}`;
  sns.subscriptions.set(arn, { arn, topicArn, protocol, endpoint, attributes });
  return { SubscriptionArn: arn };
}

/** A filter that were ignored would deliver what must not be delivered. */
function refuseFilter(attributes: Readonly<Record<string, string>>): void {
  if (attributes.FilterPolicy !== undefined) throw notImplemented('sns', 'subscription filter policies');
}

export function unsubscribe(sns: SnsState, input: UnsubscribeInput): void {
  sns.subscriptions.delete(input.SubscriptionArn ?? '');
}

export function listSubscriptions(sns: SnsState, input: ListSubscriptionsInput) {
  const { page, ...more } = pageOf(sns.subscriptions, input.NextToken);
  return { Subscriptions: page.map((one) => describe(sns, one)), ...more };
}

export function listSubscriptionsByTopic(sns: SnsState, input: ListSubscriptionsByTopicInput) {
  const { arn } = requireTopic(sns, input.TopicArn);
  const { page, ...more } = pageOf(sns.subscriptions, input.NextToken, ({ topicArn }) => topicArn === arn);
  return { Subscriptions: page.map((one) => describe(sns, one)), ...more };
}

export function getSubscriptionAttributes(sns: SnsState, input: GetSubscriptionAttributesInput) {
  const one = requireSubscription(sns, input.SubscriptionArn);
  const described = { ...describe(sns, one), PendingConfirmation: 'false', RawMessageDelivery: 'false' };
  return { Attributes: { ...described, ...one.attributes } };
}

export function setSubscriptionAttributes(sns: SnsState, input: SetSubscriptionAttributesInput): void {
  const one = requireSubscription(sns, input.SubscriptionArn);
  const changed = { [input.AttributeName ?? '']: input.AttributeValue ?? '' };
  refuseFilter(changed);
  sns.subscriptions.set(one.arn, { ...one, attributes: { ...one.attributes, ...changed } });
}

function requireSubscription(sns: SnsState, arn: string | undefined): SubscriptionRecord {
  const one = sns.subscriptions.get(arn ?? '');
  if (one === undefined) throw new ServiceError('NotFoundException', 'Subscription does not exist', { status: 404 });
  return one;
}

function describe({ cloud }: SnsState, { arn, topicArn, protocol, endpoint }: SubscriptionRecord) {
  return { SubscriptionArn: arn, Owner: cloud.account, Protocol: protocol, Endpoint: endpoint, TopicArn: topicArn };
}
