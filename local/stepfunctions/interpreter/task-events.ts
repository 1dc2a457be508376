import type { Integration } from '../integrations/integration.ts';
import type { JsonObject } from '../json.ts';
import type { StateFailure } from './state-error.ts';

type Event = [type: string, details: Readonly<Record<string, unknown>>];

export interface Scheduled {
  readonly parameters: JsonObject;
  readonly region: string;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
}

/** The history events of a Task. A Resource that is a function's ARN has its own. Source: recordings of AWS histories. */
export function taskEvents(integration: Integration) {
  return integration.plainLambda === true ? plainLambdaEvents(integration) : integrationEvents(integration);
}

function integrationEvents({ resource, resourceType }: Integration) {
  const what = { resource, resourceType };
  return {
    scheduled: ({ parameters, region, timeoutSeconds, heartbeatSeconds }: Scheduled): Event => [
      'TaskScheduled',
      {
        taskScheduledEventDetails: {
          ...what,
          region,
          parameters: JSON.stringify(parameters),
          ...(timeoutSeconds !== undefined && { timeoutInSeconds: timeoutSeconds }),
          ...(heartbeatSeconds !== undefined && { heartbeatInSeconds: heartbeatSeconds }),
        },
      },
    ],
    started: (): Event => ['TaskStarted', { taskStartedEventDetails: what }],
    submitted: (output: string): Event => [
      'TaskSubmitted',
      { taskSubmittedEventDetails: { ...what, output, outputDetails: { truncated: false } } },
    ],
    succeeded: (output: string): Event => [
      'TaskSucceeded',
      { taskSucceededEventDetails: { ...what, output, outputDetails: { truncated: false } } },
    ],
    failed: (failure: StateFailure): Event => ['TaskFailed', { taskFailedEventDetails: { ...what, ...told(failure) } }],
    timedOut: (failure: StateFailure): Event => [
      'TaskTimedOut',
      { taskTimedOutEventDetails: { ...what, ...told(failure) } },
    ],
  };
}

function plainLambdaEvents({ resource }: Integration): ReturnType<typeof integrationEvents> {
  return {
    scheduled: ({ parameters, timeoutSeconds }) => [
      'LambdaFunctionScheduled',
      {
        lambdaFunctionScheduledEventDetails: {
          resource: parameters.FunctionName ?? resource,
          input: JSON.stringify(parameters.Payload),
          inputDetails: { truncated: false },
          ...(timeoutSeconds !== undefined && { timeoutInSeconds: timeoutSeconds }),
        },
      },
    ],
    started: () => ['LambdaFunctionStarted', {}],
    submitted: () => {
      throw new Error('A Task whose Resource is a function is never submitted.');
    },
    succeeded: (output) => [
      'LambdaFunctionSucceeded',
      { lambdaFunctionSucceededEventDetails: { output, outputDetails: { truncated: false } } },
    ],
    failed: (failure) => ['LambdaFunctionFailed', { lambdaFunctionFailedEventDetails: told(failure) }],
    timedOut: (failure) => ['LambdaFunctionTimedOut', { lambdaFunctionTimedOutEventDetails: told(failure) }],
  };
}

function told({ error, cause }: StateFailure): object {
  return { error, ...(cause !== undefined && { cause }) };
}
