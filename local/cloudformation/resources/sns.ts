import { list, pick, requiredText, text } from '../properties.ts';
import type { Properties, ResourceRequest, ResourceType } from '../resource-type.ts';
import { isRecord } from '../template/template.ts';
import { callUnlessGone } from '../tolerant-call.ts';

const TOPIC_ATTRIBUTES = [
  'DisplayName',
  'FifoTopic',
  'ContentBasedDeduplication',
  'KmsMasterKeyId',
  'SignatureVersion',
];
const SUBSCRIPTION_ATTRIBUTES = [
  'FilterPolicy',
  'FilterPolicyScope',
  'RawMessageDelivery',
  'RedrivePolicy',
  'DeliveryPolicy',
];

export const snsTopic: ResourceType = {
  createOnly: ['TopicName', 'FifoTopic', 'Subscription'],
  async create(request) {
    const { cloud, properties } = request;
    const Name = text(properties, 'TopicName') ?? request.generatedName(256);
    const Attributes = strings(properties, TOPIC_ATTRIBUTES);
    const { TopicArn } = (await cloud.call('sns', 'CreateTopic', { Name, Attributes })) as { TopicArn: string };
    for (const subscription of list(properties, 'Subscription').filter(isRecord)) {
      await cloud.call('sns', 'Subscribe', { TopicArn, ...pick(subscription, ['Protocol', 'Endpoint']) });
    }
    return { physicalId: TopicArn, attributes: { TopicArn, TopicName: Name } };
  },
  async update({ cloud, physicalId: TopicArn, properties, attributes }) {
    for (const [AttributeName, AttributeValue] of Object.entries(strings(properties, TOPIC_ATTRIBUTES))) {
      await cloud.call('sns', 'SetTopicAttributes', { TopicArn, AttributeName, AttributeValue });
    }
    return { physicalId: TopicArn, attributes };
  },
  delete: ({ cloud, physicalId: TopicArn }) =>
    callUnlessGone(cloud, { service: 'sns', operation: 'DeleteTopic', input: { TopicArn }, gone: /NotFound/ }),
};

export const snsSubscription: ResourceType = {
  createOnly: ['TopicArn', 'Protocol', 'Endpoint'],
  async create({ cloud, properties }) {
    const Attributes = strings(properties, SUBSCRIPTION_ATTRIBUTES);
    const place = pick(properties, ['TopicArn', 'Protocol', 'Endpoint']);
    const input = { ...place, Attributes, ReturnSubscriptionArn: true };
    const { SubscriptionArn } = (await cloud.call('sns', 'Subscribe', input)) as { SubscriptionArn: string };
    return { physicalId: SubscriptionArn, attributes: { Arn: SubscriptionArn } };
  },
  async update({ cloud, physicalId: SubscriptionArn, properties, attributes }) {
    for (const [AttributeName, AttributeValue] of Object.entries(strings(properties, SUBSCRIPTION_ATTRIBUTES))) {
      await cloud.call('sns', 'SetSubscriptionAttributes', { SubscriptionArn, AttributeName, AttributeValue });
    }
    return { physicalId: SubscriptionArn, attributes };
  },
  delete: ({ cloud, physicalId: SubscriptionArn }) =>
    callUnlessGone(cloud, { service: 'sns', operation: 'Unsubscribe', input: { SubscriptionArn }, gone: /NotFound/ }),
};

/** The policy of a deleted TopicPolicy goes with its topic. */
export const snsTopicPolicy: ResourceType = {
  create: setPolicy,
  update: setPolicy,
  delete: () => undefined,
};

async function setPolicy({ cloud, properties, stackName, logicalId }: ResourceRequest) {
  const AttributeValue = JSON.stringify(properties.PolicyDocument);
  for (const TopicArn of list(properties, 'Topics')) {
    await cloud.call('sns', 'SetTopicAttributes', { TopicArn, AttributeName: 'Policy', AttributeValue });
  }
  requiredText(properties, 'PolicyDocument');
  return { physicalId: `${stackName}-${logicalId}`, attributes: {} };
}

function strings(properties: Properties, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(pick(properties, names)).map(([name, value]) => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  );
}
