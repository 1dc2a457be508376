import type { Json } from '../json.ts';
import { mapIterationSucceeded } from './states/map.ts';
import { branchSucceeded } from './states/parallel.ts';
import type { Visit } from './visit.ts';

/** A frame has reached its end: the execution succeeds, or the Map or Parallel around it hears of it. */
export async function endFrame(visit: Visit, output: Json, text: string): Promise<void> {
  const { frame, machinery, parent } = visit;
  frame.wait = undefined;
  if (parent === undefined) {
    machinery.finish(visit, { status: 'SUCCEEDED', output: text });
    return;
  }
  frame.status = 'succeeded';
  frame.output = output;
  visit.turn.save(frame);
  await (parent.here.state.Type === 'Map' ? mapIterationSucceeded : branchSucceeded)(parent, visit);
}
