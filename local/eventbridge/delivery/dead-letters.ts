import type { Cloud } from '../../cloud.ts';
import type { Delivery } from './delivery.ts';
import type { DeliveryFailure } from './failure.ts';
import type { Exhausted } from './retry-policy.ts';
import { sendMessage } from './targets/queue.ts';

export interface GivenUp extends DeliveryFailure {
  readonly exhausted?: Exhausted;
}

/** Sends an undeliverable event to the target's dead-letter queue; without one, or if that fails too, it is lost. */
export async function sendToDeadLetters(cloud: Cloud, delivery: Delivery, why: GivenUp): Promise<void> {
  const { Arn } = delivery.target.DeadLetterConfig ?? {};
  if (Arn === undefined) return;
  const attributes = {
    RULE_ARN: delivery.ruleArn,
    TARGET_ARN: delivery.target.Arn,
    ERROR_CODE: why.code,
    ERROR_MESSAGE: why.message,
    ...(why.exhausted !== undefined && { EXHAUSTED_RETRY_CONDITION: why.exhausted }),
    RETRY_ATTEMPTS: String(delivery.attempts - 1),
  };
  const MessageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  );
  const message = { MessageBody: JSON.stringify(delivery.event), MessageAttributes };
  await sendMessage(cloud, Arn, message).catch(() => undefined);
}
