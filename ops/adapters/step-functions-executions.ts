import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  ExecutionDoesNotExist,
  type ExecutionListItem,
  ExecutionNotRedrivable,
  type HistoryEvent,
  paginateGetExecutionHistory,
  paginateListExecutions,
  RedriveExecutionCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import type { ExecutionDetail, ExecutionSummary, Executions } from './executions.ts';

/** {@link Executions} on Step Functions. */
export function stepFunctionsExecutions(client: SFNClient): Executions {
  return {
    async *list(stateMachineArn, statusFilter) {
      const input = { stateMachineArn, maxResults: 100, ...(statusFilter === undefined ? {} : { statusFilter }) };
      for await (const page of paginateListExecutions({ client }, input)) {
        for (const item of page.executions ?? []) yield summaryOf(item);
      }
    },
    async describe(executionArn) {
      try {
        return detailOf(await client.send(new DescribeExecutionCommand({ executionArn })));
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return undefined;
        throw error;
      }
    },
    async history(executionArn) {
      const events: HistoryEvent[] = [];
      for await (const page of paginateGetExecutionHistory({ client }, { executionArn, maxResults: 1000 })) {
        events.push(...(page.events ?? []));
      }
      return events;
    },
    async redrive(executionArn, clientToken) {
      try {
        const { redriveDate } = await client.send(new RedriveExecutionCommand({ executionArn, clientToken }));
        return { outcome: 'redriven', at: (redriveDate ?? new Date(0)).toISOString() };
      } catch (error) {
        if (error instanceof ExecutionNotRedrivable) return { outcome: 'refused', reason: error.message };
        throw error;
      }
    },
  };
}

function summaryOf(item: ExecutionListItem | DescribeExecutionCommandOutput): ExecutionSummary {
  const { executionArn = '', name = '', status = 'RUNNING', startDate, stopDate, redriveCount = 0 } = item;
  return {
    arn: executionArn,
    name,
    status,
    startedAt: (startDate ?? new Date(0)).toISOString(),
    ...(stopDate === undefined ? {} : { stoppedAt: stopDate.toISOString() }),
    redriveCount,
  };
}

function detailOf(output: DescribeExecutionCommandOutput): ExecutionDetail {
  const { input, error, cause, redriveStatus, redriveStatusReason } = output;
  return {
    ...summaryOf(output),
    input: input === undefined ? undefined : JSON.parse(input),
    redrivable: redriveStatus === 'REDRIVABLE',
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    ...(redriveStatusReason === undefined ? {} : { redriveReason: redriveStatusReason }),
  };
}
