import { describe, expect, it } from 'vitest';
import { type Child, distributed, type S3Cloud, s3Cloud } from '../testing/distributed-map.ts';
import type { Described } from '../testing/sfn-cloud.ts';

const WAIT = { Item: { Type: 'Wait', Seconds: 60, End: true } };

async function start(cloud: S3Cloud, definition: object, input = '[1,2,3,4]'): Promise<Described> {
  const stateMachineArn = await cloud.machine('m', definition);
  const execution = await cloud.sfn<Described>('StartExecution', { stateMachineArn, input });
  await cloud.clock.advanceTo(cloud.clock.now() + 1_000);
  return execution;
}

describe('DescribeMapRun', () => {
  it('counts the children and their items while they run', async () => {
    await using cloud = await s3Cloud();
    const fields = { MaxConcurrency: 1, ItemBatcher: { MaxItemsPerBatch: 3 }, ToleratedFailureCount: 2 };
    const execution = await start(cloud, distributed(WAIT, fields));
    const [mapRun] = await cloud.mapRun(execution);
    const none = { succeeded: 0, failed: 0, timedOut: 0, aborted: 0, pendingRedrive: 0 };
    const unwritten = { resultsWritten: 0, failuresNotRedrivable: 0 };
    expect(mapRun).toEqual({
      mapRunArn: expect.any(String),
      executionArn: execution.executionArn,
      status: 'RUNNING',
      startDate: new Date(Date.UTC(2026, 0, 5)),
      maxConcurrency: 1,
      toleratedFailureCount: 2,
      toleratedFailurePercentage: 0,
      itemCounts: { ...none, ...unwritten, pending: 1, running: 3, total: 4 },
      executionCounts: { ...none, ...unwritten, pending: 1, running: 1, total: 2 },
      redriveCount: 0,
    });
  });

  it('names what is no Map Run', async () => {
    await using cloud = await s3Cloud();
    await expect(cloud.sfn('DescribeMapRun', { mapRunArn: 'arn:x' })).rejects.toMatchObject({ code: 'InvalidArn' });
    const mapRunArn = 'arn:aws:states:us-east-1:000000000000:mapRun:m/L:none';
    await expect(cloud.sfn('DescribeMapRun', { mapRunArn })).rejects.toMatchObject({ code: 'ResourceNotFound' });
  });
});

describe('UpdateMapRun', () => {
  it('lets more children run at once, from now on', async () => {
    await using cloud = await s3Cloud();
    const execution = await start(cloud, distributed(WAIT, { MaxConcurrency: 1 }));
    const [{ mapRunArn }] = await cloud.mapRun(execution);
    await cloud.sfn('UpdateMapRun', { mapRunArn, maxConcurrency: 3 });
    await cloud.clock.advanceTo(cloud.clock.now() + 1);
    expect((await cloud.mapRun(execution))[0]).toMatchObject({ maxConcurrency: 3, executionCounts: { running: 3 } });
  });

  it('fails a run that has failed more than is now tolerated', async () => {
    await using cloud = await s3Cloud();
    const states = {
      Item: { Type: 'Choice', Choices: [{ Condition: '{% $states.input = 1 %}', Next: 'No' }], Default: 'Pause' },
      No: { Type: 'Fail' },
      Pause: { Type: 'Wait', Seconds: 60, End: true },
    };
    const execution = await start(cloud, distributed(states, { ToleratedFailureCount: 1 }));
    const [{ mapRunArn }] = await cloud.mapRun(execution);
    await cloud.sfn('UpdateMapRun', { mapRunArn, toleratedFailureCount: 0 });
    expect(await cloud.describe(execution)).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold' });
    await expect(cloud.sfn('UpdateMapRun', { mapRunArn, maxConcurrency: 1 })).rejects.toThrow(
      'only one that is RUNNING',
    );
  });

  it('refuses numbers that make no sense', async () => {
    await using cloud = await s3Cloud();
    const [{ mapRunArn }] = await cloud.mapRun(await start(cloud, distributed(WAIT)));
    await expect(cloud.sfn('UpdateMapRun', { mapRunArn, maxConcurrency: -1 })).rejects.toThrow('must not be negative');
    await expect(cloud.sfn('UpdateMapRun', { mapRunArn, toleratedFailurePercentage: 101 })).rejects.toThrow(
      'above 100',
    );
  });
});

