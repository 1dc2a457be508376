import type {
  CreateQueueRequest,
  DeleteQueueRequest,
  GetQueueAttributesRequest,
  GetQueueUrlRequest,
  ListQueuesRequest,
  ListQueueTagsRequest,
  PurgeQueueRequest,
  SetQueueAttributesRequest,
  TagQueueRequest,
  UntagQueueRequest,
} from '@aws-sdk/client-sqs';
import { ServiceError } from '../cloud.ts';
import { notImplemented } from '../create-cloud.ts';
import { allAttributes, attributeOf, messagesOf, queueArn, queueUrl, requireQueue, type SqsState } from './state.ts';

export function createQueue(sqs: SqsState, input: CreateQueueRequest) {
  const { QueueName: name = '', Attributes: attributes = {}, tags = {} } = input;
  if (name.endsWith('.fifo') || attributes.FifoQueue === 'true') throw notImplemented('sqs', 'FIFO queues');
  if (!/^[\w-]{1,80}$/.test(name)) {
    throw invalidValue('Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length');
  }
  const known = sqs.queues.get(name);
  if (known !== undefined) {
    const differing = Object.entries(attributes).find(([key, value]) => attributeOf(known, key) !== value)?.[0];
    if (differing === undefined) return { QueueUrl: queueUrl(sqs, name) };
    throw new ServiceError(
      'QueueNameExists',
      `A queue already exists with the same name and a different value for attribute ${differing}`,
    );
  }
  const created = sqs.cloud.clock.now();
  sqs.queues.set(name, { name, created, modified: created, attributes, tags });
  return { QueueUrl: queueUrl(sqs, name) };
}

export function deleteQueue(sqs: SqsState, input: DeleteQueueRequest): void {
  const { name } = requireQueue(sqs, input.QueueUrl);
  sqs.cloud.store.transaction(() => {
    clear(sqs, name);
    sqs.queues.delete(name);
  });
}

export function purgeQueue(sqs: SqsState, input: PurgeQueueRequest): void {
  clear(sqs, requireQueue(sqs, input.QueueUrl).name);
}

function clear(sqs: SqsState, queue: string): void {
  const messages = messagesOf(sqs, queue);
  for (const { key } of messages.values()) messages.delete(key);
}

export function getQueueUrl(sqs: SqsState, input: GetQueueUrlRequest) {
  return { QueueUrl: queueUrl(sqs, requireQueue(sqs, input.QueueName).name) };
}

export function listQueues(sqs: SqsState, input: ListQueuesRequest) {
  const { QueueNamePrefix: prefix = '', MaxResults = 1000, NextToken } = input;
  const after = NextToken === undefined ? {} : { after: NextToken };
  const found = sqs.queues.list({ prefix, limit: MaxResults + 1, ...after });
  const page = found.slice(0, MaxResults);
  const more = found.length > page.length && { NextToken: page.at(-1)?.[0] };
  return { QueueUrls: page.map(([name]) => queueUrl(sqs, name)), ...more };
}

export function getQueueAttributes(sqs: SqsState, input: GetQueueAttributesRequest) {
  const queue = requireQueue(sqs, input.QueueUrl);
  const now = sqs.cloud.clock.now();
  const messages = messagesOf(sqs, queue.name).values();
  const hidden = messages.filter(({ visibleAt }) => visibleAt > now);
  const delayed = hidden.filter(({ receiveCount }) => receiveCount === 0);
  const all: Record<string, string> = {
    ...allAttributes(queue),
    QueueArn: queueArn(sqs, queue.name),
    CreatedTimestamp: String(Math.floor(queue.created / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modified / 1000)),
    ApproximateNumberOfMessages: String(messages.length - hidden.length),
    ApproximateNumberOfMessagesNotVisible: String(hidden.length - delayed.length),
    ApproximateNumberOfMessagesDelayed: String(delayed.length),
  };
  const asked = new Set<string>(input.AttributeNames ?? []);
  const told = Object.entries(all).filter(([name]) => asked.has('All') || asked.has(name));
  return told.length > 0 ? { Attributes: Object.fromEntries(told) } : {};
}

export function setQueueAttributes(sqs: SqsState, input: SetQueueAttributesRequest): void {
  const queue = requireQueue(sqs, input.QueueUrl);
  // An attribute set to nothing returns to its default.
  const merged = Object.entries({ ...queue.attributes, ...input.Attributes }).filter(([, value]) => value !== '');
  sqs.queues.set(queue.name, { ...queue, attributes: Object.fromEntries(merged), modified: sqs.cloud.clock.now() });
}

export function tagQueue(sqs: SqsState, input: TagQueueRequest): void {
  const queue = requireQueue(sqs, input.QueueUrl);
  sqs.queues.set(queue.name, { ...queue, tags: { ...queue.tags, ...input.Tags } });
}

export function untagQueue(sqs: SqsState, input: UntagQueueRequest): void {
  const queue = requireQueue(sqs, input.QueueUrl);
  const tags = Object.entries(queue.tags).filter(([name]) => !input.TagKeys?.includes(name));
  sqs.queues.set(queue.name, { ...queue, tags: Object.fromEntries(tags) });
}

export function listQueueTags(sqs: SqsState, input: ListQueueTagsRequest) {
  return { Tags: requireQueue(sqs, input.QueueUrl).tags };
}

export function invalidValue(message: string): ServiceError {
  return new ServiceError('InvalidParameterValue', message);
}
