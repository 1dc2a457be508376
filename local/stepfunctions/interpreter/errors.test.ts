import { describe, expect, it } from 'vitest';
import type { Retrier } from '../definition/asl.ts';
import { createSfnCloud, FunctionError, invokeTask, outline } from '../testing/sfn-cloud.ts';
import { delaySeconds } from './recover.ts';
import { matchesError } from './state-error.ts';

const START = Date.UTC(2026, 0, 5);
const failing = (errorType: string) => () => {
  throw new FunctionError(errorType, 'as told');
};
const caught = { Type: 'Pass', End: true };

describe('the name of an error', () => {
  it.each<[error: string, names: string[], matches: boolean]>([
    ['Custom', ['Other', 'Custom'], true],
    ['Custom', ['States.ALL'], true],
    ['Custom', ['States.TaskFailed'], true],
    ['States.Timeout', ['States.TaskFailed'], false],
    ['States.Timeout', ['States.ALL'], true],
    ['Custom', ['Cust'], false],
  ])('%s is named by %j: %s', (error, names, matches) => {
    expect(matchesError(names, { error, cause: undefined })).toBe(matches);
  });

  it('does not help against what cannot be caught', () => {
    expect(
      matchesError(['States.ALL', 'States.Runtime'], { error: 'States.Runtime', cause: '', uncatchable: true }),
    ).toBe(false);
  });
});

describe('the delay of a retrier', () => {
  it.each<[retrier: Partial<Retrier>, delays: number[]]>([
    [{}, [1, 2, 4]],
    [{ IntervalSeconds: 3, BackoffRate: 1.5 }, [3, 4.5, 6.75]],
    [{ IntervalSeconds: 10, MaxDelaySeconds: 15 }, [10, 15, 15]],
    [{ IntervalSeconds: 10, MaxDelaySeconds: 15, JitterStrategy: 'FULL' }, [5, 7.5, 7.5]],
  ])('of %j grows as %j', (retrier, delays) => {
    const full = { ErrorEquals: [], ...retrier };
    expect(delays.map((_, used) => delaySeconds(full, used, () => 0.5))).toEqual(delays);
  });
});

describe('Retry', () => {
  it('counts per retrier, then lets the error through', async () => {
    const errors = ['A', 'A', 'B', 'A', 'A'];
    await using cloud = createSfnCloud({ functions: { f: () => failing(errors.shift() ?? 'none')() } });
    const end = await cloud.run({
      StartAt: 'Call',
      States: {
        Call: {
          ...invokeTask('f'),
          Retry: [
            { ErrorEquals: ['A'], MaxAttempts: 3, BackoffRate: 1 },
            { ErrorEquals: ['States.TaskFailed'], MaxAttempts: 1 },
          ],
          End: true,
        },
      },
    });
    expect(end).toMatchObject({ status: 'FAILED', error: 'A' });
    expect(errors).toEqual([]);
    expect(end.stopDate).toEqual(new Date(START + 4_000));
  });

  it('shows its count in the context and schedules the task anew', async () => {
    const seen: unknown[] = [];
    const f = (payload: { attempt: number }) => {
      seen.push(payload.attempt);
      if (seen.length < 3) failing('A')();
      return {};
    };
    await using cloud = createSfnCloud({ functions: { f } });
    const Arguments = { FunctionName: 'f', Payload: { attempt: '{% $states.context.State.RetryCount %}' } };
    const end = await cloud.run({
      StartAt: 'Call',
      States: { Call: { ...invokeTask('f'), Arguments, Retry: [{ ErrorEquals: ['States.ALL'] }], End: true } },
    });
    expect(seen).toEqual([0, 1, 2]);
    expect(outline(await cloud.history(end.executionArn)).slice(2, 10)).toEqual([
      '3 TaskScheduled <- 2',
      '4 TaskStarted <- 3',
      '5 TaskFailed <- 4',
      '6 TaskScheduled <- 5',
      '7 TaskStarted <- 6',
      '8 TaskFailed <- 7',
      '9 TaskScheduled <- 8',
      '10 TaskStarted <- 9',
    ]);
  });

  it('of a Parallel runs every branch again', async () => {
    let calls = 0;
    const f = () => (++calls < 2 ? failing('A')() : { calls });
    await using cloud = createSfnCloud({ functions: { f } });
    const end = await cloud.run({
      StartAt: 'Both',
      States: {
        Both: {
          Type: 'Parallel',
          Branches: [
            { StartAt: 'Call', States: { Call: { ...invokeTask('f'), End: true } } },
            { StartAt: 'Pause', States: { Pause: { Type: 'Wait', Seconds: 5, End: true } } },
          ],
          Retry: [{ ErrorEquals: ['A'] }],
          End: true,
        },
      },
    });
    expect(JSON.parse(end.output ?? '')).toEqual([{ calls: 2 }, {}]);
    expect(end.stopDate).toEqual(new Date(START + 6_000));
  });
});

