import type { TargetKind } from './target-kind.ts';

export const logGroupTarget: TargetKind = {
  arn: /^arn:aws[\w-]*:logs:[^:]+:\d{12}:log-group:/,
  send(cloud, { target, event }, input) {
    const group = target.Arn.split(':log-group:')[1]?.replace(/:\*$/, '') ?? '';
    cloud.log({ group, stream: event.id, message: input });
  },
};
