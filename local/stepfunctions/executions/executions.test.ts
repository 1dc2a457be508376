import { describe, expect, it } from 'vitest';
import type { Json } from '../json.ts';
import {
  createSfnCloud,
  type Described,
  FunctionError,
  invokeTask,
  outline,
  type SfnCloud,
} from '../testing/sfn-cloud.ts';

const START = Date.UTC(2026, 0, 5);
const DAY = 86_400_000;
const PASS = { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } };
const WAIT = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 60, End: true } } };

async function start(cloud: SfnCloud, stateMachineArn: string, more: object = {}): Promise<string> {
  return (await cloud.sfn<Described>('StartExecution', { stateMachineArn, ...more })).executionArn;
}

describe('StartExecution', () => {
  it('answers the same name and input with the running execution, any other reuse with an error', async () => {
    await using cloud = createSfnCloud();
    const arn = await cloud.machine('m', WAIT);
    const first = await cloud.sfn('StartExecution', { stateMachineArn: arn, name: 'n', input: '{"a":1}' });
    await cloud.clock.advanceTo(START + 1_000);
    expect(await cloud.sfn('StartExecution', { stateMachineArn: arn, name: 'n', input: '{"a":1}' })).toEqual(first);
    const again = {
      code: 'ExecutionAlreadyExists',
      message: "Execution Already Exists: 'arn:aws:states:us-east-1:000000000000:execution:m:n'",
    };
    await expect(start(cloud, arn, { name: 'n', input: '{}' })).rejects.toMatchObject(again);
    await cloud.clock.runUntilIdle();
    await expect(start(cloud, arn, { name: 'n', input: '{"a":1}' })).rejects.toMatchObject(again);
    await cloud.clock.advanceTo(START + 60_000 + 90 * DAY);
    await expect(start(cloud, arn, { name: 'n', input: '{"a":1}' })).rejects.toMatchObject(again);
    await cloud.clock.advanceTo(START + 60_001 + 90 * DAY);
    expect(await start(cloud, arn, { name: 'n', input: '{"a":1}' })).toMatch(/:n$/);
  });

  it('takes 256 KiB of input in bytes of UTF-8', async () => {
    await using cloud = createSfnCloud();
    const arn = await cloud.machine('m', PASS);
    const input = JSON.stringify('ä'.repeat(131_071));
    expect(Buffer.byteLength(input)).toBe(262_144);
    await start(cloud, arn, { input });
    await expect(start(cloud, arn, { input: ` ${input}` })).rejects.toMatchObject({ code: 'ValidationException' });
    await expect(start(cloud, arn, { input: '{' })).rejects.toMatchObject({ code: 'InvalidExecutionInput' });
    await expect(start(cloud, arn, { name: 'a b' })).rejects.toMatchObject({ code: 'InvalidName' });
    await expect(start(cloud, 'arn:x')).rejects.toMatchObject({ code: 'InvalidArn' });
    await expect(start(cloud, `${arn}x`)).rejects.toMatchObject({ code: 'StateMachineDoesNotExist' });
  });

  it('keeps running the definition it was started with', async () => {
    await using cloud = createSfnCloud();
    const arn = await cloud.machine('m', WAIT);
    const executionArn = await start(cloud, arn);
    await cloud.sfn('UpdateStateMachine', {
      stateMachineArn: arn,
      definition: JSON.stringify({ QueryLanguage: 'JSONata', ...PASS }),
    });
    await cloud.sfn('DeleteStateMachine', { stateMachineArn: arn });
    await cloud.clock.runUntilIdle();
    expect(await cloud.sfn('DescribeExecution', { executionArn })).toMatchObject({ status: 'SUCCEEDED' });
    const { definition } = await cloud.sfn<{ definition: string }>('DescribeStateMachineForExecution', {
      executionArn,
    });
    expect(definition).toContain('"Wait"');
  });
});

describe('ListExecutions', () => {
  it('pages through those of a machine, latest first, by status', async () => {
    await using cloud = createSfnCloud();
    const arn = await cloud.machine('m', WAIT);
    await start(cloud, await cloud.machine('other', WAIT));
    for (const name of ['a', 'b', 'c']) await start(cloud, arn, { name });
    await cloud.sfn('StopExecution', { executionArn: 'arn:aws:states:us-east-1:000000000000:execution:m:b' });
    const names = async (more: object) => {
      const page = await cloud.sfn<{ executions: { name: string }[]; nextToken?: string }>('ListExecutions', {
        stateMachineArn: arn,
        ...more,
      });
      return { names: page.executions.map(({ name }) => name), nextToken: page.nextToken };
    };
    const first = await names({ maxResults: 2 });
    expect(first.names).toEqual(['c', 'b']);
    expect((await names({ maxResults: 2, nextToken: first.nextToken })).names).toEqual(['a']);
    expect((await names({ statusFilter: 'RUNNING' })).names).toEqual(['c', 'a']);
    expect((await names({ redriveFilter: 'REDRIVEN' })).names).toEqual([]);
  });
});