describe('Catch', () => {
  it('assigns variables and shapes the output with the error', async () => {
    await using cloud = createSfnCloud({ functions: { f: failing('Custom') } });
    const end = await cloud.run(
      {
        StartAt: 'Call',
        States: {
          Call: {
            ...invokeTask('f'),
            Catch: [
              {
                ErrorEquals: ['Custom'],
                Assign: { what: '{% $states.errorOutput.Error %}' },
                Output: { was: '{% $states.input.n %}' },
                Next: 'Caught',
              },
            ],
            End: true,
          },
          Caught: { Type: 'Succeed', Output: { what: '{% $what %}', was: '{% $states.input.was %}' } },
        },
      },
      { n: 7 },
    );
    expect(end.output).toBe('{"what":"Custom","was":7}');
  });

  it('takes a failed expression of a Task, after it is written to the history', async () => {
    await using cloud = createSfnCloud({ functions: { f: () => ({}) } });
    const end = await cloud.run({
      StartAt: 'Call',
      States: {
        Call: {
          ...invokeTask('f', { Output: { v: '{% $states.result.Payload.missing %}' } }),
          Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Caught' }],
          End: true,
        },
        Caught: caught,
      },
    });
    const cause =
      "An error occurred while executing the state 'Call' (entered at the event id #2). The JSONata expression '$states.result.Payload.missing' specified for the field 'Output/v' returned nothing (undefined).";
    expect(JSON.parse(end.output ?? '')).toEqual({ Error: 'States.QueryEvaluationError', Cause: cause });
    const history = await cloud.history(end.executionArn);
    expect(outline(history).slice(4, 7)).toEqual([
      '5 TaskSucceeded <- 4',
      '6 EvaluationFailed <- 5',
      '7 TaskStateExited <- 6',
    ]);
    expect(history[5]?.evaluationFailedEventDetails).toEqual({
      error: 'States.QueryEvaluationError',
      cause,
      location: 'Output/v',
      state: 'Call',
    });
  });

  it('never takes States.Runtime, not even by name', async () => {
    await using cloud = createSfnCloud();
    const branch = {
      StartAt: 'Fork',
      States: {
        Fork: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'Never' }] },
        Never: { Type: 'Succeed' },
      },
    };
    const end = await cloud.run({
      StartAt: 'Both',
      States: {
        Both: {
          Type: 'Parallel',
          Branches: [branch],
          Retry: [{ ErrorEquals: ['States.Runtime'] }],
          Catch: [
            { ErrorEquals: ['States.Runtime'], Next: 'Caught' },
            { ErrorEquals: ['States.ALL'], Next: 'Caught' },
          ],
          End: true,
        },
        Caught: caught,
      },
    });
    expect(end).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause:
        "An error occurred while executing the state 'Fork' (entered at the event id #4). Failed to transition out of the state. The state does not point to a next state.",
    });
    expect(outline(await cloud.history(end.executionArn))).toEqual([
      '1 ExecutionStarted <- 0',
      '2 ParallelStateEntered <- 0',
      '3 ParallelStateStarted <- 2',
      '4 ChoiceStateEntered <- 3',
      '5 ExecutionFailed <- 4',
    ]);
  });

  it.each(['States.DataLimitExceeded', 'States.ALL'])("takes the overflow of a Task's result by %s", async (name) => {
    await using cloud = createSfnCloud({ functions: { f: () => 'x'.repeat(262_144) } });
    const end = await cloud.run({
      StartAt: 'Call',
      States: {
        Call: { ...invokeTask('f'), Catch: [{ ErrorEquals: [name], Next: 'Caught' }], End: true },
        Caught: caught,
      },
    });
    expect(JSON.parse(end.output ?? '')).toEqual({
      Error: 'States.DataLimitExceeded',
      Cause: "The state/task 'Call' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
  });

  it("does not take the overflow of a state's own output", async () => {
    await using cloud = createSfnCloud();
    const end = await cloud.run({
      StartAt: 'Grow',
      States: { Grow: { Type: 'Pass', Output: "{% $join($range(1, 1000, 1).$pad('', 300, 'ä')) %}", End: true } },
    });
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });
});

