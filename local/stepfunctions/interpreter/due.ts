import { leave } from './leave.ts';
import { recover } from './recover.ts';
import { taskFailed } from './task-answer.ts';
import type { WaitDue } from './timers.ts';
import type { Visit } from './visit.ts';

/** A timer of a frame's wait is due: the Wait state ends, the next attempt begins, or the Task has timed out. */
export async function due(visit: Visit, { purpose }: WaitDue): Promise<void> {
  const { frame, turn, run, machinery } = visit;
  const { wait } = frame;
  if (wait === undefined) return;
  if (purpose !== 'wait') {
    machinery.abandon(visit, wait);
    const alias = purpose === 'heartbeat' ? { alias: 'States.HeartbeatTimeout' } : {};
    return await taskFailed(visit, { error: 'States.Timeout', cause: undefined, ...alias });
  }
  frame.wait = undefined;
  if (wait.kind === 'timer' && wait.retry) return turn.ready(run, frame);
  try {
    await leave(visit, { output: frame.input });
  } catch (error) {
    await recover(visit, error);
  }
}
