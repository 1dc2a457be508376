import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from './json.ts';
import { LONG_WORKFLOW } from './testing/long-workflow.ts';
import { createSfnCloud, type Described, invokeTask, outline } from './testing/sfn-cloud.ts';

describe('after the death of the process', () => {
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'andon-test-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it('ends a call in flight as Lambda.Unknown and lets Retry decide', async () => {
    const first = createSfnCloud({ directory, functions: { slow: () => new Promise(() => {}) } });
    const definition = {
      StartAt: 'Call',
      States: {
        Call: { ...invokeTask('slow'), Retry: [{ ErrorEquals: ['Lambda.Unknown'], MaxAttempts: 1 }], End: true },
      },
    };
    const stateMachineArn = await first.machine('m', definition);
    const { executionArn } = await first.sfn<{ executionArn: string }>('StartExecution', { stateMachineArn });
    await pause(20);

    await using second = createSfnCloud({ directory, functions: { slow: () => ({ ok: true }) } });
    await second.clock.runUntilIdle();
    expect(await second.sfn('DescribeExecution', { executionArn })).toMatchObject({ output: '{"ok":true}' });
    const history = await second.history(executionArn);
    expect(outline(history)).toEqual([
      '1 ExecutionStarted <- 0',
      '2 TaskStateEntered <- 0',
      '3 TaskScheduled <- 2',
      '4 TaskStarted <- 3',
      '5 TaskFailed <- 4',
      '6 TaskScheduled <- 5',
      '7 TaskStarted <- 6',
      '8 TaskSucceeded <- 7',
      '9 TaskStateExited <- 8',
      '10 ExecutionSucceeded <- 9',
    ]);
    expect(history[4]?.taskFailedEventDetails?.error).toBe('Lambda.Unknown');
    await first[Symbol.asyncDispose]();
  });

  it('keeps task tokens, heartbeats and variables', async () => {
    let token = '';
    const ask = ({ token: given }: { token: string }): Json => {
      token = given;
      return {};
    };
    const first = createSfnCloud({ directory, functions: { ask } });
    const definition = {
      StartAt: 'Set',
      States: {
        Set: { Type: 'Pass', Assign: { kept: [1, 2] }, Next: 'Ask' },
        Ask: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
          Arguments: { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } },
          HeartbeatSeconds: 100,
          Output: { answer: '{% $states.result %}', kept: '{% $kept %}' },
          End: true,
        },
      },
    };
    const stateMachineArn = await first.machine('m', definition);
    const one = await first.sfn<Described>('StartExecution', { stateMachineArn });
    await first.clock.advanceTo(first.clock.now() + 90_000);
    await first[Symbol.asyncDispose]();

    const second = createSfnCloud({ directory });
    await second.sfn('SendTaskHeartbeat', { taskToken: token });
    await second.clock.advanceTo(second.clock.now() + 90_000);
    await second[Symbol.asyncDispose]();

    await using third = createSfnCloud({ directory });
    await third.sfn('SendTaskSuccess', { taskToken: token, output: '42' });
    await third.clock.runUntilIdle();
    const end = await third.sfn<Described>('DescribeExecution', { executionArn: one.executionArn });
    expect(JSON.parse(end.output ?? '')).toEqual({ answer: 42, kept: [1, 2] });
  });

  it('finishes every execution however often it is killed', async () => {
    const executions = 20;
    for (const lifetime of [60, 5, 25]) {
      const child = fork(join(import.meta.dirname, 'testing/crash-child.ts'), [directory, String(executions)], {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      const exited = new Promise((resolve) => child.once('exit', resolve));
      await new Promise((resolve) => child.once('message', resolve));
      await pause(lifetime);
      child.kill('SIGKILL');
      await exited;
    }
    await using cloud = createSfnCloud({ directory, functions: { slowly: (payload: never) => payload } });
    await cloud.clock.runUntilIdle();
    const stateMachineArn = await cloud.machine('long', LONG_WORKFLOW);
    const all = await cloud.sfn<{ executions: Described[] }>('ListExecutions', { stateMachineArn });
    expect(all.executions).toHaveLength(executions);
    for (const { executionArn } of all.executions) {
      const { output, status } = await cloud.sfn<Described>('DescribeExecution', { executionArn });
      expect({ status, sum: (JSON.parse(output ?? 'null') as { sum: number }).sum }).toEqual({
        status: 'SUCCEEDED',
        sum: 12,
      });
      const ids = (await cloud.history(executionArn)).map(({ id }) => id);
      expect(ids).toEqual(ids.map((_, n) => n + 1));
    }
  });
});
