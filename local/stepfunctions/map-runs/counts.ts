import type { Execution, ExecutionStatus } from '../executions/execution.ts';
import type { ChildStatus, Counts, MapRun } from './map-run.ts';

export function noCounts(): Counts {
  return { pending: 0, running: 0, succeeded: 0, failed: 0, timedOut: 0, aborted: 0, pendingRedrive: 0 };
}

const COUNTED: Readonly<Record<ExecutionStatus, ChildStatus>> = {
  RUNNING: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timedOut',
  ABORTED: 'aborted',
};

/** As what a child counts by its execution's status. */
export function countedAs({ status }: Execution): ChildStatus {
  return COUNTED[status];
}

/** A child has gone from one status to another. */
export function move(mapRun: MapRun, items: number, { from, to }: { from: ChildStatus; to: ChildStatus }): void {
  mapRun.executions[from]--;
  mapRun.executions[to]++;
  mapRun.items[from] -= items;
  mapRun.items[to] += items;
}

export function totalOf(counts: Counts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Children that have neither ended nor begun, and those that run. */
export function unfinished({ executions }: MapRun): number {
  return executions.pending + executions.pendingRedrive + executions.running;
}

/**
 * Whether more items have failed than are tolerated: more than the count or more than the percentage, whichever is given; none at
 * all when neither is. Source: AWS developer guide, tolerated failure threshold. That a stopped child counts is not confirmed.
 */
export function exceedsTolerance(mapRun: MapRun): boolean {
  const { toleratedFailureCount: count, toleratedFailurePercentage: percentage, items } = mapRun;
  const failed = items.failed + items.timedOut + items.aborted;
  if (count === undefined && percentage === undefined) return failed > 0;
  const share = (100 * failed) / Math.max(1, totalOf(items));
  return (count !== undefined && failed > count) || (percentage !== undefined && share > percentage);
}
