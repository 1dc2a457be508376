import type {
  DescribeExecutionInput,
  DescribeStateMachineForExecutionInput,
  ListExecutionsInput,
  RedriveExecutionInput,
  StartExecutionInput,
  StopExecutionInput,
} from '@aws-sdk/client-sfn';
import { executionDoesNotExist, validation } from '../errors.ts';
import { checkExecutionArn, parseMachineArn } from '../machines/arns.ts';
import { machineAt } from '../machines/machine-store.ts';
import { pageOf } from '../page.ts';
import type { Parts } from '../service-parts.ts';
import { describeExecution, summarize } from './describe-execution.ts';
import type { Execution } from './execution.ts';
import type { ExecutionIndex } from './execution-index.ts';
import { redriveExecution } from './redrive-execution.ts';
import { startExecution } from './start-execution.ts';

export function executionOperations(parts: Parts, index: ExecutionIndex) {
  const { cloud, ledger, interpreter } = parts;
  return {
    StartExecution: (input: StartExecutionInput) => startExecution(parts, index, input),

    DescribeExecution: ({ executionArn = '', includedData }: DescribeExecutionInput) =>
      describeExecution(executionAt(executionArn), { now: cloud.clock.now(), data: includedData !== 'METADATA_ONLY' }),

    /** Latest start first. */
    ListExecutions({ stateMachineArn, statusFilter, redriveFilter, ...page }: ListExecutionsInput) {
      if (stateMachineArn === undefined)
        throw validation('ListExecutions needs a stateMachineArn; the embedded AWS has no map runs.');
      const { machine, qualifier } = parseMachineArn(stateMachineArn);
      machineAt(ledger, machine);
      const wanted = (execution: Execution) =>
        (statusFilter === undefined || execution.status === statusFilter) &&
        (redriveFilter === undefined || execution.redriveCount > 0 === (redriveFilter === 'REDRIVEN')) &&
        (qualifier === undefined || [execution.versionArn, execution.aliasArn].includes(stateMachineArn));
      const { items, ...next } = pageOf(index.of(machine).filter(wanted), page);
      return { executions: items.map(summarize), ...next };
    },

    async StopExecution({ executionArn = '', error, cause }: StopExecutionInput) {
      const execution = executionAt(executionArn);
      await interpreter.stop(execution.arn, { error, cause });
      return { stopDate: new Date(execution.stoppedAt ?? cloud.clock.now()) };
    },

    RedriveExecution: ({ executionArn = '', clientToken }: RedriveExecutionInput) =>
      redriveExecution(parts, executionAt(executionArn), clientToken),

    DescribeStateMachineForExecution({ executionArn = '' }: DescribeStateMachineForExecutionInput) {
      const execution = executionAt(executionArn);
      const revision = ledger.revisions.get(execution.revisionId);
      return {
        stateMachineArn: execution.machineArn,
        name: execution.machineArn.split(':').at(-1),
        definition: revision?.definition,
        roleArn: execution.roleArn,
        updateDate: new Date(revision?.createdAt ?? execution.startedAt),
        loggingConfiguration: { level: 'OFF', includeExecutionData: false },
        tracingConfiguration: { enabled: false },
        revisionId: execution.revisionId,
      };
    },
  };

  function executionAt(arn: string): Execution {
    const execution = ledger.executions.get(checkExecutionArn(arn));
    if (execution === undefined) throw executionDoesNotExist(arn);
    return execution;
  }
}
