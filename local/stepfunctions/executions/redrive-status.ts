import { MAX_EVENTS } from '../history/history-event.ts';
import type { Execution } from './execution.ts';

/** A closed execution can be redriven for this long. Source: AWS developer guide, redriving executions. */
const REDRIVABLE_MS = 14 * 86_400_000;

/** Whether an execution can be redriven at a virtual time, and if not why. */
export function redriveStatus(execution: Execution, now: number): RedriveStatus {
  const why = hindrance(execution, now);
  if (why !== undefined) return { status: 'NOT_REDRIVABLE', reason: why };
  return { status: execution.mapRun === undefined ? 'REDRIVABLE' : 'REDRIVABLE_BY_MAP_RUN' };
}

export interface RedriveStatus {
  readonly status: 'REDRIVABLE' | 'NOT_REDRIVABLE' | 'REDRIVABLE_BY_MAP_RUN';
  readonly reason?: string;
}

function hindrance({ status, stoppedAt = 0, lastEvent }: Execution, now: number): string | undefined {
  if (status === 'RUNNING') return 'Execution is RUNNING and cannot be redriven';
  if (status === 'SUCCEEDED') return 'Execution is SUCCEEDED and cannot be redriven';
  if (now - stoppedAt > REDRIVABLE_MS) return 'Execution has exceeded the redrivable period of 14 days';
  if (lastEvent >= MAX_EVENTS - 1) return 'Execution history has reached the maximum number of events';
  return undefined;
}
