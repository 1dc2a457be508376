import type { Call, CreateService } from '../cloud.ts';
import * as queues from './queues.ts';
import * as receipts from './receipts.ts';
import { receiveMessage } from './receive.ts';
import { sendMessage, sendMessageBatch } from './send.ts';
import { openState, type SqsState } from './state.ts';

/** Amazon SQS, standard queues. */
export const createSqs: CreateService = (cloud) => {
  const sqs = openState(cloud);
  const on =
    <Input>(operation: (sqs: SqsState, input: Input, call: Call) => unknown) =>
    (input: Input, call: Call) =>
      operation(sqs, input, call);
  return {
    id: 'sqs',
    waiting: ['ReceiveMessage'],
    operations: {
      CreateQueue: on(queues.createQueue),
      DeleteQueue: on(queues.deleteQueue),
      PurgeQueue: on(queues.purgeQueue),
      GetQueueUrl: on(queues.getQueueUrl),
      ListQueues: on(queues.listQueues),
      GetQueueAttributes: on(queues.getQueueAttributes),
      SetQueueAttributes: on(queues.setQueueAttributes),
      TagQueue: on(queues.tagQueue),
      UntagQueue: on(queues.untagQueue),
      ListQueueTags: on(queues.listQueueTags),
      SendMessage: on(sendMessage),
      SendMessageBatch: on(sendMessageBatch),
      ReceiveMessage: on(receiveMessage),
      DeleteMessage: on(receipts.deleteMessage),
      DeleteMessageBatch: on(receipts.deleteMessageBatch),
      ChangeMessageVisibility: on(receipts.changeMessageVisibility),
      ChangeMessageVisibilityBatch: on(receipts.changeMessageVisibilityBatch),
    },
  };
};
