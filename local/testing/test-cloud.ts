import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clock } from '../clock/clock.ts';
import { type CloudOptions, createCloud, type RunningCloud } from '../create-cloud.ts';
import { Store } from '../store/store.ts';

/** 2026-01-05, a Monday. */
export const TEST_START = Date.UTC(2026, 0, 5);

export interface TestCloud extends RunningCloud, AsyncDisposable {
  /** The folder of its store; give it to another test cloud to try a restart. */
  readonly directory: string;
}

type TestCloudOptions = Partial<Omit<CloudOptions, 'store' | 'clock'>> & { directory?: string; start?: number };

/** A cloud in a folder of its own with a stepped clock: `await using cloud = createTestCloud({ services: [createS3] })`. */
export function createTestCloud({ directory, start = TEST_START, ...options }: TestCloudOptions = {}): TestCloud {
  const folder = directory ?? mkdtempSync(join(tmpdir(), 'andon-test-'));
  const store = Store.open(folder);
  const clock = new Clock({ store, start });
  const cloud = createCloud({ services: [], ...options, store, clock });
  return {
    ...cloud,
    directory: folder,
    async [Symbol.asyncDispose]() {
      clock.stop();
      await cloud.close();
      store[Symbol.dispose]();
      if (directory === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}
