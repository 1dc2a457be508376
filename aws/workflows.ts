import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidToken,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { clientConfiguration } from './clients.ts';

export type ExecutionStart = { readonly outcome: 'started' | 'exists'; readonly executionArn: string | undefined };

/** Starting executions and answering their tokens. */
export interface Workflows {
  /** The name makes it idempotent: `exists` means that an execution of this name ran, or runs with other input. */
  start(stateMachineArn: string, name: string, input: unknown): Promise<ExecutionStart>;
  /** RUNNING, SUCCEEDED, FAILED...; undefined when there is no such execution. */
  status(executionArn: string): Promise<string | undefined>;
  /** `late`: the state no longer waits with this token. */
  succeed(token: string, output: unknown): Promise<'answered' | 'late'>;
  fail(token: string, failure: { readonly error: string; readonly cause: string }): Promise<'answered' | 'late'>;
}

/** {@link Workflows} on Step Functions. */
export function stepFunctionsWorkflows(client = new SFNClient(clientConfiguration())): Workflows {
  const answer = async (send: () => Promise<unknown>): Promise<'answered' | 'late'> => {
    try {
      await send();
      return 'answered';
    } catch (error) {
      const late = error instanceof TaskTimedOut || error instanceof TaskDoesNotExist || error instanceof InvalidToken;
      if (late) return 'late';
      throw error;
    }
  };
  return {
    async start(stateMachineArn, name, input) {
      try {
        const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
        return { outcome: 'started', executionArn: (await client.send(command)).executionArn };
      } catch (error) {
        if (error instanceof ExecutionAlreadyExists) return { outcome: 'exists', executionArn: undefined };
        throw error;
      }
    },
    async status(executionArn) {
      try {
        return (await client.send(new DescribeExecutionCommand({ executionArn }))).status;
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return undefined;
        throw error;
      }
    },
    succeed: (taskToken, output) =>
      answer(() => client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }))),
    // Step Functions takes 32,768 characters of cause.
    fail: (taskToken, { error, cause }) =>
      answer(() => client.send(new SendTaskFailureCommand({ taskToken, error, cause: cause.slice(0, 32_000) }))),
  };
}
