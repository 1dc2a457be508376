import { describe, expect, it } from 'vitest';
import { createSfnCloud, FunctionError, invokeTask, outline } from '../testing/sfn-cloud.ts';

const each = (states: object, fields: object = {}) => ({
  StartAt: 'Each',
  States: {
    Each: { Type: 'Map', ItemProcessor: { StartAt: 'Item', States: states }, ...fields, End: true },
  },
});

describe('a Map', () => {
  it('takes the input itself, or the members of an object, as its items', async () => {
    await using cloud = createSfnCloud();
    const item = { Item: { Type: 'Pass', End: true } };
    expect((await cloud.run(each(item), [1, [2], null])).output).toBe('[1,[2],null]');
    expect((await cloud.run(each(item), { a: 1, b: 2 })).output).toBe('[{"Key":"a","Value":1},{"Key":"b","Value":2}]');
    expect((await cloud.run(each(item), [])).output).toBe('[]');
    expect(await cloud.run(each(item), 'text')).toMatchObject({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
    });
  });

  it.each([
    [undefined, 40],
    [3, 3],
    [0, 40],
    [100, 40],
  ])('with MaxConcurrency %s runs at most %i at once', async (asked, most) => {
    let running = 0;
    let highest = 0;
    const f = async () => {
      highest = Math.max(highest, ++running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running--;
      return {};
    };
    await using cloud = createSfnCloud({ functions: { f } });
    const fields = { Items: '{% $range(1, 60, 1) %}', ...(asked !== undefined && { MaxConcurrency: asked }) };
    const end = await cloud.run(each({ Item: { ...invokeTask('f'), End: true } }, fields));
    expect(end.status).toBe('SUCCEEDED');
    expect(highest).toBe(most);
  });

  it('gives results in the order of the items, whatever ends first', async () => {
    await using cloud = createSfnCloud();
    const end = await cloud.run(
      each({ Item: { Type: 'Wait', Seconds: '{% 10 - $states.input %}', End: true } }),
      [1, 2, 3],
    );
    expect(end.output).toBe('[1,2,3]');
    expect(end.stopDate).toEqual(new Date(Date.UTC(2026, 0, 5, 0, 0, 9)));
  });

  it('fails with the first failed iteration and aborts the others', async () => {
    const f = () => {
      throw new FunctionError('Broken', 'no');
    };
    await using cloud = createSfnCloud({ functions: { f } });
    const states = {
      Item: { Type: 'Choice', Choices: [{ Condition: '{% $states.input = 1 %}', Next: 'Break' }], Default: 'Pause' },
      Break: { ...invokeTask('f'), End: true },
      Pause: { Type: 'Wait', Seconds: 9, End: true },
    };
    const end = await cloud.run(each(states), [1, 2]);
    expect(end).toMatchObject({ status: 'FAILED', error: 'Broken' });
    expect(outline(await cloud.history(end.executionArn))).toEqual([
      '1 ExecutionStarted <- 0',
      '2 MapStateEntered <- 0',
      '3 MapStateStarted <- 2',
      '4 MapIterationStarted <- 3',
      '5 MapIterationStarted <- 3',
      '6 ChoiceStateEntered <- 4',
      '7 ChoiceStateExited <- 6',
      '8 ChoiceStateEntered <- 5',
      '9 ChoiceStateExited <- 8',
      '10 TaskStateEntered <- 7',
      '11 TaskScheduled <- 10',
      '12 TaskStarted <- 11',
      '13 WaitStateEntered <- 9',
      '14 TaskFailed <- 12',
      '15 MapIterationFailed <- 14',
      '16 WaitStateAborted <- 13',
      '17 MapIterationAborted <- 13',
      '18 MapStateFailed <- 14',
      '19 ExecutionFailed <- 18',
    ]);
  });

  it('within a Map shows the innermost item and both scopes of variables', async () => {
    await using cloud = createSfnCloud();
    const innermost = {
      Type: 'Pass',
      Output: '{% $outer & $middle & $string($states.context.Map.Item.Index) & $states.context.Map.Item.Value %}',
      End: true,
    };
    const states = {
      Item: { Type: 'Pass', Assign: { middle: '{% $states.input[0] %}' }, Next: 'Inner' },
      Inner: { Type: 'Map', ItemProcessor: { StartAt: 'Leaf', States: { Leaf: innermost } }, End: true },
    };
    const end = await cloud.run(
      {
        StartAt: 'Set',
        States: { Set: { Type: 'Pass', Assign: { outer: 'o' }, Next: 'Each' }, ...each(states).States },
      },
      [['a', 'b'], ['c']],
    );
    expect(end.output).toBe('[["oa0a","oa1b"],["oc0c"]]');
  });

  it('of a thousand items ends in time that grows with their number', async () => {
    await using cloud = createSfnCloud();
    const end = await cloud.run(
      each(
        { Item: { Type: 'Pass', Output: '{% $states.input * 2 %}', End: true } },
        { Items: '{% $range(1, 1000, 1) %}' },
      ),
    );
    expect((JSON.parse(end.output ?? '[]') as number[]).at(-1)).toBe(2_000);
  });
});

describe('a Parallel', () => {
  it('runs its branches at once on its Arguments', async () => {
    await using cloud = createSfnCloud();
    const end = await cloud.run({
      StartAt: 'Both',
      States: {
        Both: {
          Type: 'Parallel',
          Arguments: { n: 5 },
          Branches: [
            { StartAt: 'Slow', States: { Slow: { Type: 'Wait', Seconds: 20, End: true } } },
            { StartAt: 'Fast', States: { Fast: { Type: 'Pass', Output: '{% $states.input.n + 1 %}', End: true } } },
          ],
          Output: '{% $states.result[1] %}',
          End: true,
        },
      },
    });
    expect(end).toMatchObject({ output: '6', stopDate: new Date(Date.UTC(2026, 0, 5, 0, 0, 20)) });
    expect(outline(await cloud.history(end.executionArn))).toEqual([
      '1 ExecutionStarted <- 0',
      '2 ParallelStateEntered <- 0',
      '3 ParallelStateStarted <- 2',
      '4 WaitStateEntered <- 3',
      '5 PassStateEntered <- 3',
      '6 PassStateExited <- 5',
      '7 WaitStateExited <- 4',
      '8 ParallelStateSucceeded <- 7',
      '9 ParallelStateExited <- 7',
      '10 ExecutionSucceeded <- 9',
    ]);
  });

  it('keeps what a branch assigns within the branch', async () => {
    await using cloud = createSfnCloud();
    const end = await cloud.run({
      StartAt: 'Both',
      States: {
        Both: {
          Type: 'Parallel',
          Branches: [{ StartAt: 'Set', States: { Set: { Type: 'Pass', Assign: { x: 1 }, End: true } } }],
          Next: 'Read',
        },
        Read: { Type: 'Pass', Output: '{% $exists($x) %}', End: true },
      },
    });
    expect(end.output).toBe('false');
  });
});

describe('variables', () => {
  it('are assigned from the values a state was entered with', async () => {
    await using cloud = createSfnCloud();
    const end = await cloud.run({
      StartAt: 'One',
      States: {
        One: { Type: 'Pass', Assign: { x: 1, y: 2 }, Next: 'Swap' },
        Swap: { Type: 'Pass', Assign: { x: '{% $y %}', y: '{% $x %}' }, Output: '{% $x %}', Next: 'Read' },
        Read: { Type: 'Pass', Output: { x: '{% $x %}', y: '{% $y %}', was: '{% $states.input %}' }, End: true },
      },
    });
    expect(end.output).toBe('{"x":2,"y":1,"was":1}');
    const exited = (await cloud.history(end.executionArn))[4];
    expect(exited?.stateExitedEventDetails).toMatchObject({ assignedVariables: { x: '2', y: '1' } });
  });
});
