import { arn } from '../arn.ts';
import { type Cloud, ServiceError } from '../cloud.ts';
import type { Collection } from '../store/collection.ts';
import type { MessageRecord, QueueRecord } from './records.ts';

const DEFAULTS: Readonly<Record<string, string>> = {
  VisibilityTimeout: '30',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  DelaySeconds: '0',
  ReceiveMessageWaitTimeSeconds: '0',
  SqsManagedSseEnabled: 'true',
};

/** What the operations of SQS work on. */
export interface SqsState {
  readonly cloud: Cloud;
  readonly queues: Collection<QueueRecord>;
  /** Calls of those who wait for a message, by queue. */
  readonly waiters: Map<string, Set<() => void>>;
}

export function openState(cloud: Cloud): SqsState {
  return { cloud, queues: cloud.store.collection<QueueRecord>('sqs.queues'), waiters: new Map() };
}

export function messagesOf({ cloud }: SqsState, queue: string): Collection<MessageRecord> {
  return cloud.store.collection<MessageRecord>(`sqs.messages/${queue}`);
}

export function queueUrl({ cloud }: SqsState, name: string): string {
  return `${cloud.endpoint}/${cloud.account}/${name}`;
}

export function queueArn({ cloud }: SqsState, name: string): string {
  return arn(cloud, 'sqs', name);
}

/** The queue of a URL (its host does not matter) or of a plain name. @throws ServiceError QueueDoesNotExist */
export function requireQueue({ queues }: SqsState, url: string | undefined): QueueRecord {
  const queue = queues.get(url?.split('/').at(-1) ?? '');
  if (queue === undefined) throw new ServiceError('QueueDoesNotExist', 'The specified queue does not exist.');
  return queue;
}

/** An attribute of a queue as set, else its default. */
export function attributeOf(queue: QueueRecord, name: string): string | undefined {
  return queue.attributes[name] ?? DEFAULTS[name];
}

export function allAttributes(queue: QueueRecord): Record<string, string> {
  return { ...DEFAULTS, ...queue.attributes };
}
