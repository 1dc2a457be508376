import type { MapRun } from '../map-runs/map-run.ts';
import type { Execution } from './execution.ts';
import { redriveStatus } from './redrive-status.ts';

export interface Describing {
  /** Virtual ms: whether an execution can be redriven depends on it. */
  readonly now: number;
  /** Whether input and output are told. */
  readonly data: boolean;
}

/** An execution as DescribeExecution answers. */
export function describeExecution(execution: Execution, { now, data }: Describing) {
  const { status, reason } = redriveStatus(execution, now);
  const { input, output, error, cause, mapRun } = execution;
  return {
    ...summarize(execution),
    ...(mapRun !== undefined && { mapRunArn: mapRun.arn }),
    redriveStatus: status,
    ...(reason !== undefined && { redriveStatusReason: reason }),
    ...(data && { input, inputDetails: { included: true } }),
    ...(data && output !== undefined && { output, outputDetails: { included: true } }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  };
}

/** An execution as ListExecutions answers. */
export function summarize(execution: Execution) {
  const { versionArn, aliasArn, stoppedAt, redrivenAt } = execution;
  return {
    executionArn: execution.arn,
    stateMachineArn: execution.machineArn,
    name: execution.name,
    status: execution.status,
    startDate: new Date(execution.startedAt),
    ...(stoppedAt !== undefined && { stopDate: new Date(stoppedAt) }),
    ...(versionArn !== undefined && { stateMachineVersionArn: versionArn }),
    ...(aliasArn !== undefined && { stateMachineAliasArn: aliasArn }),
    redriveCount: execution.redriveCount,
    ...(redrivenAt !== undefined && { redriveDate: new Date(redrivenAt) }),
  };
}

/** A child of a Map Run as ListExecutions answers to the run's ARN. */
export function summarizeChild(child: Execution, { arn, toRedrive }: MapRun) {
  return {
    ...summarize(child),
    ...(toRedrive.includes(child.arn) && { status: 'PENDING_REDRIVE' as const }),
    mapRunArn: arn,
    itemCount: child.mapRun?.items ?? 0,
  };
}
