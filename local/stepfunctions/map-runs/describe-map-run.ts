import { redriveStatus } from '../executions/redrive-status.ts';
import type { Ledger } from '../ledger.ts';
import { totalOf } from './counts.ts';
import type { Counts, MapRun } from './map-run.ts';

/** A Map Run as DescribeMapRun answers. */
export function describeMapRun(mapRun: MapRun, { index }: Ledger, now: number) {
  const stuck = index
    .childrenOf(mapRun)
    .filter((child) => !['RUNNING', 'SUCCEEDED'].includes(child.status))
    .filter((child) => redriveStatus(child, now).status === 'NOT_REDRIVABLE');
  const stuckItems = stuck.reduce((sum, { mapRun: child }) => sum + (child?.items ?? 0), 0);
  const { stoppedAt, redrivenAt } = mapRun;
  return {
    mapRunArn: mapRun.arn,
    executionArn: mapRun.execution,
    status: mapRun.status,
    startDate: new Date(mapRun.startedAt),
    ...(stoppedAt !== undefined && { stopDate: new Date(stoppedAt) }),
    maxConcurrency: mapRun.maxConcurrency,
    toleratedFailurePercentage: mapRun.toleratedFailurePercentage ?? 0,
    toleratedFailureCount: mapRun.toleratedFailureCount ?? 0,
    itemCounts: counts(mapRun, mapRun.items, stuckItems),
    executionCounts: counts(mapRun, mapRun.executions, stuck.length),
    redriveCount: mapRun.redriveCount,
    ...(redrivenAt !== undefined && { redriveDate: new Date(redrivenAt) }),
  };
}

/** Results count as written once a run has ended well, with a ResultWriter or without. Recorded on AWS 2023-09-21. */
function counts({ status }: MapRun, of: Counts, failuresNotRedrivable: number) {
  const ended = of.succeeded + of.failed + of.timedOut + of.aborted;
  return { ...of, total: totalOf(of), resultsWritten: status === 'SUCCEEDED' ? ended : 0, failuresNotRedrivable };
}

/** A Map Run as ListMapRuns answers. Its machine is the one its children run. Recorded on AWS 2023-09-21. */
export function summarizeMapRun({ arn, execution, machineArn, startedAt, stoppedAt }: MapRun) {
  return {
    executionArn: execution,
    mapRunArn: arn,
    stateMachineArn: machineArn,
    startDate: new Date(startedAt),
    ...(stoppedAt !== undefined && { stopDate: new Date(stoppedAt) }),
  };
}
