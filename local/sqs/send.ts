import type { SendMessageBatchRequest, SendMessageBatchRequestEntry, SendMessageRequest } from '@aws-sdk/client-sqs';
import { type Call, ServiceError } from '../cloud.ts';
import { attributesDigest, bodyDigest } from './digests.ts';
import { invalidValue } from './queues.ts';
import { type MessageRecord, type QueueRecord, storeAttributes } from './records.ts';
import { attributeOf, messagesOf, requireQueue, type SqsState } from './state.ts';

type Sending = Pick<SendMessageBatchRequestEntry, 'MessageBody' | 'MessageAttributes' | 'DelaySeconds'>;

export function sendMessage(sqs: SqsState, input: SendMessageRequest, call: Call) {
  return send(sqs, { queue: requireQueue(sqs, input.QueueUrl), sending: input }, call);
}

export function sendMessageBatch(sqs: SqsState, input: SendMessageBatchRequest, call: Call) {
  const queue = requireQueue(sqs, input.QueueUrl);
  return inBatch(input.Entries, (entry) => send(sqs, { queue, sending: entry }, call));
}

/** Does each entry of a batch by itself and tells which failed. @throws ServiceError when the batch as a whole is wrong */
export function inBatch<Entry extends { readonly Id: string | undefined }>(
  entries: readonly Entry[] = [],
  act: (entry: Entry) => object,
) {
  if (entries.length === 0) throw new ServiceError('EmptyBatchRequest', 'There should be at least one entry.');
  if (entries.length > 10)
    throw new ServiceError('TooManyEntriesInBatchRequest', 'Maximum number of entries per request are 10.');
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw new ServiceError('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
  }
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...act(entry) });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      Failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return { Successful, ...(Failed.length > 0 && { Failed }) };
}

function send(sqs: SqsState, { queue, sending }: { queue: QueueRecord; sending: Sending }, call: Call) {
  const { MessageBody: body = '', MessageAttributes, DelaySeconds } = sending;
  const most = Number(attributeOf(queue, 'MaximumMessageSize'));
  if (body === '') throw new ServiceError('MissingParameter', 'The request must contain the parameter MessageBody.');
  if (Buffer.byteLength(body) > most) {
    throw invalidValue(`One or more parameters are invalid. Reason: Message must be shorter than ${most} bytes.`);
  }
  const { clock } = sqs.cloud;
  const delay = DelaySeconds ?? Number(attributeOf(queue, 'DelaySeconds'));
  const attributes = storeAttributes(MessageAttributes);
  const message = {
    id: sqs.cloud.uuid(),
    body,
    attributes,
    sender: call.caller,
    sent: clock.now(),
    visibleAt: clock.now() + delay * 1000,
    receiveCount: 0,
  };
  enqueue(sqs, queue.name, message);
  return {
    MessageId: message.id,
    MD5OfMessageBody: bodyDigest(body),
    MD5OfMessageAttributes: attributesDigest(attributes),
  };
}

/** Puts a message behind the others of a queue and wakes who waits there. */
export function enqueue(sqs: SqsState, queue: string, message: Omit<MessageRecord, 'key'>): void {
  const counters = sqs.cloud.store.collection<number>('sqs.sequence');
  const sequence = (counters.get('last') ?? 0) + 1;
  const key = String(sequence).padStart(16, '0');
  sqs.cloud.store.transaction(() => {
    counters.set('last', sequence);
    messagesOf(sqs, queue).set(key, { ...message, key });
  });
  for (const wake of sqs.waiters.get(queue) ?? []) wake();
}
