/**
 * What to do about a state that waits for a job. An execution that failed may be redriven and adopts its job; one that was aborted or
 * timed out for good leaves a job that only costs money.
 */
export function planWait(executionStatus: string | undefined): 'Resume' | 'Stop' {
  return executionStatus === 'ABORTED' || executionStatus === 'TIMED_OUT' ? 'Stop' : 'Resume';
}