describe('StopExecution', () => {
  it('aborts at once, with error and cause, and for good', async () => {
    await using cloud = createSfnCloud();
    const executionArn = await start(cloud, await cloud.machine('m', WAIT));
    await cloud.clock.advanceTo(START + 10_000);
    await cloud.sfn('StopExecution', { executionArn, error: 'Cord', cause: 'pulled' });
    await cloud.clock.runUntilIdle();
    expect(await cloud.sfn('DescribeExecution', { executionArn })).toMatchObject({
      status: 'ABORTED',
      error: 'Cord',
      cause: 'pulled',
      stopDate: new Date(START + 10_000),
    });
    expect(outline(await cloud.history(executionArn)).at(-1)).toBe('3 ExecutionAborted <- 0');
    expect(cloud.emitted.map(({ detail }) => detail.status)).toEqual(['RUNNING', 'ABORTED']);
    await cloud.sfn('StopExecution', { executionArn });
    expect(await cloud.history(executionArn)).toHaveLength(3);
  });

  it('ignores the answer of a call that was in flight', async () => {
    let answer = (_: Json) => {};
    await using cloud = createSfnCloud({ functions: { f: () => new Promise((resolve) => (answer = resolve)) } });
    const arn = await cloud.machine('m', { StartAt: 'Call', States: { Call: { ...invokeTask('f'), End: true } } });
    const executionArn = await start(cloud, arn);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await cloud.sfn('StopExecution', { executionArn });
    answer({});
    await cloud.clock.runUntilIdle();
    expect(await cloud.sfn('DescribeExecution', { executionArn })).toMatchObject({ status: 'ABORTED' });
  });
});

