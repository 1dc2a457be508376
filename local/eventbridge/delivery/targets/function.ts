import type { TargetKind } from './target-kind.ts';

/** An asynchronous invocation: from here on Lambda's own queue and retries count. */
export const functionTarget: TargetKind = {
  arn: /^arn:aws[\w-]*:lambda:[^:]+:\d{12}:function:/,
  send: (cloud, { target }, input) => cloud.invokeAsync({ functionArn: target.Arn, payload: Buffer.from(input) }),
};
