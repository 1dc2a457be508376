import type { HistoryEvent } from '@aws-sdk/client-sfn';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';

/** An execution as listed; times are ISO. */
export interface ExecutionSummary {
  readonly arn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly startedAt: string;
  readonly stoppedAt?: string;
  readonly redriveCount: number;
}

export interface ExecutionDetail extends ExecutionSummary {
  readonly input: unknown;
  readonly error?: string;
  readonly cause?: string;
  readonly redrivable: boolean;
  /** Why not, where AWS says. */
  readonly redriveReason?: string;
}

export type Redrive =
  | { readonly outcome: 'redriven'; readonly at: string }
  | { readonly outcome: 'refused'; readonly reason: string };

/** Looking at executions, and redriving them. */
export interface Executions {
  /** The latest start first. */
  list(stateMachineArn: string, status?: ExecutionStatus): AsyncIterable<ExecutionSummary>;
  /** Undefined when there is no such execution. */
  describe(executionArn: string): Promise<ExecutionDetail | undefined>;
  /** In order. */
  history(executionArn: string): Promise<readonly HistoryEvent[]>;
  /** The same token redrives once. */
  redrive(executionArn: string, clientToken: string): Promise<Redrive>;
}
