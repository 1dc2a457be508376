import type { Visit } from './visit.ts';

/** States whose abortion is an event of its own. */
const TOLD = new Set(['Task', 'Wait', 'Map', 'Parallel']);

/** Stops a frame that still runs and everything below it. Where it stood is kept for a redrive. */
export function abortBelow(visit: Visit): void {
  for (const child of visit.run.children(visit.frame)) abortBelow(visit.at(child));
  if (visit.frame.status === 'running') close(visit, 'aborted');
}

/**
 * Stops the other branches or iterations of a state that fails, and writes what each was doing. These events begin no
 * chain: what follows names the event before them. Source: histories of AWS, as reported in floci-io/floci#3167.
 */
export function abortSiblings(visit: Visit, told: (sibling: Visit) => void = () => {}): void {
  for (const child of visit.run.children(visit.frame)) {
    const sibling = visit.at(child);
    if (child.status !== 'running') continue;
    abortSiblings(sibling);
    if (child.wait?.kind === 'mapRun') aside(sibling, 'MapRunAborted');
    if (child.entered && TOLD.has(sibling.here.state.Type)) aside(sibling, `${sibling.here.state.Type}StateAborted`);
    close(sibling, 'aborted');
    told(sibling);
  }
}

/** Writes an event that the frame's next one does not follow. */
export function aside(
  { turn, run, frame }: Visit,
  type: string,
  details: Readonly<Record<string, unknown>> = {},
): void {
  turn.event(run, frame.previousEvent, { type, ...details });
}

/** Ends a frame without success. A Map or Parallel keeps what it waits for, so that a redrive can run the failed parts again. */
export function close(visit: Visit, status: 'aborted' | 'failed'): void {
  const { frame, machinery, turn } = visit;
  frame.status = status;
  if (frame.wait !== undefined) machinery.abandon(visit, frame.wait);
  if (frame.wait?.kind !== 'children' && frame.wait?.kind !== 'mapRun') frame.wait = undefined;
  turn.save(frame);
}
