import type { Visit } from './visit.ts';

/** Stops a frame that still runs and everything below it. Where it stood is kept for a redrive. */
export function abortBelow(visit: Visit): void {
  const { frame, run } = visit;
  for (const child of run.children(frame)) abortBelow(visit.at(child));
  if (frame.status !== 'running') return;
  close(visit, 'aborted');
}

/** Ends a frame without success. A Map or Parallel keeps its items, so that a redrive can run the failed ones again. */
export function close(visit: Visit, status: 'aborted' | 'failed'): void {
  const { frame, machinery, turn } = visit;
  frame.status = status;
  if (frame.wait !== undefined) machinery.abandon(visit, frame.wait);
  if (frame.wait?.kind !== 'children') frame.wait = undefined;
  turn.save(frame);
}
