import type { Integration } from './integration.ts';
import { asText, optimized } from './optimized.ts';

/** `states:startExecution`: request and response, with a task token, or waiting for the execution's end. */
const pair = optimized(
  { resourceType: 'states', resource: 'startExecution' },
  {
    id: 'sfn',
    operation: 'StartExecution',
    service: 'AWSStepFunctions',
    prefix: 'StepFunctions',
    general: 'AWSStepFunctionsException',
    lowerCase: true,
    input: ({ StateMachineArn, Name, Input }) => ({
      stateMachineArn: StateMachineArn,
      ...(Name !== undefined && { name: Name }),
      input: asText(Input) ?? '{}',
    }),
  },
);

export const startExecution = pair.plain;
export const startExecutionForToken = pair.forToken;

/** The result is what DescribeExecution answers; Output stays text. */
export const startExecutionSync: Integration = {
  ...pair.plain,
  resource: 'startExecution.sync',
  pattern: 'execution',
};

/** As `.sync`, with Input and Output as JSON. */
export const startExecutionSyncParsed: Integration = {
  ...pair.plain,
  resource: 'startExecution.sync:2',
  pattern: 'executionParsed',
};
