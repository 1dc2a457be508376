import type { Execution } from '../executions/execution.ts';
import { redriveStatus } from '../executions/redrive-status.ts';
import type { Json } from '../json.ts';

/**
 * What a Map state shows of a child without a ResultWriter: its output, or the whole of its record when it did not succeed. Source:
 * AWS developer guide, ResultWriter, the transformation COMPACT.
 */
export function resultOf(child: Execution, now: number): Json {
  return child.output === undefined ? recordOf(child, now) : (JSON.parse(child.output) as Json);
}

/** A child as the files of a ResultWriter have it. Source of the members: AWS developer guide, ResultWriter. */
export function recordOf(child: Execution, now: number): Record<string, Json> {
  const { status, reason } = redriveStatus(child, now);
  const { output, error, cause, stoppedAt } = child;
  return {
    ExecutionArn: child.arn,
    Input: child.input,
    InputDetails: { Included: true },
    Name: child.name,
    ...(output !== undefined && { Output: output, OutputDetails: { Included: true } }),
    ...(error !== undefined && { Error: error }),
    ...(cause !== undefined && { Cause: cause }),
    RedriveCount: child.redriveCount,
    RedriveStatus: status,
    ...(reason !== undefined && { RedriveStatusReason: reason }),
    StartDate: new Date(child.startedAt).toISOString(),
    StateMachineArn: child.machineArn,
    Status: child.status,
    ...(stoppedAt !== undefined && { StopDate: new Date(stoppedAt).toISOString() }),
  };
}
