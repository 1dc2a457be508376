import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../store/store.ts';
import { type Child, distributed, s3Cloud } from './testing/distributed-map.ts';
import { DISTRIBUTED_WORKFLOW } from './testing/distributed-workflow.ts';
import { LONG_WORKFLOW } from './testing/long-workflow.ts';
import { createSfnCloud, type Described, FunctionError, invokeTask, type SfnCloud } from './testing/sfn-cloud.ts';

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
      await expectSameEnd(later, { executionArn, output: '{"n":7,"sum":12}' });
    }
  });

  it('goes on with its Map Runs, and starts no child twice, at whatever commit that happens', async () => {
    let calls = 0;
    const slowly = async (payload: never) => {
      await pause(2 * ++calls);
      return payload;
    };
    const functions = { slowly };
    const first = await s3Cloud({ functions, directory: join(folder, 'first') });
    await first.put('items.jsonl', '1\n2\n3\n4\n5\n');
    const stateMachineArn = await first.machine('m', DISTRIBUTED_WORKFLOW);
    const copies = copyEveryCommit(first.store, folder);
    const { executionArn } = await first.sfn<Described>('StartExecution', { stateMachineArn });
    await first.clock.runUntilIdle();
    await first[Symbol.asyncDispose]();
    expect(copies().length).toBeGreaterThan(10);

    for (const directory of copies()) {
      await using later = await s3Cloud({ functions, directory });
      await expectSameEnd(later, { executionArn, output: '{"batches":[2,2,1],"waited":[1,2,3]}' });
      for (const { mapRunArn, status, executionCounts } of await later.mapRuns({ executionArn })) {
        expect({ directory, status }).toEqual({ directory, status: 'SUCCEEDED' });
        expect(executionCounts).toMatchObject({ total: 3, succeeded: 3, running: 0, pending: 0 });
        const { executions } = await later.sfn<{ executions: Child[] }>('ListExecutions', { mapRunArn });
        expect(executions.map((child) => child.status)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
      }
    }
  });

  it('redrives a Map Run to the same end, at whatever commit that happens', async () => {
    let broken = true;
    const slowly = async (item: never) => {
      if (broken && item === 2) throw new FunctionError('Bad', 'not yet');
      await pause(1);
      return item;
    };
    const Retry = [{ ErrorEquals: ['Lambda.Unknown'], MaxAttempts: 5 }];
    const definition = distributed({ Item: { ...invokeTask('slowly'), Retry, End: true } }, { MaxConcurrency: 1 });
    const functions = { slowly };
    const first = await s3Cloud({ functions, directory: join(folder, 'first') });
    const { executionArn, status } = await first.run(definition, [1, 2, 3]);
    expect(status).toBe('FAILED');
    broken = false;
    const copies = copyEveryCommit(first.store, folder);
    await first.sfn('RedriveExecution', { executionArn });
    await first.clock.runUntilIdle();
    await first[Symbol.asyncDispose]();

    for (const directory of copies()) {
      await using later = await s3Cloud({ functions, directory });
      await expectSameEnd(later, { executionArn, output: '[1,2,3]' });
      const [mapRun, children] = await later.mapRun({ executionArn });
      expect(mapRun).toMatchObject({
        status: 'SUCCEEDED',
        redriveCount: 1,
        executionCounts: { succeeded: 3, total: 3 },
      });
      expect(children.map(({ redriveCount }) => redriveCount)).toEqual([0, 1, 0]);
    }
  });
});

/** Lets a cloud run to rest and expects one end of the execution, with nothing left over. */
async function expectSameEnd(cloud: SfnCloud, { executionArn, output }: { executionArn: string; output: string }) {
  const { directory } = cloud;
  const before = await cloud.sfn<Described>('DescribeExecution', { executionArn });
  await cloud.clock.runUntilIdle();
  const end = await cloud.sfn<Described>('DescribeExecution', { executionArn });
  expect({ directory, output: end.output }).toEqual({ directory, output });
  const events = await cloud.history(executionArn);
  const chain = events.map(({ id = 0, previousEventId = 0 }) => [id, previousEventId < id]);
  expect(chain).toEqual(chain.map((_, n) => [n + 1, true]));
  const told = cloud.emitted.filter(({ resources }) => resources.includes(executionArn));
  expect(told.map(({ detail }) => detail.status)).toEqual(before.status === 'RUNNING' ? ['SUCCEEDED'] : []);
  expect(cloud.store.collection('sfn.frames').size).toBe(0);
  expect(cloud.clock.holders()).toEqual([]);
}