describe('a Fail state', () => {
  it('fails with what its expressions give', async () => {
    await using cloud = createSfnCloud();
    const end = await cloud.run(
      {
        StartAt: 'No',
        States: { No: { Type: 'Fail', Error: 'GateFailed', Cause: "{% 'auc ' & $states.input.auc %}" } },
      },
      { auc: 0.5 },
    );
    expect(end).toMatchObject({ status: 'FAILED', error: 'GateFailed', cause: 'auc 0.5', redriveStatus: 'REDRIVABLE' });
    expect(outline(await cloud.history(end.executionArn))).toEqual([
      '1 ExecutionStarted <- 0',
      '2 FailStateEntered <- 0',
      '3 ExecutionFailed <- 2',
    ]);
  });
});

describe('time', () => {
  it.each([
    ['zero seconds end at once', { Seconds: 0 }, 0],
    ['seconds by an expression', { Seconds: '{% $states.input.s %}' }, 90],
    ['a moment', { Timestamp: '2026-01-05T01:00:00Z' }, 3_600],
    ['a moment by an expression', { Timestamp: '{% $fromMillis($millis() + 5000) %}' }, 5],
    ['a moment that has passed', { Timestamp: '2020-01-01T00:00:00+01:00' }, 0],
  ])('a Wait for %s', async (_, fields, seconds) => {
    await using cloud = createSfnCloud();
    const end = await cloud.run({ StartAt: 'W', States: { W: { Type: 'Wait', ...fields, End: true } } }, { s: 90 });
    expect(end).toMatchObject({ status: 'SUCCEEDED', stopDate: new Date(START + seconds * 1_000) });
  });

  it.each([
    ['negative seconds', { Seconds: '{% -1 %}' }],
    ['seconds that are text', { Seconds: "{% 'x' %}" }],
    ['a moment that is none', { Timestamp: "{% 'tomorrow' %}" }],
  ])('a Wait for %s is an error of the expression', async (_, fields) => {
    await using cloud = createSfnCloud();
    const end = await cloud.run({ StartAt: 'W', States: { W: { Type: 'Wait', ...fields, End: true } } });
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(end.cause).toContain('returned an unexpected result type. Expected');
  });

  it('limits an execution by the TimeoutSeconds of its machine', async () => {
    await using cloud = createSfnCloud();
    const end = await cloud.run({
      TimeoutSeconds: 60,
      StartAt: 'W',
      States: { W: { Type: 'Wait', Seconds: 90, End: true } },
    });
    expect(end).toMatchObject({ status: 'TIMED_OUT', stopDate: new Date(START + 60_000) });
    expect(end).not.toHaveProperty('error');
    expect((await cloud.history(end.executionArn)).at(-1)).toMatchObject({
      id: 3,
      previousEventId: 0,
      type: 'ExecutionTimedOut',
      executionTimedOutEventDetails: { error: 'States.Timeout' },
    });
  });

  it('counts TimeoutSeconds of a call in real time, because virtual time stands still for it', async () => {
    await using cloud = createSfnCloud({ functions: { hangs: () => new Promise(() => {}) } });
    const end = await cloud.run({
      StartAt: 'Call',
      States: {
        Call: {
          ...invokeTask('hangs'),
          TimeoutSeconds: '{% 1 %}',
          Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Late' }],
          End: true,
        },
        Late: caught,
      },
    });
    expect(end.output).toBe('{"Error":"States.Timeout","Cause":""}');
  });

  it('ends a history that is full', async () => {
    await using cloud = createSfnCloud();
    const end = await cloud.run({
      StartAt: 'Loop',
      States: {
        Loop: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'Out' }], Default: 'Loop' },
        Out: { Type: 'Succeed' },
      },
    });
    expect(end).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: 'The execution reached the maximum number of history events (25000).',
    });
    const { events } = await cloud.sfn<{ events: object[] }>('GetExecutionHistory', {
      executionArn: end.executionArn,
      reverseOrder: true,
      maxResults: 2,
    });
    expect(events).toMatchObject([
      { id: 25_000, previousEventId: 24_999, type: 'ExecutionFailed' },
      { id: 24_999, type: 'ChoiceStateExited' },
    ]);
  });
});
