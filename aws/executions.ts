import { DescribeExecutionCommand, ExecutionDoesNotExist, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { RunRecord } from '#domain/ledger/records.ts';
import type { ExecutionFacts } from '#domain/reconcile/plan-closing.ts';
import { clientConfiguration } from './clients.ts';

/** An execution that ended, as a listing shows it. */
export interface ClosedExecution {
  readonly executionArn: string;
  readonly name: string;
  /** ISO time. */
  readonly stoppedAt: string;
}

/** Looking at executions that ended. */
export interface Executions {
  /** The executions of a state machine that ended, those started last first, a page of each way to end. */
  closed(stateMachineArn: string): Promise<readonly ClosedExecution[]>;
  /** Undefined when it is too old to be known. */
  describe(executionArn: string, kind: RunRecord['kind']): Promise<ExecutionFacts | undefined>;
}

/** A sweep comes every five minutes; this many ends of one kind in between are made up for at once. */
const PAGE = 100;

/** {@link Executions} on Step Functions. */
export function stepFunctionsExecutions(client = new SFNClient(clientConfiguration())): Executions {
  return {
    async closed(stateMachineArn) {
      const closed: ClosedExecution[] = [];
      for (const statusFilter of ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const) {
        const page = await client.send(new ListExecutionsCommand({ stateMachineArn, statusFilter, maxResults: PAGE }));
        for (const { executionArn = '', name = '', stopDate } of page.executions ?? []) {
          closed.push({ executionArn, name, stoppedAt: (stopDate ?? new Date(0)).toISOString() });
        }
      }
      return closed;
    },
    async describe(executionArn, kind) {
      try {
        const found = await client.send(new DescribeExecutionCommand({ executionArn }));
        return {
          kind,
          executionArn,
          name: found.name ?? '',
          status: found.status ?? 'RUNNING',
          startedAt: (found.startDate ?? new Date(0)).toISOString(),
          stoppedAt: found.stopDate?.toISOString(),
          input: parsed(found.input) ?? {},
          output: parsed(found.output),
          error: found.error,
          cause: found.cause,
        };
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return undefined;
        throw error;
      }
    },
  };
}

function parsed(text: string | undefined): Record<string, unknown> | undefined {
  const value: unknown = text === undefined ? undefined : JSON.parse(text);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}
