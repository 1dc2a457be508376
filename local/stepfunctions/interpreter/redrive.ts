import { announce } from './finish.ts';
import type { Frame } from './frame.ts';
import { removeTree } from './leave.ts';
import { redriveMapRun } from './redrive-map-run.ts';
import { resumeMap } from './states/map.ts';
import { resumeParallel } from './states/parallel.ts';
import type { Visit } from './visit.ts';

/** States that are attempted again without being entered again. */
const ATTEMPTED = new Set(['Task', 'Map', 'Parallel']);

/**
 * Takes a closed execution up where it failed: what succeeded is kept, a Task is scheduled anew with its retries reset,
 * of a Map or Parallel only the failed and aborted parts run again. Source: AWS developer guide, redriving executions.
 */
export async function redrive(visit: Visit): Promise<void> {
  const { run, turn } = visit;
  const { execution } = run;
  const fromStart = execution.error === 'States.DataLimitExceeded';
  execution.status = 'RUNNING';
  execution.redriveCount++;
  execution.redrivenAt = turn.now;
  execution.stoppedAt = undefined;
  execution.error = undefined;
  execution.cause = undefined;
  const details = { redriveCount: execution.redriveCount };
  const id = turn.event(run, execution.lastEvent, {
    type: 'ExecutionRedriven',
    executionRedrivenEventDetails: details,
  });
  announce(visit, execution);
  await resume(visit, id, fromStart);
}

async function resume(visit: Visit, event: number, fromStart: boolean): Promise<void> {
  const { frame, run, turn, here } = visit;
  if (frame.status === 'succeeded') return;
  frame.status = 'running';
  frame.previousEvent = event;
  frame.attempts = [];
  frame.retryCount = 0;
  turn.save(frame);
  if (!fromStart && redriveMapRun(visit)) return;
  const children: Frame[] = [...run.children(frame)];
  if (frame.wait?.kind === 'children' && !fromStart) {
    for (const child of children) await resume(visit.at(child), event, fromStart);
    return await (here.state.Type === 'Map' ? resumeMap : resumeParallel)(visit);
  }
  for (const child of children) removeTree(visit.at(child));
  frame.wait = undefined;
  frame.entered = frame.entered && ATTEMPTED.has(here.state.Type);
  turn.ready(run, frame);
}
