import { invokeTask } from './sfn-cloud.ts';

/** A little of everything: calls, waits, a Map, a distributed Map, a Parallel, variables. Ends with {n, sum: 12}. */
export const LONG_WORKFLOW = {
  StartAt: 'Remember',
  States: {
    Remember: { Type: 'Pass', Assign: { n: '{% $states.input.n %}' }, Next: 'Pause' },
    Pause: { Type: 'Wait', Seconds: 30, Next: 'Call' },
    Call: {
      ...invokeTask('slowly'),
      Retry: [{ ErrorEquals: ['Lambda.Unknown'], IntervalSeconds: 1, MaxAttempts: 5 }],
      Next: 'Each',
    },
    Each: {
      Type: 'Map',
      Items: [1, 2, 3],
      MaxConcurrency: 2,
      ItemProcessor: {
        StartAt: 'CallEach',
        States: {
          CallEach: {
            ...invokeTask('slowly'),
            Retry: [{ ErrorEquals: ['Lambda.Unknown'], IntervalSeconds: 1, MaxAttempts: 5 }],
            Next: 'PauseEach',
          },
          PauseEach: { Type: 'Wait', Seconds: 5, End: true },
        },
      },
      Next: 'Spread',
    },
    Spread: {
      Type: 'Map',
      MaxConcurrency: 2,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'CallApart',
        States: {
          CallApart: {
            ...invokeTask('slowly'),
            Retry: [{ ErrorEquals: ['Lambda.Unknown'], IntervalSeconds: 1, MaxAttempts: 5 }],
            End: true,
          },
        },
      },
      Next: 'Both',
    },
    Both: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Sum', States: { Sum: { Type: 'Pass', Output: '{% $sum($states.input) %}', End: true } } },
        {
          StartAt: 'Later',
          States: { Later: { Type: 'Wait', Seconds: 60, Next: 'Six' }, Six: { Type: 'Pass', Output: 6, End: true } },
        },
      ],
      Next: 'Total',
    },
    Total: { Type: 'Succeed', Output: { n: '{% $n %}', sum: '{% $sum($states.input) %}' } },
  },
};
