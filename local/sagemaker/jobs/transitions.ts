import { hasEnded, type JobRecord, type JobStatus } from './job-record.ts';

/** What SageMaker says in StatusMessage of a training job's transitions. */
const MESSAGES: Readonly<Record<string, string>> = {
  Starting: 'Preparing the instances for training',
  Downloading: 'Downloading input data',
  Training: 'Training image download completed. Training in progress.',
  Uploading: 'Uploading generated training model',
  Completed: 'Training job completed',
  Failed: 'Training job failed',
  Stopping: 'Stopping the training job',
  Stopped: 'Training job stopped',
  MaxRuntimeExceeded: 'Resource released due to hitting max runtime',
};

export interface Change {
  readonly at: number;
  readonly status: JobStatus;
  readonly secondary: string;
  readonly rest?: Partial<Pick<JobRecord, 'phase' | 'startedAt' | 'failureReason' | 'stopsAs' | 'result'>>;
}

/** The job after a change of its secondary status. Ending sets its end time. */
export function changed(job: JobRecord, { at, status, secondary, rest = {} }: Change): JobRecord {
  const past = job.transitions.map((transition) => ({ ...transition, endedAt: transition.endedAt ?? at }));
  const message = MESSAGES[secondary];
  const ended = hasEnded({ status });
  const latest = {
    status: secondary,
    startedAt: at,
    ...(ended ? { endedAt: at } : {}),
    ...(message === undefined ? {} : { message }),
  };
  return {
    ...job,
    ...rest,
    status,
    transitions: [...past, latest],
    modifiedAt: at,
    ...(ended ? { endedAt: at } : {}),
  };
}
