import { describe, expect, it } from 'vitest';
import type { Json } from '../json.ts';
import { distributed, PUT_OBJECT, type S3Cloud, s3Cloud } from '../testing/distributed-map.ts';
import { type Described, FunctionError, invokeTask, outline } from '../testing/sfn-cloud.ts';

const PASS = { Item: { Type: 'Pass', End: true } };
const reader = (InputType: string, more: object = {}) => ({
  Resource: 'arn:aws:states:::s3:getObject',
  Arguments: { Bucket: 'data', Key: '{% $states.input.key %}' },
  ReaderConfig: { InputType, ...more },
});

/** A function that fails for some items, until it is repaired. */
function picky(bad: readonly Json[]) {
  const calls: Json[] = [];
  let broken = true;
  const judge = (item: Json) => {
    calls.push(item);
    if (broken && bad.includes(item)) throw new FunctionError('Bad', `not ${JSON.stringify(item)}`);
    return { done: item };
  };
  const repair = () => {
    broken = false;
  };
  return { calls, repair, functions: { judge: judge as (payload: never) => Json } };
}

const JUDGE = { Item: { ...invokeTask('judge'), End: true } };

describe('a distributed Map', () => {
  it('runs every item as an execution of its own, with its own name, input and history', async () => {
    await using cloud = await s3Cloud();
    const end = await cloud.run(distributed(PASS, { Label: 'Items' }), ['a', { b: 1 }]);
    expect(end).toMatchObject({ status: 'SUCCEEDED', output: '["a",{"b":1}]' });
    const [mapRun, children] = await cloud.mapRun(end);
    expect(mapRun.mapRunArn).toMatch(/^arn:aws:states:us-east-1:000000000000:mapRun:machine-1\/Items:[0-9a-f-]{36}$/);
    expect(children.map(({ input }) => input)).toEqual(['"a"', '{"b":1}']);
    expect(children[0]?.executionArn).toMatch(/:execution:machine-1\/Items:[0-9a-f-]{36}$/);
    expect(children[0]?.stateMachineArn).toMatch(/:stateMachine:machine-1\/Items$/);
    expect(outline(await cloud.history(children[1]?.executionArn ?? ''))).toEqual([
      '1 ExecutionStarted <- 0',
      '2 PassStateEntered <- 0',
      '3 PassStateExited <- 2',
      '4 ExecutionSucceeded <- 3',
    ]);
  });

  it('shows a child its own execution and none of the variables outside', async () => {
    await using cloud = await s3Cloud();
    const child = (Output: Json) => ({
      StartAt: 'Set',
      States: {
        Set: { Type: 'Pass', Assign: { outer: 7 }, Next: 'Each' },
        ...distributed({ Item: { Type: 'Pass', Output, End: true } }, { Label: 'L', Items: [1] }).States,
      },
    });
    const seen = await cloud.run(child('{% $states.context %}'));
    const [context] = JSON.parse(seen.output ?? '[]') as [
      { Execution: { Id: string; Input: Json } } & Record<string, object>,
    ];
    expect(context.Execution.Id).toContain(':execution:machine-1/L:');
    expect(context.Execution.Input).toBe(1);
    expect(context.StateMachine).toMatchObject({ Name: 'machine-1/L' });
    expect(context).not.toHaveProperty('Map');
    const blind = await cloud.run(child('{% $outer %}'));
    expect(blind).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
    const [, [failed]] = await cloud.mapRun(blind);
    expect(failed).toMatchObject({ error: 'States.QueryEvaluationError' });
    expect(failed?.cause).toContain("'$outer' specified for the field 'Output' returned nothing");
  });

  it('hands out what ItemSelector makes of an item and the variables outside', async () => {
    await using cloud = await s3Cloud();
    const selected = {
      ItemSelector: {
        at: '{% $states.context.Map.Item.Index %}',
        value: '{% $states.context.Map.Item.Value %}',
        from: '{% $states.input[0] %}',
        outer: '{% $outer %}',
      },
    };
    const end = await cloud.run(
      {
        StartAt: 'Set',
        States: { Set: { Type: 'Pass', Assign: { outer: 7 }, Next: 'Each' }, ...distributed(PASS, selected).States },
      },
      ['x', 'y'],
    );
    expect(JSON.parse(end.output ?? '')).toEqual([
      { at: 0, value: 'x', from: 'x', outer: 7 },
      { at: 1, value: 'y', from: 'x', outer: 7 },
    ]);
  });

  it('fails with the error of an ItemSelector that fails', async () => {
    await using cloud = await s3Cloud();
    const end = await cloud.run(distributed(PASS, { ItemSelector: '{% $states.context.Map.Item.Value.none %}' }), [
      'x',
    ]);
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect((await cloud.history(end.executionArn)).map(({ type }) => type).slice(2)).toEqual([
      'MapStateStarted',
      'MapRunStarted',
      'EvaluationFailed',
      'MapRunFailed',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
  });

  it('gathers items in batches, which a common input may lead', async () => {
    await using cloud = await s3Cloud();
    const batches = { ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { n: '{% $count($states.input) %}' } } };
    const end = await cloud.run(distributed(PASS, batches), [1, 2, 3]);
    expect(end.output).toBe('[{"BatchInput":{"n":3},"Items":[1,2]},{"BatchInput":{"n":3},"Items":[3]}]');
    const [{ executionCounts, itemCounts }, children] = await cloud.mapRun(end);
    expect(executionCounts).toMatchObject({ total: 2, succeeded: 2, resultsWritten: 2 });
    expect(itemCounts).toMatchObject({ total: 3, succeeded: 3 });
    expect(children.map(({ itemCount }) => itemCount)).toEqual([2, 1]);
  });

  it.each<{ type: string; text: string; config?: object; items: Json }>([
    { type: 'JSON', text: '[1,{"a":2}]', items: [1, { a: 2 }] },
    { type: 'JSONL', text: '1\n{"a":2}\n\n', items: [1, { a: 2 }] },
    { type: 'CSV', text: 'a,b\n1,"x,y"\n', config: { CSVHeaderLocation: 'FIRST_ROW' }, items: [{ a: '1', b: 'x,y' }] },
    {
      type: 'CSV',
      text: '1,2\n',
      config: { CSVHeaderLocation: 'GIVEN', CSVHeaders: ['a', 'b'] },
      items: [{ a: '1', b: '2' }],
    },
    { type: 'JSON', text: '[1,2,3]', config: { MaxItems: '{% $states.input.most %}' }, items: [1, 2] },
  ])('reads its items from a file of $type with $config', async ({ type, text, config, items }) => {
    await using cloud = await s3Cloud({ objects: { key: text } });
    const end = await cloud.run(distributed(PASS, { ItemReader: reader(type, config) }), { key: 'key', most: 2 });
    expect(JSON.parse(end.output ?? 'null')).toEqual(items);
  });

  it('lists the objects of a bucket, page by page, as its items', async () => {
    const names = Array.from({ length: 1_001 }, (_, n) => `in/${String(n).padStart(4, '0')}`);
    await using cloud = await s3Cloud({
      objects: Object.fromEntries([...names, 'out/0'].map((name) => [name, 'xyz'])),
    });
    const listing = { Resource: 'arn:aws:states:::s3:listObjectsV2', Arguments: { Bucket: 'data', Prefix: 'in/' } };
    const selector = '{% $states.context.Map.Item.Value.Key %}';
    const batches = { ItemSelector: selector, ItemBatcher: { MaxItemsPerBatch: 100 } };
    const count = { Item: { Type: 'Pass', Output: '{% $count($states.input.Items) %}', End: true } };
    const all = await cloud.run(distributed(count, { ItemReader: listing, ...batches }));
    expect(JSON.parse(all.output ?? '')).toEqual([...Array.from({ length: 10 }, () => 100), 1]);
    const one = await cloud.run(distributed(PASS, { ItemReader: { ...listing, ReaderConfig: { MaxItems: 1 } } }));
    expect(JSON.parse(one.output ?? '')).toEqual([
      { Etag: expect.any(String), Key: 'in/0000', LastModified: 1767571200, Size: 3, StorageClass: 'STANDARD' },
    ]);
  });

  it.each([
    ['a key that is not there', 'other', 'NoSuchKey'],
    ['JSON that is no list', 'object', 'Attempting to map over non-iterable node.'],
    ['JSON that is none', 'broken', 'JSON'],
    ['fewer than no items', 'list', 'field MaxItems must be positive'],
  ])('fails with States.ItemReaderFailed for %s', async (_, key, cause) => {
    await using cloud = await s3Cloud({ objects: { object: '{"a":[1]}', broken: '[1', list: '[]' } });
    const config = key === 'list' ? { MaxItems: '{% -1 %}' } : {};
    const catching = { Catch: [{ ErrorEquals: ['States.ItemReaderFailed'], Next: 'Caught' }] };
    const definition = distributed(PASS, { ItemReader: reader('JSON', config), ...catching });
    const Caught = { Type: 'Pass', End: true };
    const end = await cloud.run({ ...definition, States: { ...definition.States, Caught } }, { key });
    expect(JSON.parse(end.output ?? '')).toEqual({
      Error: 'States.ItemReaderFailed',
      Cause: expect.stringContaining(cause),
    });
    expect((await cloud.mapRun(end))[0]).toMatchObject({ status: 'FAILED', executionCounts: { total: 0 } });
  });

  it.each([
    [undefined, 20],
    [3, 3],
  ])('with MaxConcurrency %s runs %i of 20 children at once', async (asked, most) => {
    let running = 0;
    let highest = 0;
    const judge = async () => {
      highest = Math.max(highest, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running--;
      return {};
    };
    await using cloud = await s3Cloud({ functions: { judge } });
    const fields = { Items: '{% $range(1, 20, 1) %}', ...(asked !== undefined && { MaxConcurrency: asked }) };
    expect((await cloud.run(distributed(JUDGE, fields))).status).toBe('SUCCEEDED');
    expect(highest).toBe(most);
  });

  it('of a thousand items gives their results in order, and no child twice', async () => {
    await using cloud = await s3Cloud();
    const double = { Item: { Type: 'Pass', Output: '{% $states.input * 2 %}', End: true } };
    const end = await cloud.run(distributed(double, { Items: '{% $range(1, 1000, 1) %}' }));
    expect(JSON.parse(end.output ?? '')).toEqual(Array.from({ length: 1_000 }, (_, n) => 2 * n + 2));
    expect((await cloud.mapRun(end))[0].executionCounts).toMatchObject({ total: 1_000, succeeded: 1_000 });
  });

  it('without items ends at once', async () => {
    await using cloud = await s3Cloud();
    expect(await cloud.run(distributed(PASS), [])).toMatchObject({ status: 'SUCCEEDED', output: '[]' });
  });

  it('may stand inside a distributed Map, and beside itself in a Parallel', async () => {
    await using cloud = await s3Cloud();
    const Leaf = { Leaf: { Type: 'Pass', Output: '{% $states.input & "!" %}', End: true } };
    const inner = distributed(Leaf, { Label: 'Inner' }).States.Each;
    const end = await cloud.run(distributed({ Item: inner }, { Label: 'Outer' }), [['a', 'b'], ['c']]);
    expect(end.output).toBe('[["a!","b!"],["c!"]]');
    const [, [first]] = await cloud.mapRun(end);
    const [nested] = await cloud.mapRun(first as Described);
    expect(nested.mapRunArn).toContain(':mapRun:machine-1/Inner:');
  });
});

describe('failures in a distributed Map', () => {
  it('fail it at the first when none is tolerated; what runs is aborted, what waits never starts', async () => {
    const states = {
      Item: { Type: 'Choice', Choices: [{ Condition: '{% $states.input = 2 %}', Next: 'No' }], Default: 'Pause' },
      No: { Type: 'Fail', Error: 'Odd', Cause: 'it is two' },
      Pause: { Type: 'Wait', Seconds: 60, End: true },
    };
    await using cloud = await s3Cloud();
    const end = await cloud.run(distributed(states, { MaxConcurrency: 2 }), [1, 2, 3]);
    expect(end).toMatchObject({
      status: 'FAILED',
      error: 'States.ExceedToleratedFailureThreshold',
      cause: 'The specified tolerated failure threshold was exceeded',
    });
    const [mapRun, children] = await cloud.mapRun(end);
    expect(mapRun).toMatchObject({
      status: 'FAILED',
      executionCounts: { aborted: 1, failed: 1, pending: 1, total: 3 },
    });
    expect(children.map(({ status }) => status)).toEqual(['ABORTED', 'FAILED']);
    expect(children[1]).toMatchObject({ error: 'Odd', cause: 'it is two', redriveStatus: 'REDRIVABLE_BY_MAP_RUN' });
    expect(outline(await cloud.history(end.executionArn)).slice(2)).toEqual([
      '3 MapStateStarted <- 2',
      '4 MapRunStarted <- 3',
      '5 MapRunFailed <- 4',
      '6 MapStateFailed <- 5',
      '7 ExecutionFailed <- 6',
    ]);
  });

  it.each([
    [{ ToleratedFailureCount: 2 }, 'SUCCEEDED'],
    [{ ToleratedFailureCount: 1 }, 'FAILED'],
    [{ ToleratedFailurePercentage: 50 }, 'SUCCEEDED'],
    [{ ToleratedFailurePercentage: 49 }, 'FAILED'],
    [{ ToleratedFailureCount: '{% 4 %}', ToleratedFailurePercentage: '{% 49.5 %}' }, 'FAILED'],
  ])('of 2 items in 4 with %o leave it %s', async (tolerated, status) => {
    await using cloud = await s3Cloud(picky([2, 4]));
    expect((await cloud.run(distributed(JUDGE, tolerated), [1, 2, 3, 4])).status).toBe(status);
  });

  it('count every item of a batch', async () => {
    const broken = { Item: { Type: 'Fail', Error: 'No' } };
    await using cloud = await s3Cloud();
    const batches = { ItemBatcher: { MaxItemsPerBatch: 2 }, MaxConcurrency: 1 };
    const fails = await cloud.run(distributed(broken, { ...batches, ToleratedFailureCount: 1 }), [1, 2, 3]);
    expect((await cloud.mapRun(fails))[0]).toMatchObject({ status: 'FAILED', itemCounts: { failed: 2, pending: 1 } });
    const holds = await cloud.run(distributed(broken, { ...batches, ToleratedFailureCount: 3 }), [1, 2, 3]);
    expect(holds.status).toBe('SUCCEEDED');
  });

  it('that are tolerated stand in the result as what became of the child', async () => {
    await using cloud = await s3Cloud(picky([2]));
    const end = await cloud.run(distributed(JUDGE, { ToleratedFailureCount: 1 }), [1, 2]);
    expect(JSON.parse(end.output ?? '')).toEqual([
      { done: 1 },
      expect.objectContaining({ Status: 'FAILED', Error: 'Bad', Input: '2', ExecutionArn: expect.any(String) }),
    ]);
  });

  it('let the state be tried again as a new Map Run', async () => {
    const { calls, functions, repair } = picky([2]);
    await using cloud = await s3Cloud({ functions });
    const retrying = { Retry: [{ ErrorEquals: ['States.ExceedToleratedFailureThreshold'], IntervalSeconds: 60 }] };
    const stateMachineArn = await cloud.machine('m', distributed(JUDGE, { ...retrying, MaxConcurrency: 1 }));
    const end = await cloud.sfn<Described>('StartExecution', { stateMachineArn, input: '[1,2]' });
    await cloud.clock.advanceTo(cloud.clock.now() + 30_000);
    repair();
    await cloud.clock.runUntilIdle();
    expect(await cloud.describe(end)).toMatchObject({ status: 'SUCCEEDED', output: '[{"done":1},{"done":2}]' });
    expect(calls).toEqual([1, 2, 1, 2]);
    expect(await cloud.mapRuns(end)).toMatchObject([{ status: 'SUCCEEDED' }, { status: 'FAILED' }]);
  });

  it('in a branch beside it abort it', async () => {
    await using cloud = await s3Cloud();
    const waiting = distributed({ Item: { Type: 'Wait', Seconds: 60, End: true } }, { Items: [1, 2] });
    const branches = [
      waiting,
      { StartAt: 'No', States: { No: { Type: 'Wait', Seconds: 5, Next: 'Fail' }, Fail: { Type: 'Fail' } } },
    ];
    const end = await cloud.run({
      StartAt: 'Both',
      States: { Both: { Type: 'Parallel', Branches: branches, End: true } },
    });
    expect(end.status).toBe('FAILED');
    const [mapRun, children] = await cloud.mapRun(end);
    expect(mapRun).toMatchObject({ status: 'ABORTED', executionCounts: { aborted: 2 } });
    expect(children.map(({ status }) => status)).toEqual(['ABORTED', 'ABORTED']);
    const types = (await cloud.history(end.executionArn)).map(({ type }) => type);
    expect(types.slice(-4)).toEqual(['MapRunAborted', 'MapStateAborted', 'ParallelStateFailed', 'ExecutionFailed']);
  });
});

describe('a ResultWriter', () => {
  const writing = (more: object = {}) => ({
    ResultWriter: { Resource: PUT_OBJECT, Arguments: { Bucket: '{% "data" %}', Prefix: 'out' } },
    ...more,
  });
  const read = async (cloud: S3Cloud, key: string) => JSON.parse(await cloud.object(key)) as Record<string, unknown>;

  it('writes the results by status and a manifest, which the state then shows', async () => {
    await using cloud = await s3Cloud(picky([2]));
    const end = await cloud.run(distributed(JUDGE, writing({ ToleratedFailureCount: 1, Label: 'L' })), [1, 2, 3]);
    const [mapRun, children] = await cloud.mapRun(end);
    const folder = `out/${mapRun.mapRunArn.split(':').at(-1)}`;
    expect(JSON.parse(end.output ?? '')).toEqual({
      MapRunArn: mapRun.mapRunArn,
      ResultWriterDetails: { Bucket: 'data', Key: `${folder}/manifest.json` },
    });
    expect(await read(cloud, `${folder}/manifest.json`)).toEqual({
      DestinationBucket: 'data',
      MapRunArn: mapRun.mapRunArn,
      ResultFiles: {
        FAILED: [{ Key: `${folder}/FAILED_0.json`, Size: expect.any(Number) }],
        PENDING: [],
        SUCCEEDED: [{ Key: `${folder}/SUCCEEDED_0.json`, Size: expect.any(Number) }],
      },
    });
    const [first] = children;
    expect(await read(cloud, `${folder}/SUCCEEDED_0.json`)).toEqual([
      {
        ExecutionArn: first?.executionArn,
        Input: '1',
        InputDetails: { Included: true },
        Name: first?.name,
        Output: '{"done":1}',
        OutputDetails: { Included: true },
        RedriveCount: 0,
        RedriveStatus: 'NOT_REDRIVABLE',
        RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
        StartDate: '2026-01-05T00:00:00.000Z',
        StateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:machine-1/L',
        Status: 'SUCCEEDED',
        StopDate: '2026-01-05T00:00:00.000Z',
      },
      expect.objectContaining({ Input: '3' }),
    ]);
    expect(await read(cloud, `${folder}/FAILED_0.json`)).toMatchObject([
      { Input: '2', Status: 'FAILED', Error: 'Bad' },
    ]);
  });

  it('writes those of a Map Run that fails too, with the children that were never started', async () => {
    await using cloud = await s3Cloud(picky([2]));
    const end = await cloud.run(distributed(JUDGE, writing({ MaxConcurrency: 1 })), [1, 2, 3]);
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
    const [{ mapRunArn }] = await cloud.mapRun(end);
    const folder = `out/${mapRunArn.split(':').at(-1)}`;
    expect(await read(cloud, `${folder}/PENDING_0.json`)).toMatchObject([{ Input: '3', Status: 'PENDING' }]);
    expect(await read(cloud, `${folder}/SUCCEEDED_0.json`)).toMatchObject([{ Input: '1' }]);
  });

  it('that cannot write fails the state with States.ResultWriterFailed', async () => {
    await using cloud = await s3Cloud();
    const nowhere = { ResultWriter: { Resource: PUT_OBJECT, Arguments: { Bucket: 'none' } } };
    const end = await cloud.run(distributed(PASS, nowhere), [1]);
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.ResultWriterFailed' });
    expect(end.cause).toContain('NoSuchBucket');
  });
});

describe('redriving an execution whose Map Run failed', () => {
  it('redrives the children that failed, starts those that were never started, and keeps what succeeded', async () => {
    const { calls, functions, repair } = picky([2]);
    await using cloud = await s3Cloud({ functions });
    const end = await cloud.run(distributed(JUDGE, { MaxConcurrency: 1 }), [1, 2, 3]);
    expect(end).toMatchObject({ status: 'FAILED', redriveStatus: 'REDRIVABLE' });
    const [before] = await cloud.mapRun(end);
    repair();
    await cloud.sfn('RedriveExecution', { executionArn: end.executionArn });
    await cloud.clock.runUntilIdle();
    expect(await cloud.describe(end)).toMatchObject({
      status: 'SUCCEEDED',
      output: '[{"done":1},{"done":2},{"done":3}]',
    });
    expect(calls).toEqual([1, 2, 2, 3]);
    const [after, children] = await cloud.mapRun(end);
    expect(after).toMatchObject({ mapRunArn: before.mapRunArn, status: 'SUCCEEDED', redriveCount: 1 });
    expect(after.executionCounts).toMatchObject({ succeeded: 3, failed: 0, pending: 0, pendingRedrive: 0 });
    expect(children.map(({ redriveCount }) => redriveCount)).toEqual([0, 1, 0]);
    expect(outline(await cloud.history(end.executionArn)).slice(7)).toEqual([
      '8 ExecutionRedriven <- 7',
      '9 MapRunRedriven <- 8',
      '10 MapRunSucceeded <- 9',
      '11 MapStateSucceeded <- 10',
      '12 MapStateExited <- 9',
      '13 ExecutionSucceeded <- 12',
    ]);
    expect((await cloud.history(children[1]?.executionArn ?? '')).map(({ type }) => type)).toContain(
      'ExecutionRedriven',
    );
  });

  it('starts a new Map Run when the items were never read', async () => {
    await using cloud = await s3Cloud();
    const end = await cloud.run(distributed(PASS, { ItemReader: reader('JSON') }), { key: 'late' });
    expect(end.error).toBe('States.ItemReaderFailed');
    await cloud.put('late', '[5]');
    await cloud.sfn('RedriveExecution', { executionArn: end.executionArn });
    await cloud.clock.runUntilIdle();
    expect(await cloud.describe(end)).toMatchObject({ status: 'SUCCEEDED', output: '[5]' });
    expect(await cloud.mapRuns(end)).toHaveLength(2);
  });

  it('writes results that could not be written', async () => {
    await using cloud = await s3Cloud();
    const late = { ResultWriter: { Resource: PUT_OBJECT, Arguments: { Bucket: 'late' } } };
    const end = await cloud.run(distributed(PASS, late), [1]);
    expect(end.error).toBe('States.ResultWriterFailed');
    await cloud.call('s3', 'CreateBucket', { Bucket: 'late' });
    await cloud.sfn('RedriveExecution', { executionArn: end.executionArn });
    await cloud.clock.runUntilIdle();
    expect(await cloud.describe(end)).toMatchObject({ status: 'SUCCEEDED' });
    expect((await cloud.mapRun(end))[1]).toHaveLength(1);
  });

  it('is not for a child by itself', async () => {
    await using cloud = await s3Cloud();
    const end = await cloud.run(distributed({ Item: { Type: 'Fail' } }), [1]);
    const [, [child]] = await cloud.mapRun(end);
    await expect(cloud.sfn('RedriveExecution', { executionArn: child?.executionArn })).rejects.toMatchObject({
      code: 'ExecutionNotRedrivable',
      message: expect.stringContaining('redrive the execution whose Map state it belongs to'),
    });
  });
});