describe('GetExecutionHistory', () => {
  it('pages forwards and backwards, with or without data', async () => {
    await using cloud = createSfnCloud();
    const { executionArn } = await cloud.run(PASS, { secret: 1 });
    interface Page {
      events: { id: number; timestamp: Date; stateEnteredEventDetails?: object }[];
      nextToken?: string;
    }
    const page = (more: object) => cloud.sfn<Page>('GetExecutionHistory', { executionArn, ...more });
    const first = await page({ maxResults: 3 });
    expect(first.events.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect((await page({ maxResults: 3, nextToken: first.nextToken })).events.map(({ id }) => id)).toEqual([4]);
    const last = await page({ maxResults: 3, reverseOrder: true });
    expect(last.events.map(({ id }) => id)).toEqual([4, 3, 2]);
    expect((await page({ reverseOrder: true, nextToken: last.nextToken })).events.map(({ id }) => id)).toEqual([1]);
    expect(first.events[1]?.timestamp).toEqual(new Date(START));
    expect(first.events[1]?.stateEnteredEventDetails).toMatchObject({ input: '{"secret":1}' });
    const bare = await page({ includeExecutionData: false });
    expect(JSON.stringify(bare)).not.toContain('secret');
  });
});

describe('RedriveExecution', () => {
  const flaky = () => {
    const calls: string[] = [];
    let broken = true;
    const f = (name: string) => {
      calls.push(name);
      if (broken && name.startsWith('bad')) throw new FunctionError('Down', 'for now');
      return name;
    };
    return { calls, functions: { f }, repair: () => (broken = false) };
  };
  const call = (payload: string) => ({ ...invokeTask('f'), Arguments: { FunctionName: 'f', Payload: payload } });

  it('schedules the failed task anew with its retries and keeps what succeeded', async () => {
    const { calls, functions, repair } = flaky();
    await using cloud = createSfnCloud({ functions });
    const end = await cloud.run({
      StartAt: 'Good',
      States: {
        Good: { ...call('good'), Assign: { kept: 1 }, Next: 'Bad' },
        Bad: {
          ...call('bad'),
          Retry: [{ ErrorEquals: ['Down'], MaxAttempts: 1 }],
          Output: { kept: '{% $kept %}', count: '{% $states.context.Execution.RedriveCount %}' },
          End: true,
        },
      },
    });
    expect(end).toMatchObject({ status: 'FAILED', redriveStatus: 'REDRIVABLE' });
    const { executionArn } = end;
    await cloud.sfn('RedriveExecution', { executionArn });
    await cloud.clock.runUntilIdle();
    expect(await cloud.sfn('DescribeExecution', { executionArn })).toMatchObject({ status: 'FAILED', redriveCount: 1 });
    repair();
    await cloud.sfn('RedriveExecution', { executionArn });
    await cloud.clock.runUntilIdle();
    expect(await cloud.sfn('DescribeExecution', { executionArn })).toMatchObject({
      status: 'SUCCEEDED',
      redriveCount: 2,
      output: '{"kept":1,"count":2}',
      redriveStatus: 'NOT_REDRIVABLE',
    });
    expect(calls).toEqual(['good', 'bad', 'bad', 'bad', 'bad', 'bad']);
    const types = (await cloud.history(executionArn)).map(({ type }) => type).slice(13);
    expect(types).toEqual([
      'ExecutionFailed',
      'ExecutionRedriven',
      'TaskScheduled',
      'TaskStarted',
      'TaskFailed',
      'TaskScheduled',
      'TaskStarted',
      'TaskFailed',
      'ExecutionFailed',
      'ExecutionRedriven',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(cloud.emitted.map(({ detail }) => detail.status)).toEqual([
      'RUNNING',
      'FAILED',
      'RUNNING',
      'FAILED',
      'RUNNING',
      'SUCCEEDED',
    ]);
  });

  it('runs only the failed and aborted parts of a Map or a Parallel again', async () => {
    const { calls, functions, repair } = flaky();
    await using cloud = createSfnCloud({ functions });
    const end = await cloud.run(
      {
        StartAt: 'Both',
        States: {
          Both: {
            Type: 'Parallel',
            Branches: [
              { StartAt: 'Once', States: { Once: { ...call('once'), End: true } } },
              {
                StartAt: 'Each',
                States: {
                  Each: {
                    Type: 'Map',
                    MaxConcurrency: 1,
                    ItemProcessor: { StartAt: 'Item', States: { Item: { ...call('{% $states.input %}'), End: true } } },
                    End: true,
                  },
                },
              },
            ],
            End: true,
          },
        },
      },
      ['x', 'bad', 'z'],
    );
    expect(end.status).toBe('FAILED');
    expect(calls).toEqual(['once', 'x', 'bad']);
    repair();
    await cloud.sfn('RedriveExecution', { executionArn: end.executionArn });
    await cloud.clock.runUntilIdle();
    expect(await cloud.sfn('DescribeExecution', { executionArn: end.executionArn })).toMatchObject({
      output: '["once",["x","bad","z"]]',
    });
    expect(calls).toEqual(['once', 'x', 'bad', 'bad', 'z']);
  });

  it('enters a Fail state again, which fails again, and takes up an aborted Wait', async () => {
    await using cloud = createSfnCloud();
    const { executionArn } = await cloud.run({ StartAt: 'No', States: { No: { Type: 'Fail', Error: 'Stop' } } });
    await cloud.sfn('RedriveExecution', { executionArn });
    expect(outline(await cloud.history(executionArn)).slice(2)).toEqual([
      '3 ExecutionFailed <- 2',
      '4 ExecutionRedriven <- 3',
      '5 FailStateEntered <- 4',
      '6 ExecutionFailed <- 5',
    ]);
    const waiting = await start(cloud, await cloud.machine('w', WAIT));
    await cloud.sfn('StopExecution', { executionArn: waiting });
    await cloud.sfn('RedriveExecution', { executionArn: waiting });
    await cloud.clock.runUntilIdle();
    expect(await cloud.sfn('DescribeExecution', { executionArn: waiting })).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('is idempotent by client token and refused where AWS refuses it', async () => {
    await using cloud = createSfnCloud();
    const fail = { StartAt: 'No', States: { No: { Type: 'Fail' } } };
    const { executionArn } = await cloud.run(fail);
    await cloud.sfn('RedriveExecution', { executionArn, clientToken: 't' });
    await cloud.sfn('RedriveExecution', { executionArn, clientToken: 't' });
    expect(await cloud.sfn('DescribeExecution', { executionArn })).toMatchObject({ redriveCount: 1 });
    await cloud.clock.advanceTo(START + 14 * DAY + 1);
    await expect(cloud.sfn('RedriveExecution', { executionArn })).rejects.toMatchObject({
      code: 'ExecutionNotRedrivable',
    });
    expect(await cloud.sfn('DescribeExecution', { executionArn })).toMatchObject({ redriveStatus: 'NOT_REDRIVABLE' });
    const good = await cloud.run(PASS);
    await expect(cloud.sfn('RedriveExecution', { executionArn: good.executionArn })).rejects.toThrow('SUCCEEDED');
  });

  it('works after a restart', async () => {
    const { functions, repair } = flaky();
    const first = createSfnCloud({ functions });
    const end = await first.run({ StartAt: 'Bad', States: { Bad: { ...call('bad'), End: true } } });
    expect(end.status).toBe('FAILED');
    repair();
    await using second = createSfnCloud({ functions, directory: first.directory });
    await second.sfn('RedriveExecution', { executionArn: end.executionArn });
    await second.clock.runUntilIdle();
    expect(await second.sfn('DescribeExecution', { executionArn: end.executionArn })).toMatchObject({
      output: '"bad"',
    });
    await first[Symbol.asyncDispose]();
  });
});
