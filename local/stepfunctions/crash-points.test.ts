import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../store/store.ts';
import { LONG_WORKFLOW } from './testing/long-workflow.ts';
import { createSfnCloud, type Described } from './testing/sfn-cloud.ts';

/** Copies the store's folder after every commit: what a process killed there would leave behind. */
function copyEveryCommit(store: Store, into: string): () => string[] {
  const { transaction } = store;
  const copies: string[] = [];
  let depth = 0;
  store.transaction = <T>(write: () => T): T => {
    depth++;
    try {
      return transaction.call(store, write) as T;
    } finally {
      if (--depth === 0) {
        const copy = join(into, `after-${copies.length}`);
        cpSync(store.directory, copy, { recursive: true });
        copies.push(copy);
      }
    }
  };
  return () => copies;
}

describe('an execution whose process dies', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'andon-test-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('ends the same, and is announced once, at whatever commit that happens', async () => {
    let calls = 0;
    const slowly = async (payload: never) => {
      // Answers come apart, so that each has its own commit.
      await pause(2 * ++calls);
      return payload;
    };
    const functions = { slowly };
    await using first = createSfnCloud({ functions, directory: join(folder, 'first') });
    const stateMachineArn = await first.machine('long', LONG_WORKFLOW);
    const copies = copyEveryCommit(first.store, folder);
    const { executionArn } = await first.sfn<Described>('StartExecution', { stateMachineArn, input: '{"n":7}' });
    await first.clock.runUntilIdle();
    expect(copies().length).toBeGreaterThan(10);

    for (const directory of copies()) {
      await using later = createSfnCloud({ functions, directory });
      const before = await later.sfn<Described>('DescribeExecution', { executionArn });
      await later.clock.runUntilIdle();
      const end = await later.sfn<Described>('DescribeExecution', { executionArn });
      expect({ directory, output: end.output }).toEqual({ directory, output: '{"n":7,"sum":12}' });
      const chain = (await later.history(executionArn)).map(({ id = 0, previousEventId = 0 }) => [
        id,
        previousEventId < id,
      ]);
      expect(chain).toEqual(chain.map((_, n) => [n + 1, true]));
      expect(later.emitted.map(({ detail }) => detail.status)).toEqual(
        before.status === 'RUNNING' ? ['SUCCEEDED'] : [],
      );
      expect(later.store.collection('sfn.frames').size).toBe(0);
      expect(later.clock.holders()).toEqual([]);
    }
  });
});
