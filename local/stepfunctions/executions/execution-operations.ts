import type {
  DescribeExecutionInput,
  DescribeStateMachineForExecutionInput,
  ListExecutionsInput,
  RedriveExecutionInput,
  StartExecutionInput,
  StopExecutionInput,
} from '@aws-sdk/client-sfn';
import { executionDoesNotExist } from '../errors.ts';
import { checkExecutionArn } from '../machines/arns.ts';
import type { Parts } from '../service-parts.ts';
import { describeExecution } from './describe-execution.ts';
import { describeMachineOf } from './describe-machine-of.ts';
import type { Execution } from './execution.ts';
import { listExecutions } from './list-executions.ts';
import { redriveExecution } from './redrive-execution.ts';
import { startExecution } from './start-execution.ts';

export function executionOperations(parts: Parts) {
  const { cloud, ledger, interpreter } = parts;
  return {
    StartExecution: (input: StartExecutionInput) => startExecution(parts, input),

    DescribeExecution: ({ executionArn = '', includedData }: DescribeExecutionInput) =>
      describeExecution(executionAt(executionArn), { now: cloud.clock.now(), data: includedData !== 'METADATA_ONLY' }),

    ListExecutions: (input: ListExecutionsInput) => listExecutions(ledger, input),

    async StopExecution({ executionArn = '', error, cause }: StopExecutionInput) {
      const execution = executionAt(executionArn);
      await interpreter.stop(execution.arn, { error, cause });
      return { stopDate: new Date(execution.stoppedAt ?? cloud.clock.now()) };
    },

    RedriveExecution: ({ executionArn = '', clientToken }: RedriveExecutionInput) =>
      redriveExecution(parts, executionAt(executionArn), clientToken),

    DescribeStateMachineForExecution: ({ executionArn = '' }: DescribeStateMachineForExecutionInput) =>
      describeMachineOf(ledger, executionAt(executionArn)),
  };

  function executionAt(arn: string): Execution {
    const execution = ledger.executions.get(checkExecutionArn(arn));
    if (execution === undefined) throw executionDoesNotExist(arn);
    return execution;
  }
}
