import { awsSdk } from './aws-sdk.ts';
import { eventsPutEvents, eventsPutEventsForToken } from './events.ts';
import type { Integration } from './integration.ts';
import { lambdaInvoke, lambdaInvokeForToken, plainLambda } from './lambda.ts';
import { snsPublish, snsPublishForToken } from './sns.ts';
import { sqsSendMessage, sqsSendMessageForToken } from './sqs.ts';
import { startExecution, startExecutionForToken, startExecutionSync, startExecutionSyncParsed } from './states.ts';

const OPTIMIZED: Readonly<Record<string, Integration>> = {
  'lambda:invoke': lambdaInvoke,
  'lambda:invoke.waitForTaskToken': lambdaInvokeForToken,
  'events:putEvents': eventsPutEvents,
  'events:putEvents.waitForTaskToken': eventsPutEventsForToken,
  'sns:publish': snsPublish,
  'sns:publish.waitForTaskToken': snsPublishForToken,
  'sqs:sendMessage': sqsSendMessage,
  'sqs:sendMessage.waitForTaskToken': sqsSendMessageForToken,
  'states:startExecution': startExecution,
  'states:startExecution.sync': startExecutionSync,
  'states:startExecution.sync:2': startExecutionSyncParsed,
  'states:startExecution.waitForTaskToken': startExecutionForToken,
};

/** A Resource that no integration serves, with the reason. */
export class UnknownResourceError extends Error {
  override readonly name = 'UnknownResourceError';
}

const found = new Map<string, Integration>();

/** The integration a Task's Resource names. @throws UnknownResourceError */
export function findIntegration(resource: string): Integration {
  const known = found.get(resource) ?? find(resource);
  found.set(resource, known);
  return known;
}

function find(resource: string): Integration {
  const action = /^arn:aws[\w-]*:states:[^:]*:[^:]*:(.+)$/.exec(resource)?.[1];
  const integration =
    action === undefined ? plainLambda(resource) : (OPTIMIZED[action] ?? (awsSdk(action) || undefined));
  if (integration !== undefined) return integration;
  throw new UnknownResourceError(whyNot(resource, action));
}

function whyNot(resource: string, action = ''): string {
  if (/^sagemaker:.*\.sync/.test(action)) {
    return (
      `${resource} is not supported: .sync reports every failure of a job as States.TaskFailed, so a capacity error ` +
      'could not be retried apart from an error of the model. Start the job from a function with a task token ' +
      '(arn:aws:states:::lambda:invoke.waitForTaskToken) and answer the token when the job ends.'
    );
  }
  return `${resource} is no resource the embedded AWS can run. It knows function ARNs, arn:aws:states:::aws-sdk:<service>:<action>, and ${Object.keys(OPTIMIZED).join(', ')} after arn:aws:states:::.`;
}
