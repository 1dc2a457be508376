import { Worker } from 'node:worker_threads';
import { shared } from './binned-matrix.ts';
import { FeatureLane, type LaneInput } from './feature-lane.ts';

/** Words of the control block between the main thread and one worker: the count of orders given, of orders done, and the order. */
export const ORDERED = 0;
export const DONE = 1;
export const PAIRS = 2;

/** An order that ends the worker. */
export const LEAVE = -1;

/** The lanes of a training: the first works here, each further one in a thread of its own. */
export class Lanes {
  private readonly first: FeatureLane;
  private readonly others: { readonly worker: Worker; readonly control: Int32Array }[];

  constructor([first, ...others]: readonly LaneInput[]) {
    if (first === undefined) throw new TypeError('A training needs at least one lane');
    this.first = new FeatureLane(first);
    this.others = others.map((input) => {
      const control = shared(Int32Array, 3);
      const worker = new Worker(new URL('./lane-thread.ts', import.meta.url), { workerData: { input, control } });
      worker.unref();
      return { worker, control };
    });
  }

  /** Searches the level on the board in all lanes; returns when every lane has written its splits. */
  searchLevel(pairs: number): void {
    for (const { control } of this.others) this.order(control, pairs);
    this.first.searchLevel(pairs);
    for (const { control } of this.others) {
      const ordered = Atomics.load(control, ORDERED);
      for (let done = Atomics.load(control, DONE); done !== ordered; done = Atomics.load(control, DONE)) {
        Atomics.wait(control, DONE, done);
      }
    }
  }

  /** Ends the threads. */
  close(): void {
    for (const { control } of this.others) this.order(control, LEAVE);
  }

  private order(control: Int32Array, pairs: number): void {
    Atomics.store(control, PAIRS, pairs);
    Atomics.add(control, ORDERED, 1);
    Atomics.notify(control, ORDERED);
  }
}
