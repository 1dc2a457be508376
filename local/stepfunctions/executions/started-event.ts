import type { Execution } from './execution.ts';

/** The first event of every history. */
export function startedEvent({ input, roleArn, versionArn, aliasArn }: Execution) {
  const details = {
    input,
    inputDetails: { truncated: false },
    roleArn,
    ...(versionArn !== undefined && { stateMachineVersionArn: versionArn }),
    ...(aliasArn !== undefined && { stateMachineAliasArn: aliasArn }),
  };
  return { type: 'ExecutionStarted', executionStartedEventDetails: details };
}
