import { describe, expect, it } from 'vitest';
import type { Json } from '../json.ts';
import { createSfnCloud, type Described, outline, type SfnCloud } from '../testing/sfn-cloud.ts';

const START = Date.UTC(2026, 0, 5);

/** An execution that waits at a token, and the tokens it has given out. */
async function waiting(cloud: SfnCloud, fields: object = {}): Promise<string> {
  const stateMachineArn = await cloud.machine('ask', {
    StartAt: 'Ask',
    States: {
      Ask: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Arguments: { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } },
        ...fields,
        End: true,
      },
    },
  });
  const { executionArn } = await cloud.sfn<Described>('StartExecution', { stateMachineArn });
  await cloud.clock.advanceTo(START);
  return executionArn;
}

function asking(): { readonly tokens: string[]; readonly functions: { ask: (payload: { token: string }) => Json } } {
  const tokens: string[] = [];
  return { tokens, functions: { ask: ({ token }) => tokens.push(token) } };
}

describe('a task token', () => {
  it('is waited for without a limit when the task has none', async () => {
    const { tokens, functions } = asking();
    await using cloud = createSfnCloud({ functions });
    const executionArn = await waiting(cloud);
    await cloud.clock.advanceTo(START + 365 * 86_400_000);
    expect(await cloud.sfn('DescribeExecution', { executionArn })).toMatchObject({ status: 'RUNNING' });
    const scheduled = (await cloud.history(executionArn))[2];
    expect(scheduled?.taskScheduledEventDetails).not.toHaveProperty('timeoutInSeconds');
    await cloud.clock.advanceTo(START + 99_999_999_000);
    expect(await cloud.sfn('DescribeExecution', { executionArn })).toMatchObject({ error: 'States.Timeout' });
    await expect(cloud.sfn('SendTaskSuccess', { taskToken: tokens[0], output: '1' })).rejects.toMatchObject({
      code: 'TaskTimedOut',
      message: "Task Timed Out: 'Provided task does not exist anymore'",
    });
  });

  it('dies of missing heartbeats, which Catch may call by either name', async () => {
    for (const name of ['States.HeartbeatTimeout', 'States.Timeout']) {
      const { tokens, functions } = asking();
      await using cloud = createSfnCloud({ functions });
      const executionArn = await waiting(cloud, {
        HeartbeatSeconds: '{% 10 %}',
        TimeoutSeconds: 600,
        Retry: [{ ErrorEquals: [name], MaxAttempts: 1 }],
      });
      const [taskToken] = tokens;
      await cloud.clock.advanceTo(START + 8_000);
      await cloud.sfn('SendTaskHeartbeat', { taskToken });
      await cloud.clock.advanceTo(START + 17_000);
      expect(tokens).toHaveLength(1);
      await cloud.clock.runUntilIdle();
      expect(tokens).toHaveLength(2);
      expect(new Set(tokens).size).toBe(2);
      expect(await cloud.sfn('DescribeExecution', { executionArn })).toMatchObject({
        error: 'States.Timeout',
        stopDate: new Date(START + 29_000),
      });
      await expect(cloud.sfn('SendTaskHeartbeat', { taskToken })).rejects.toMatchObject({ code: 'TaskTimedOut' });
    }
  });

  it('can be failed with an error that Catch names', async () => {
    const { tokens, functions } = asking();
    await using cloud = createSfnCloud({ functions });
    const executionArn = await waiting(cloud);
    await cloud.sfn('SendTaskFailure', { taskToken: tokens[0], error: 'Refused', cause: 'by hand' });
    expect(await cloud.sfn('DescribeExecution', { executionArn })).toMatchObject({
      error: 'Refused',
      cause: 'by hand',
    });
    expect(outline(await cloud.history(executionArn)).slice(2)).toEqual([
      '3 TaskScheduled <- 2',
      '4 TaskStarted <- 3',
      '5 TaskSubmitted <- 4',
      '6 TaskFailed <- 5',
      '7 ExecutionFailed <- 6',
    ]);
  });

  it('may be answered by the very function that is given it', async () => {
    let answered: Promise<unknown> = Promise.resolve();
    const cloud: SfnCloud = createSfnCloud({
      functions: {
        ask: async ({ token }: { token: string }) => {
          answered = cloud.sfn('SendTaskSuccess', { taskToken: token, output: '"early"' });
          await answered;
          return {};
        },
      },
    });
    const executionArn = await waiting(cloud);
    expect(await cloud.sfn('DescribeExecution', { executionArn })).toMatchObject({
      status: 'SUCCEEDED',
      output: '"early"',
    });
    await cloud[Symbol.asyncDispose]();
  });

  it('is answered with JSON and is signed', async () => {
    const { tokens, functions } = asking();
    await using cloud = createSfnCloud({ functions });
    await waiting(cloud);
    const [taskToken = ''] = tokens;
    await expect(cloud.sfn('SendTaskSuccess', { taskToken, output: '{' })).rejects.toMatchObject({
      code: 'InvalidOutput',
    });
    const forged = `${Buffer.from('["arn",1,3]').toString('base64url')}.${taskToken.split('.')[1]}`;
    await expect(cloud.sfn('SendTaskSuccess', { taskToken: forged, output: '1' })).rejects.toMatchObject({
      code: 'InvalidToken',
    });
  });
});
