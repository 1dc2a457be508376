import type { Cloud } from '../../../cloud.ts';
import type { TargetKind } from './target-kind.ts';

export const queueTarget: TargetKind = {
  arn: /^arn:aws[\w-]*:sqs:[^:]+:\d{12}:[^:]+$/,
  async send(cloud, { target }, input) {
    const { MessageGroupId } = target.SqsParameters ?? {};
    await sendMessage(cloud, target.Arn, {
      MessageBody: input,
      ...(MessageGroupId !== undefined && { MessageGroupId }),
    });
  },
};

/** Sends to the queue of an ARN. @throws ServiceError */
export async function sendMessage(cloud: Cloud, queueArn: string, message: object): Promise<void> {
  const QueueName = queueArn.split(':').at(-1);
  const { QueueUrl } = (await cloud.call('sqs', 'GetQueueUrl', { QueueName })) as { QueueUrl: string };
  await cloud.call('sqs', 'SendMessage', { QueueUrl, ...message });
}
