import type { Execution } from '../executions/execution.ts';
import { abortBelow } from './abort.ts';
import type { End } from './machinery.ts';
import { statusEvent } from './status-event.ts';
import { cancelExecutionTimeout } from './timers.ts';
import type { Visit } from './visit.ts';

/**
 * Writes the end of an execution: its last event, its record, the event on the bus. The frames of one that succeeded are
 * forgotten; the others' are kept for a redrive. `visit` is at the frame
 * whose last event the end follows.
 */
export function finish(visit: Visit, end: End): void {
  const { run, turn, frame } = visit;
  const { execution } = run;
  if (execution.status !== 'RUNNING') return;
  for (const other of run.frames) {
    if (end.status === 'SUCCEEDED') turn.remove(run, other);
    else abortBelow(visit.at(other));
  }
  const [type, details] = endEvent(end);
  // What ends an execution from outside follows no event of its states. Source: AWS, as reported in floci-io/floci#2965.
  const outside = end.status === 'ABORTED' || end.status === 'TIMED_OUT';
  turn.event(run, outside ? 0 : frame.previousEvent, { type, ...details });
  Object.assign(execution, { status: end.status, stoppedAt: turn.now }, recordOf(end));
  turn.saveExecution(execution);
  const { clock } = visit.machinery.cloud;
  if (run.program.timeoutSeconds !== undefined) turn.write(() => cancelExecutionTimeout(clock, execution.arn));
  announce(visit, execution);
}

/** Puts the execution's status on the bus, in the same transaction that writes it. */
export function announce({ turn, machinery }: Pick<Visit, 'turn' | 'machinery'>, execution: Execution): void {
  turn.write(() => machinery.cloud.emit(statusEvent(execution)));
}

function endEvent(end: End): [type: string, details: object] {
  switch (end.status) {
    case 'SUCCEEDED': {
      const details = { output: end.output, outputDetails: { truncated: false } };
      return ['ExecutionSucceeded', { executionSucceededEventDetails: details }];
    }
    case 'FAILED':
      return ['ExecutionFailed', { executionFailedEventDetails: recordOf(end) }];
    case 'TIMED_OUT':
      return ['ExecutionTimedOut', { executionTimedOutEventDetails: { error: 'States.Timeout' } }];
    case 'ABORTED':
      return ['ExecutionAborted', { executionAbortedEventDetails: recordOf(end) }];
  }
}

/** What the execution's record keeps of its end; of a time-out nothing, as on AWS. */
function recordOf(end: End): Partial<Execution> {
  if (end.status === 'TIMED_OUT') return {};
  if (end.status === 'SUCCEEDED') return { output: end.output };
  const { error, cause } = end.status === 'ABORTED' ? end : end.failure;
  return { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
}
