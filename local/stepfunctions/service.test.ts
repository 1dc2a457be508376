import { describe, expect, it } from 'vitest';
import { createSfnCloud, FunctionError, invokeTask, outline } from './testing/sfn-cloud.ts';

describe('an execution', () => {
  it('runs states one after the other and succeeds with the last output', async () => {
    await using cloud = createSfnCloud({ functions: { double: ({ n }: { n: number }) => ({ n: n * 2 }) } });
    const end = await cloud.run(
      {
        StartAt: 'Double',
        States: {
          Double: { ...invokeTask('double'), Next: 'Big' },
          Big: {
            Type: 'Choice',
            Choices: [{ Condition: '{% $states.input.n > 10 %}', Next: 'Yes', Output: { big: true } }],
            Default: 'Pause',
          },
          Pause: { Type: 'Wait', Seconds: 60, Next: 'Double' },
          Yes: { Type: 'Pass', Assign: { seen: '{% $states.input.big %}' }, Next: 'Done' },
          Done: { Type: 'Succeed', Output: { seen: '{% $seen %}', at: '{% $now() %}' } },
        },
      },
      { n: 2 },
    );
    expect(end.status).toBe('SUCCEEDED');
    expect(JSON.parse(end.output ?? '')).toEqual({ seen: true, at: '2026-01-05T00:02:00.000Z' });
  });

  it('writes the history AWS writes for a Task', async () => {
    await using cloud = createSfnCloud({ functions: { echo: (payload: never) => payload } });
    const end = await cloud.run({ StartAt: 'Start', States: { Start: { ...invokeTask('echo'), End: true } } }, {});
    expect(outline(await cloud.history(end.executionArn))).toEqual([
      '1 ExecutionStarted <- 0',
      '2 TaskStateEntered <- 0',
      '3 TaskScheduled <- 2',
      '4 TaskStarted <- 3',
      '5 TaskSucceeded <- 4',
      '6 TaskStateExited <- 5',
      '7 ExecutionSucceeded <- 6',
    ]);
  });

  it('announces its status on the bus', async () => {
    await using cloud = createSfnCloud();
    const end = await cloud.run({ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } }, { a: 1 });
    expect(cloud.emitted.map(({ detail }) => detail.status)).toEqual(['RUNNING', 'SUCCEEDED']);
    expect(cloud.emitted[1]).toMatchObject({
      source: 'aws.states',
      detailType: 'Step Functions Execution Status Change',
      resources: [end.executionArn],
      detail: { input: '{"a":1}', output: '{"a":1}', stopDate: Date.UTC(2026, 0, 5), redriveStatus: 'NOT_REDRIVABLE' },
    });
  });

  it('retries with back-off and then catches', async () => {
    let calls = 0;
    const flaky = () => {
      calls++;
      throw new FunctionError('Flaky', 'no luck');
    };
    await using cloud = createSfnCloud({ functions: { flaky } });
    const end = await cloud.run({
      StartAt: 'Try',
      States: {
        Try: {
          ...invokeTask('flaky'),
          Retry: [{ ErrorEquals: ['Flaky'], IntervalSeconds: 10, MaxAttempts: 2, BackoffRate: 3 }],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught', Output: '{% $states.errorOutput %}' }],
          End: true,
        },
        Caught: { Type: 'Pass', End: true },
      },
    });
    expect(calls).toBe(3);
    expect(end.stopDate).toEqual(new Date(Date.UTC(2026, 0, 5, 0, 0, 40)));
    expect(JSON.parse(end.output ?? '')).toEqual({
      Error: 'Flaky',
      Cause: '{"errorType":"Flaky","errorMessage":"no luck","trace":[]}',
    });
  });

  it('runs a Map and a Parallel within each other', async () => {
    await using cloud = createSfnCloud();
    const end = await cloud.run(
      {
        StartAt: 'Each',
        States: {
          Each: {
            Type: 'Map',
            Items: '{% $states.input.list %}',
            ItemSelector: { n: '{% $states.context.Map.Item.Value %}', all: '{% $count($states.input.list) %}' },
            MaxConcurrency: 2,
            ItemProcessor: {
              StartAt: 'Both',
              States: {
                Both: {
                  Type: 'Parallel',
                  Branches: [
                    {
                      StartAt: 'Plus',
                      States: { Plus: { Type: 'Pass', Output: '{% $states.input.n + 1 %}', End: true } },
                    },
                    {
                      StartAt: 'Index',
                      States: { Index: { Type: 'Pass', Output: '{% $states.context.Map.Item.Index %}', End: true } },
                    },
                  ],
                  End: true,
                },
              },
            },
            End: true,
          },
        },
      },
      { list: [5, 6, 7] },
    );
    expect(end.output).toBe('[[6,0],[7,1],[8,2]]');
  });

  it('waits for a task token and is answered once', async () => {
    const tokens: string[] = [];
    const ask = ({ token }: { token: string }) => {
      tokens.push(token);
      return {};
    };
    await using cloud = createSfnCloud({ functions: { ask } });
    const stateMachineArn = await cloud.machine('ask', {
      StartAt: 'Ask',
      States: {
        Ask: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
          Arguments: { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } },
          TimeoutSeconds: 3600,
          End: true,
        },
      },
    });
    const { executionArn } = await cloud.sfn<{ executionArn: string }>('StartExecution', { stateMachineArn });
    await cloud.clock.advanceTo(cloud.clock.now() + 60_000);
    const [taskToken] = tokens;
    await cloud.sfn('SendTaskSuccess', { taskToken, output: '{"yes":true}' });
    await cloud.clock.runUntilIdle();
    expect(await cloud.sfn('DescribeExecution', { executionArn })).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"yes":true}',
    });
    await expect(cloud.sfn('SendTaskSuccess', { taskToken, output: '{}' })).rejects.toMatchObject({
      code: 'TaskTimedOut',
    });
    await expect(cloud.sfn('SendTaskSuccess', { taskToken: 'x', output: '{}' })).rejects.toMatchObject({
      code: 'InvalidToken',
    });
  });
});
