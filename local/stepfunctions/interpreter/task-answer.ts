import { findIntegration } from '../integrations/registry.ts';
import { bytesOf, type Json, MAX_PAYLOAD_BYTES } from '../json.ts';
import { leave } from './leave.ts';
import { recover } from './recover.ts';
import { StateError, type StateFailure } from './state-error.ts';
import { taskEvents } from './task-events.ts';
import type { Visit } from './visit.ts';

/** A Task has its result. */
export async function taskSucceeded(visit: Visit, result: Json): Promise<void> {
  const output = JSON.stringify(result);
  if (bytesOf(output) > MAX_PAYLOAD_BYTES) return await taskFailed(visit, tooLarge(visit));
  settle(visit);
  visit.event(...eventsOf(visit).succeeded(output));
  try {
    await leave(visit, { output: result, shown: { result } });
  } catch (error) {
    await recover(visit, error);
  }
}

/** The call that hands out a task token, or starts an execution, was accepted; its answer is yet to come. */
export function taskSubmitted(visit: Visit, result: Json): void {
  const { wait } = visit.frame;
  if (wait?.kind !== 'token' && wait?.kind !== 'execution') return;
  wait.submitted = true;
  visit.event(...eventsOf(visit).submitted(JSON.stringify(result)));
}

/** A Task has failed; States.Timeout is written as a time-out. */
export async function taskFailed(visit: Visit, failure: StateFailure): Promise<void> {
  settle(visit);
  const events = eventsOf(visit);
  visit.event(...(failure.error === 'States.Timeout' ? events.timedOut(failure) : events.failed(failure)));
  await recover(visit, new StateError(failure));
}

/** What the frame waited for is over, and its timers with it. */
function settle(visit: Visit): void {
  const { wait } = visit.frame;
  visit.frame.wait = undefined;
  if (wait !== undefined) visit.machinery.unschedule(visit, wait);
}

function eventsOf(visit: Visit) {
  return taskEvents(findIntegration(visit.here.state.Resource ?? ''));
}

/** Catchable, unlike the overflow of a state's own output. Source: recorded on AWS 2024-03-21. */
function tooLarge({ frame }: Visit): StateFailure {
  const cause = `The state/task '${frame.state}' returned a result with a size exceeding the maximum number of bytes service limit.`;
  return { error: 'States.DataLimitExceeded', cause };
}
