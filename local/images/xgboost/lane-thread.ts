import { workerData } from 'node:worker_threads';
import { FeatureLane, type LaneInput } from './feature-lane.ts';
import { DONE, LEAVE, ORDERED, PAIRS } from './lanes.ts';

/** The thread of one lane: waits for orders, searches the level, says that it is done. */
const { input, control } = workerData as { input: LaneInput; control: Int32Array };
const lane = new FeatureLane(input);
for (let done = 0; ; done++) {
  while (Atomics.load(control, ORDERED) === done) Atomics.wait(control, ORDERED, done);
  const pairs = Atomics.load(control, PAIRS);
  if (pairs === LEAVE) break;
  lane.searchLevel(pairs);
  Atomics.store(control, DONE, done + 1);
  Atomics.notify(control, DONE);
}
