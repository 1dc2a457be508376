import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Store } from '../store/store.ts';
import { Clock, type ClockOptions } from './clock.ts';

export const START = Date.UTC(2026, 0, 5);

export interface ClockBench extends AsyncDisposable {
  readonly store: Store;
  readonly clock: Clock;
  /** What the timers of topic `note` said, with the ms since START at which they fired. */
  readonly fired: [note: unknown, at: number][];
  /** Lets time pass by itself until the bench is put away. */
  run(): void;
  /** Another clock on the same store, as after a death of the process. */
  restart(): ClockBench;
}

export function clockBench(options: Partial<ClockOptions> = {}): ClockBench {
  const directory = mkdtempSync(join(tmpdir(), 'andon-clock-'));
  const store = Store.open(directory);
  return bench(store, options, () => {
    store[Symbol.dispose]();
    rmSync(directory, { recursive: true, force: true });
  });
}

function bench(store: Store, options: Partial<ClockOptions>, dispose: () => void): ClockBench {
  const clock = new Clock({ store, start: START, ...options });
  const fired: ClockBench['fired'] = [];
  clock.on('note', (data) => void fired.push([data, clock.now() - START]));
  let running: Promise<void> | undefined;
  return {
    store,
    clock,
    fired,
    run() {
      running = clock.run();
    },
    restart: () => bench(store, options, () => {}),
    async [Symbol.asyncDispose]() {
      clock.stop();
      await running;
      dispose();
    },
  };
}
