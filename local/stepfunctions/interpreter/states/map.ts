import { groupKey } from '../../definition/program.ts';
import type { Json } from '../../json.ts';
import { abortSiblings, aside } from '../abort.ts';
import { addChild } from '../add-child.ts';
import { leave } from '../leave.ts';
import { itemsOf, selected } from '../map-items.ts';
import { recover } from '../recover.ts';
import { countField } from '../typed-field.ts';
import type { Visit } from '../visit.ts';
import { distributedMap } from './distributed-map.ts';

/** An inline Map never runs more iterations at once. Source: AWS Step Functions developer guide, inline mode. */
const MAX_CONCURRENCY = 40;

/** Runs the item processor once per item; the results are a list in the order of the items. */
export async function map(visit: Visit): Promise<void> {
  const { frame, here } = visit;
  if (here.state.ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED') return await distributedMap(visit);
  const items = await itemsOf(visit);
  const asked = await countField(visit, 'MaxConcurrency');
  const concurrency = Math.min(asked || MAX_CONCURRENCY, MAX_CONCURRENCY);
  const id = visit.event('MapStateStarted', { mapStateStartedEventDetails: { length: items.length } });
  frame.wait = { kind: 'children', id, items, concurrency };
  if (items.length === 0) return await complete(visit, id);
  for (const index of items.keys()) {
    if (index >= concurrency) break;
    await startIteration(visit, { index, previous: id });
  }
}

async function startIteration(visit: Visit, at: { readonly index: number; readonly previous: number }): Promise<void> {
  const { frame, turn, run } = visit;
  const { wait } = frame;
  const item: Json = (wait?.kind === 'children' ? wait.items[at.index] : undefined) ?? null;
  const input = await selected(visit, at.index, item);
  const details = { mapIterationStartedEventDetails: { index: at.index, name: frame.state } };
  const previous = turn.event(run, at.previous, { type: 'MapIterationStarted', ...details });
  addChild(visit, { index: at.index, input, item, group: groupKey(frame.state), previous });
}

/** An iteration has ended well: the next one starts, or the last one completes the state. */
export async function mapIterationSucceeded(visit: Visit, iteration: Visit): Promise<void> {
  const { frame } = visit;
  const before = iteration.frame.previousEvent;
  const details = { mapIterationSucceededEventDetails: { index: iteration.frame.index, name: frame.state } };
  const id = iteration.event('MapIterationSucceeded', details);
  await goOn(visit, { before, id });
}

/** After a redrive: the iterations that were left out go on; when there are none, the state completes. */
export async function resumeMap(visit: Visit): Promise<void> {
  const { previousEvent } = visit.frame;
  const unfinished = [...visit.run.children(visit.frame)].some(({ status }) => status !== 'succeeded');
  if (!unfinished) await goOn(visit, { before: previousEvent, id: previousEvent });
}

async function goOn(visit: Visit, after: { readonly before: number; readonly id: number }): Promise<void> {
  const { frame, run } = visit;
  if (frame.wait?.kind !== 'children') return;
  const { items } = frame.wait;
  try {
    const started = run.children(frame).size;
    if (started < items.length) return await startIteration(visit, { index: started, previous: after.before });
    for (const { status } of run.children(frame)) if (status !== 'succeeded') return;
    await complete(visit, after.id);
  } catch (error) {
    await recover(visit, error);
  }
}

async function complete(visit: Visit, previous: number): Promise<void> {
  const { frame, run } = visit;
  frame.previousEvent = previous;
  aside(visit, 'MapStateSucceeded');
  const iterations = [...run.children(frame)].sort((a, b) => a.index - b.index);
  const result = iterations.map(({ output }): Json => output ?? null);
  await leave(visit, { output: result, shown: { result } });
}

/** An iteration has failed, so the others are aborted and the state fails with its error. */
export function iterationFailed(visit: Visit, iteration: Visit): void {
  const { frame } = visit;
  const name = frame.state;
  const { previousEvent, index } = iteration.frame;
  aside(iteration, 'MapIterationFailed', { mapIterationFailedEventDetails: { index, name } });
  abortSiblings(visit, (sibling) => {
    aside(sibling, 'MapIterationAborted', { mapIterationAbortedEventDetails: { index: sibling.frame.index, name } });
  });
  frame.previousEvent = previousEvent;
  visit.event('MapStateFailed');
}
