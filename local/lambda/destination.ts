import type { Cloud } from '../cloud.ts';
import type { AsyncEvent, Attempt } from './async-event.ts';

/** The end of an asynchronous invocation, as destinations are told. */
export interface DeliveryRecord {
  readonly event: AsyncEvent;
  readonly attempt: Attempt;
  readonly condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';
}

/** The invocation record of the Lambda developer guide, "Capturing records of Lambda asynchronous invocations". */
export function invocationRecord(cloud: Pick<Cloud, 'clock'>, { event, attempt, condition }: DeliveryRecord): object {
  const answered = attempt.kind === 'answered' ? attempt.result : undefined;
  return {
    version: '1.0',
    timestamp: cloud.clock.date().toISOString(),
    requestContext: {
      requestId: event.id,
      functionArn: /:function:[^:]+$/.test(event.functionArn) ? `${event.functionArn}:$LATEST` : event.functionArn,
      condition,
      approximateInvokeCount: event.attempts,
    },
    requestPayload: JSON.parse(event.payload) as unknown,
    ...(answered === undefined
      ? {}
      : {
          responseContext: {
            statusCode: 200,
            executedVersion: answered.version,
            ...(answered.functionError === undefined ? {} : { functionError: answered.functionError }),
          },
          responsePayload: JSON.parse(Buffer.from(answered.payload).toString('utf8')) as unknown,
        }),
  };
}

/** Sends the record to an SQS queue, SNS topic, function or event bus. */
export async function deliverRecord(cloud: Cloud, destination: string, record: DeliveryRecord): Promise<void> {
  const content = invocationRecord(cloud, record);
  const service = destination.split(':')[2];
  if (service === 'events') {
    const outcome = record.condition === 'Success' ? 'Success' : 'Failure';
    const DetailType = `Lambda Function Invocation Result - ${outcome}`;
    const Resources = [destination, record.event.functionArn];
    const Detail = JSON.stringify(content);
    const Entries = [{ Source: 'lambda', DetailType, Detail, Resources, EventBusName: destination }];
    await cloud.call('eventbridge', 'PutEvents', { Entries });
  } else if (service === 'lambda') {
    cloud.invokeAsync({ functionArn: destination, payload: Buffer.from(JSON.stringify(content)) });
  } else await send(cloud, destination, { text: JSON.stringify(content), attributes: {} });
}

/** Sends the event itself to the function's dead-letter queue or topic. */
export async function sendToDeadLetters(cloud: Cloud, target: string, record: DeliveryRecord): Promise<void> {
  const { event, attempt } = record;
  const text = (value: string) => ({ DataType: 'String', StringValue: value });
  const message =
    attempt.kind === 'refused'
      ? attempt.message
      : String((JSON.parse(Buffer.from(attempt.result.payload).toString()) as { errorMessage?: string }).errorMessage);
  const attributes = {
    RequestID: text(event.id),
    ErrorCode: text(attempt.kind === 'refused' ? '429' : '200'),
    // A queue takes at most 1 KB of an error message.
    ErrorMessage: text(message.slice(0, 1024)),
  };
  await send(cloud, target, { text: event.payload, attributes });
}

async function send(cloud: Cloud, target: string, message: { text: string; attributes: object }): Promise<void> {
  const { text, attributes } = message;
  const [, , service, , , name] = target.split(':');
  if (service === 'sns') {
    await cloud.call('sns', 'Publish', { TopicArn: target, Message: text, MessageAttributes: attributes });
    return;
  }
  const { QueueUrl } = (await cloud.call('sqs', 'GetQueueUrl', { QueueName: name })) as { QueueUrl: string };
  await cloud.call('sqs', 'SendMessage', { QueueUrl, MessageBody: text, MessageAttributes: attributes });
}
