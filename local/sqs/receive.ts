import type { ReceiveMessageRequest } from '@aws-sdk/client-sqs';
import type { Call } from '../cloud.ts';
import { attributesDigest, bodyDigest } from './digests.ts';
import { invalidValue } from './queues.ts';
import { answerAttributes, type MessageRecord, type QueueRecord } from './records.ts';
import { enqueue } from './send.ts';
import { attributeOf, messagesOf, requireQueue, type SqsState } from './state.ts';

/** Takes up to ten messages, waiting up to WaitTimeSeconds of virtual time for the first. */
export async function receiveMessage(sqs: SqsState, input: ReceiveMessageRequest, call: Call) {
  const queue = requireQueue(sqs, input.QueueUrl);
  const { MaxNumberOfMessages: most = 1 } = input;
  if (most < 1 || most > 10) {
    throw invalidValue(
      `Value ${most} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.`,
    );
  }
  const wait = input.WaitTimeSeconds ?? Number(attributeOf(queue, 'ReceiveMessageWaitTimeSeconds'));
  const deadline = sqs.cloud.clock.now() + wait * 1000;
  for (;;) {
    const taken = take(sqs, { queue, most, visibility: input.VisibilityTimeout });
    if (taken.length > 0) return { Messages: taken.map((message) => describe(message, input)) };
    if (sqs.cloud.clock.now() >= deadline || call.signal?.aborted) return {};
    await arrival(sqs, { queue: queue.name, deadline, signal: call.signal });
  }
}

/** Resolves when a message was sent, when one becomes visible, at the deadline, or when the caller has gone. */
async function arrival(
  sqs: SqsState,
  { queue, deadline, signal }: { queue: string; deadline: number; signal: AbortSignal | undefined },
): Promise<void> {
  const { clock } = sqs.cloud;
  const waiters = sqs.waiters.get(queue) ?? new Set();
  sqs.waiters.set(queue, waiters);
  const visible = messagesOf(sqs, queue)
    .values()
    .map(({ visibleAt }) => visibleAt);
  const next = Math.min(deadline, ...visible.filter((at) => at > clock.now()));
  const { promise, resolve } = Promise.withResolvers<void>();
  const ended = new AbortController();
  const end = () => {
    ended.abort();
    resolve();
  };
  waiters.add(end);
  signal?.addEventListener('abort', end, { once: true });
  void clock.sleepUntil(next, { background: true, signal: ended.signal }).then((release) => {
    end();
    release();
  });
  await promise;
  waiters.delete(end);
  signal?.removeEventListener('abort', end);
}

function take(
  sqs: SqsState,
  { queue, most, visibility }: { queue: QueueRecord; most: number; visibility: number | undefined },
): MessageRecord[] {
  const now = sqs.cloud.clock.now();
  const messages = messagesOf(sqs, queue.name);
  const hide = (visibility ?? Number(attributeOf(queue, 'VisibilityTimeout'))) * 1000;
  const retention = Number(attributeOf(queue, 'MessageRetentionPeriod')) * 1000;
  const taken: MessageRecord[] = [];
  for (const message of messages.values()) {
    if (taken.length === most) break;
    if (message.sent + retention <= now) messages.delete(message.key);
    else if (message.visibleAt <= now && !redrive(sqs, queue, message)) {
      const received = {
        ...message,
        visibleAt: now + hide,
        receiveCount: message.receiveCount + 1,
        firstReceived: message.firstReceived ?? now,
        receipt: `${message.key}.${sqs.cloud.uuid()}`,
      };
      messages.set(message.key, received);
      taken.push(received);
    }
  }
  return taken;
}

/** Moves a message that was received too often to the dead-letter queue of the redrive policy. */
function redrive(sqs: SqsState, queue: QueueRecord, message: MessageRecord): boolean {
  const policy = queue.attributes.RedrivePolicy;
  if (policy === undefined) return false;
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(policy) as Record<string, string | number>;
  const target = String(deadLetterTargetArn).split(':').at(-1) ?? '';
  if (message.receiveCount < Number(maxReceiveCount) || !sqs.queues.has(target)) return false;
  messagesOf(sqs, queue.name).delete(message.key);
  const { key: _, receipt: __, ...moved } = message;
  enqueue(sqs, target, moved);
  return true;
}

function describe(message: MessageRecord, input: ReceiveMessageRequest) {
  const system: Record<string, string> = {
    SenderId: message.sender,
    SentTimestamp: String(message.sent),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceived),
  };
  const asked = new Set<string>([...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])]);
  const told = Object.entries(system).filter(([name]) => asked.has('All') || asked.has(name));
  const names = Object.keys(message.attributes).filter((name) => isAsked(name, input.MessageAttributeNames ?? []));
  const attributes = Object.fromEntries(names.map((name) => [name, message.attributes[name]!]));
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    Body: message.body,
    MD5OfBody: bodyDigest(message.body),
    ...(told.length > 0 && { Attributes: Object.fromEntries(told) }),
    ...(names.length > 0 && {
      MessageAttributes: answerAttributes(attributes),
      MD5OfMessageAttributes: attributesDigest(attributes),
    }),
  };
}

/** Names are asked for as `All`, `.*`, `prefix.*` or plainly. */
function isAsked(name: string, asked: readonly string[]): boolean {
  return asked.some(
    (ask) => ask === 'All' || ask === name || (ask.endsWith('.*') && name.startsWith(ask.slice(0, -2))),
  );
}