describe('ListExecutions of a Map Run', () => {
  it('gives its children by status, those waiting to be redriven too, and the machine none of them', async () => {
    await using cloud = await s3Cloud();
    const states = {
      Item: { Type: 'Choice', Choices: [{ Condition: '{% $states.input < 4 %}', Next: 'Pause' }], Default: 'No' },
      Pause: { Type: 'Wait', Seconds: 5, Next: 'No' },
      No: { Type: 'Fail' },
    };
    const definition = distributed(states, { MaxConcurrency: 3, ToleratedFailureCount: 2 });
    const execution = await start(cloud, definition, '[1,2,3]');
    const [{ mapRunArn }] = await cloud.mapRun(execution);
    const list = async (filter: object) =>
      (await cloud.sfn<{ executions: Child[] }>('ListExecutions', { mapRunArn, ...filter })).executions;
    expect((await list({ statusFilter: 'RUNNING' })).map(({ itemCount }) => itemCount)).toEqual([1, 1, 1]);
    expect(await list({ statusFilter: 'FAILED' })).toEqual([]);
    await cloud.clock.runUntilIdle();
    expect(await list({ statusFilter: 'FAILED' })).toHaveLength(3);
    await cloud.sfn('RedriveExecution', { executionArn: execution.executionArn });
    await cloud.sfn('UpdateMapRun', { mapRunArn, maxConcurrency: 1 });
    await cloud.clock.runUntilIdle();
    expect(await list({ redriveFilter: 'REDRIVEN' })).toHaveLength(3);
    const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:m';
    const own = await cloud.sfn<{ executions: Child[] }>('ListExecutions', { stateMachineArn });
    expect(own.executions.map(({ executionArn }) => executionArn)).toEqual([execution.executionArn]);
    await expect(cloud.sfn('ListExecutions', { stateMachineArn, mapRunArn })).rejects.toThrow('either');
    await expect(cloud.sfn('ListExecutions', { stateMachineArn, statusFilter: 'PENDING_REDRIVE' })).rejects.toThrow(
      'needs a mapRunArn',
    );
  });
});

describe('StopExecution', () => {
  it('of the parent stops the children and the run; redriving it goes on with them', async () => {
    await using cloud = await s3Cloud();
    const execution = await start(cloud, distributed(WAIT, { MaxConcurrency: 2 }));
    await cloud.sfn('StopExecution', { executionArn: execution.executionArn });
    const [mapRun, children] = await cloud.mapRun(execution);
    expect(mapRun).toMatchObject({ status: 'ABORTED', executionCounts: { aborted: 2, pending: 2, running: 0 } });
    expect(children.map(({ status }) => status)).toEqual(['ABORTED', 'ABORTED']);
    await cloud.sfn('RedriveExecution', { executionArn: execution.executionArn });
    await cloud.clock.runUntilIdle();
    expect(await cloud.describe(execution)).toMatchObject({ status: 'SUCCEEDED', output: '[1,2,3,4]' });
    expect((await cloud.mapRun(execution))[0]).toMatchObject({ redriveCount: 1, executionCounts: { succeeded: 4 } });
  });

  it('of a child counts as a failure of its items', async () => {
    await using cloud = await s3Cloud();
    const execution = await start(cloud, distributed(WAIT, { ToleratedFailureCount: 1 }));
    const [, [first, second]] = await cloud.mapRun(execution);
    await cloud.sfn('StopExecution', { executionArn: first?.executionArn, error: 'Cord' });
    expect(await cloud.describe(execution)).toMatchObject({ status: 'RUNNING' });
    await cloud.sfn('StopExecution', { executionArn: second?.executionArn });
    expect(await cloud.describe(execution)).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold' });
  });

  it('comes from the time limit of the parent too', async () => {
    await using cloud = await s3Cloud();
    const execution = await start(cloud, { ...distributed(WAIT), TimeoutSeconds: 30 });
    await cloud.clock.runUntilIdle();
    expect(await cloud.describe(execution)).toMatchObject({ status: 'TIMED_OUT' });
    expect((await cloud.mapRun(execution))[0]).toMatchObject({ status: 'ABORTED', executionCounts: { aborted: 4 } });
  });
});

describe('DescribeStateMachineForExecution', () => {
  it('shows of a child the item processor, the Map Run and its label', async () => {
    await using cloud = await s3Cloud();
    const execution = await start(cloud, distributed(WAIT, { Label: 'Files' }));
    const [{ mapRunArn }, [child]] = await cloud.mapRun(execution);
    const { executionArn } = child as Child;
    const machine = await cloud.sfn<{ definition: string }>('DescribeStateMachineForExecution', { executionArn });
    expect(machine).toMatchObject({ mapRunArn, label: 'Files', name: 'm/Files' });
    expect(JSON.parse(machine.definition)).toEqual({ QueryLanguage: 'JSONata', StartAt: 'Item', States: WAIT });
  });
});
