import type { TargetKind } from './target-kind.ts';

export const topicTarget: TargetKind = {
  arn: /^arn:aws[\w-]*:sns:[^:]+:\d{12}:[^:]+$/,
  async send(cloud, { target }, input) {
    await cloud.call('sns', 'Publish', { TopicArn: target.Arn, Message: input });
  },
};
