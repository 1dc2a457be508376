/** A SageMaker job as described, training and transform alike. */
export interface JobDescription {
  readonly name: string;
  readonly status: 'InProgress' | 'Completed' | 'Failed' | 'Stopping' | 'Stopped';
  readonly failureReason?: string | undefined;
  /** MaxRuntimeExceeded, for a training job that its time limit stopped. */
  readonly secondaryStatus?: string | undefined;
}

export type JobPlan =
  /** No job yet, or the last one failed for a reason that may pass: create this one. */
  | { readonly kind: 'create'; readonly attempt: number }
  /** A job that is running: wait for it. */
  | { readonly kind: 'await'; readonly job: JobDescription }
  /** A job that ended well: use it. */
  | { readonly kind: 'adopt'; readonly job: JobDescription }
  /** A job that failed for a reason that will not pass. */
  | { readonly kind: 'failed'; readonly job: JobDescription };

/** FailureReason prefixes that say the platform failed, not the code or the data. */
const passing = ['CapacityError', 'InternalServerError'];

/** Whether trying again may help. */
export function failedForCapacity(job: JobDescription): boolean {
  return job.status === 'Failed' && passing.some((prefix) => (job.failureReason ?? '').startsWith(prefix));
}

/**
 * What to do about a state's job, given its attempts in order: retry, redrive and a lost answer never start the same work twice.
 * @param attempts descriptions of jobs 1..n
 */
export function planJob(attempts: readonly JobDescription[]): JobPlan {
  const last = attempts.at(-1);
  // Whoever replays a run whose job was stopped by hand wants another one.
  const stoppedByHand = last?.status === 'Stopped' && last.secondaryStatus !== 'MaxRuntimeExceeded';
  if (last === undefined || stoppedByHand || failedForCapacity(last))
    return { kind: 'create', attempt: attempts.length + 1 };
  if (last.status === 'InProgress' || last.status === 'Stopping') return { kind: 'await', job: last };
  if (last.status === 'Completed') return { kind: 'adopt', job: last };
  return { kind: 'failed', job: last };
}
