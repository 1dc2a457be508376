import { failedForCapacity, type JobDescription } from './plan-job.ts';

/** What an ended job means to the state that waits for it. */
export type JobOutcome =
  | { readonly kind: 'running' }
  | { readonly kind: 'completed' }
  | {
      readonly kind: 'failed';
      readonly error: 'CapacityUnavailableError' | 'CapacityExhaustedError' | 'JobFailedError' | 'JobStoppedError';
      readonly cause: string;
    };

/** @param lastAttempt the state's retries for capacity are used up with this job */
export function jobOutcome(job: JobDescription, lastAttempt: boolean): JobOutcome {
  if (job.status === 'InProgress' || job.status === 'Stopping') return { kind: 'running' };
  if (job.status === 'Completed') return { kind: 'completed' };
  const reason = job.failureReason ?? 'SageMaker gave no reason';
  if (job.status === 'Stopped') {
    const why = job.secondaryStatus === 'MaxRuntimeExceeded' ? 'it reached its time limit' : 'somebody stopped it';
    return { kind: 'failed', error: 'JobStoppedError', cause: `${job.name} was stopped: ${why}.` };
  }
  if (!failedForCapacity(job))
    return { kind: 'failed', error: 'JobFailedError', cause: `${job.name} failed: ${reason}` };
  if (lastAttempt) {
    const cause = `${job.name} failed: ${reason} It was the last attempt; replay the run when there is capacity again.`;
    return { kind: 'failed', error: 'CapacityExhaustedError', cause };
  }
  return { kind: 'failed', error: 'CapacityUnavailableError', cause: `${job.name} failed: ${reason}` };
}
