import type { Closing, RunRecord } from '../ledger/records.ts';

/** An execution as Step Functions knows it. */
export interface ExecutionFacts {
  readonly kind: RunRecord['kind'];
  readonly name: string;
  readonly executionArn: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';
  readonly startedAt: string;
  readonly stoppedAt: string | undefined;
  readonly input: Readonly<Record<string, unknown>>;
  readonly output: Readonly<Record<string, unknown>> | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

/** The record with its end, or undefined when there is nothing to add: it runs, or this end is recorded already. */
export function planClosing(execution: ExecutionFacts, record: RunRecord | undefined): RunRecord | undefined {
  const closing = closingOf(execution);
  const { input, kind, name, executionArn } = execution;
  const model = typeof input.model === 'string' ? input.model : record?.model;
  if (closing === undefined || model === undefined) return undefined;
  // A redrive ends an execution again, later.
  if (record?.closing !== undefined && record.closing.at >= closing.at) return undefined;
  const generation = typeof input.generation === 'number' ? input.generation : 1;
  const started = { kind, name, model, generation, input: { ...input }, startedAt: execution.startedAt, data: {} };
  return { ...started, ...record, executionArn, closing };
}

function closingOf({ status, stoppedAt, error, cause }: ExecutionFacts): Closing | undefined {
  if (status === 'RUNNING' || status === 'PENDING_REDRIVE' || stoppedAt === undefined) return undefined;
  return {
    status,
    at: stoppedAt,
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
}
