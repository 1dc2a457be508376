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

/** `exists`: an execution of this name ran, or runs with other input. */
export interface ExecutionStart {
  readonly outcome: 'started' | 'exists';
  readonly executionArn: string;
}

/** Starting executions and answering their tokens. */
export interface Workflows {
  /** Through the state machine, or one of its aliases. The name makes it idempotent. */
  start(stateMachineArn: string, name: string, input: unknown): Promise<ExecutionStart>;
  /** RUNNING, SUCCEEDED, FAILED...; undefined when there is no such execution. */
  status(executionArn: string): Promise<string | undefined>;
  /** `late`: the state no longer waits with this token. */
  succeed(token: string, output: unknown): Promise<'answered' | 'late'>;
  fail(token: string, failure: { readonly error: string; readonly cause: string }): Promise<'answered' | 'late'>;
}

/** `...:stateMachine:<machine>`, or `...:stateMachine:<machine>:<alias>`, becomes `...:execution:<machine>:<name>`. */
export function executionArnOf(stateMachineArn: string, name: string): string {
  const parts = stateMachineArn.split(':');
  return [...parts.slice(0, 5), 'execution', parts[6], name].join(':');
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
        await client.send(command);
        return { outcome: 'started', executionArn: executionArnOf(stateMachineArn, name) };
      } catch (error) {
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
        return { outcome: 'exists', executionArn: executionArnOf(stateMachineArn, name) };
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
