import type {
  ChangeMessageVisibilityBatchRequest,
  ChangeMessageVisibilityRequest,
  DeleteMessageBatchRequest,
  DeleteMessageRequest,
} from '@aws-sdk/client-sqs';
import { ServiceError } from '../cloud.ts';
import type { MessageRecord } from './records.ts';
import { inBatch } from './send.ts';
import { messagesOf, requireQueue, type SqsState } from './state.ts';

interface Receipt {
  readonly queue: string;
  readonly handle: string | undefined;
}

export function deleteMessage(sqs: SqsState, input: DeleteMessageRequest): void {
  remove(sqs, { queue: requireQueue(sqs, input.QueueUrl).name, handle: input.ReceiptHandle });
}

export function deleteMessageBatch(sqs: SqsState, input: DeleteMessageBatchRequest) {
  const queue = requireQueue(sqs, input.QueueUrl).name;
  return inBatch(input.Entries, (entry) => remove(sqs, { queue, handle: entry.ReceiptHandle }));
}

export function changeMessageVisibility(sqs: SqsState, input: ChangeMessageVisibilityRequest): void {
  const queue = requireQueue(sqs, input.QueueUrl).name;
  hide(sqs, { queue, handle: input.ReceiptHandle }, input.VisibilityTimeout);
}

export function changeMessageVisibilityBatch(sqs: SqsState, input: ChangeMessageVisibilityBatchRequest) {
  const queue = requireQueue(sqs, input.QueueUrl).name;
  return inBatch(input.Entries, (entry) => hide(sqs, { queue, handle: entry.ReceiptHandle }, entry.VisibilityTimeout));
}

/** An old handle deletes nothing and is no error, as on AWS. */
function remove(sqs: SqsState, receipt: Receipt): object {
  const message = find(sqs, receipt);
  if (message?.receipt === receipt.handle && message !== undefined) messagesOf(sqs, receipt.queue).delete(message.key);
  return {};
}

function hide(sqs: SqsState, receipt: Receipt, seconds = 0): object {
  const message = find(sqs, receipt);
  const now = sqs.cloud.clock.now();
  if (message === undefined || message.receipt !== receipt.handle || message.visibleAt <= now) {
    throw new ServiceError('MessageNotInflight', 'The specified message is not in flight.');
  }
  messagesOf(sqs, receipt.queue).set(message.key, { ...message, visibleAt: now + seconds * 1000 });
  for (const wake of sqs.waiters.get(receipt.queue) ?? []) wake();
  return {};
}

/** @throws ServiceError when the handle is none this queue ever gave */
function find(sqs: SqsState, { queue, handle = '' }: Receipt): MessageRecord | undefined {
  const [key = ''] = handle.split('.');
  if (!/^\d{16}$/.test(key)) {
    throw new ServiceError(
      'ReceiptHandleIsInvalid',
      `The input receipt handle "${handle}" is not a valid receipt handle.`,
    );
  }
  return messagesOf(sqs, queue).get(key);
}
