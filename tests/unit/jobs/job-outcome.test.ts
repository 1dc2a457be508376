import { describe, expect, it } from 'vitest';
import { jobOutcome } from '#domain/jobs/job-outcome.ts';
import type { JobDescription } from '#domain/jobs/plan-job.ts';

const outcome = (job: Omit<JobDescription, 'name'>, lastAttempt = false) =>
  jobOutcome({ name: 'dev-churn-1-1', ...job }, lastAttempt);
const failureReason = 'CapacityError: Unable to provision requested ML compute capacity.';

describe('What a job means to the state that waits for it', () => {
  it.each(['InProgress', 'Stopping'] as const)('%s: wait on', (status) => {
    expect(outcome({ status })).toEqual({ kind: 'running' });
  });

  it('Completed: go on', () => {
    expect(outcome({ status: 'Completed' })).toEqual({ kind: 'completed' });
  });

  it('Failed for capacity: try again, until it was the last attempt', () => {
    expect(outcome({ status: 'Failed', failureReason })).toEqual({
      kind: 'failed',
      error: 'CapacityUnavailableError',
      cause: `dev-churn-1-1 failed: ${failureReason}`,
    });
    expect(outcome({ status: 'Failed', failureReason }, true)).toMatchObject({
      error: 'CapacityExhaustedError',
      cause: expect.stringContaining('replay the run when there is capacity again'),
    });
  });

  it('Failed for another reason: fail with it, also on the last attempt', () => {
    const error = 'AlgorithmError: label has NaN';
    expect(outcome({ status: 'Failed', failureReason: error }, true)).toEqual({
      kind: 'failed',
      error: 'JobFailedError',
      cause: 'dev-churn-1-1 failed: AlgorithmError: label has NaN',
    });
    expect(outcome({ status: 'Failed' })).toMatchObject({ cause: expect.stringContaining('gave no reason') });
  });

  it('Stopped: say whether a person or the time limit stopped it', () => {
    expect(outcome({ status: 'Stopped' })).toMatchObject({
      error: 'JobStoppedError',
      cause: expect.stringContaining('somebody stopped it'),
    });
    expect(outcome({ status: 'Stopped', secondaryStatus: 'MaxRuntimeExceeded' })).toMatchObject({
      error: 'JobStoppedError',
      cause: expect.stringContaining('reached its time limit'),
    });
  });
});
