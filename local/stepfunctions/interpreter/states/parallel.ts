import { groupKey } from '../../definition/program.ts';
import type { Json } from '../../json.ts';
import { abortSiblings, aside } from '../abort.ts';
import { addChild } from '../add-child.ts';
import { leave } from '../leave.ts';
import { recover } from '../recover.ts';
import type { Visit } from '../visit.ts';

/** Runs every branch at once on the same input; the results are a list in the order of the branches. */
export async function parallel(visit: Visit): Promise<void> {
  const { frame, here } = visit;
  const input = (await visit.evaluate('Arguments')) ?? frame.input;
  const id = visit.event('ParallelStateStarted');
  frame.wait = { kind: 'children', id, items: [], concurrency: 0 };
  (here.state.Branches ?? []).forEach((_, index) => {
    addChild(visit, { index, input, group: groupKey(frame.state, index), previous: id });
  });
}

/** A branch has ended well; the last one completes the state. */
export async function branchSucceeded(visit: Visit, branch: Visit): Promise<void> {
  visit.frame.previousEvent = branch.frame.previousEvent;
  await resumeParallel(visit);
}

/** Completes the state when every branch has succeeded; after a redrive they may all have before. */
export async function resumeParallel(visit: Visit): Promise<void> {
  const { frame, run } = visit;
  const branches = [...run.children(frame)];
  if (branches.some(({ status }) => status !== 'succeeded')) return;
  aside(visit, 'ParallelStateSucceeded');
  const result = branches.sort((a, b) => a.index - b.index).map(({ output }): Json => output ?? null);
  try {
    await leave(visit, { output: result, shown: { result } });
  } catch (error) {
    await recover(visit, error);
  }
}

/** A branch has failed, so the others are aborted and the state fails with its error. */
export function branchFailed(visit: Visit, branch: Visit): void {
  abortSiblings(visit);
  visit.frame.previousEvent = branch.frame.previousEvent;
  visit.event('ParallelStateFailed');
}
