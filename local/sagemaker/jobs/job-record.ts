import type { Cloud } from '../../cloud.ts';
import type { Collection } from '../../store/collection.ts';

export type JobType = 'TrainingJob' | 'TransformJob' | 'ProcessingJob';
export type JobStatus = 'InProgress' | 'Completed' | 'Failed' | 'Stopping' | 'Stopped';

/** One entry of SecondaryStatusTransitions. Times are virtual ms since the epoch, in all records. */
export interface Transition {
  readonly status: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly message?: string;
}

/** A job as stored: what was asked, how far it has come, what came out. */
export interface JobRecord<Request extends object = object, Result extends object = object> {
  readonly type: JobType;
  readonly name: string;
  readonly arn: string;
  readonly status: JobStatus;
  /** Index among the phases of its type. */
  readonly phase: number;
  readonly transitions: readonly Transition[];
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly failureReason?: string;
  /** The fault it was created under; it ends the job where capacity would have been had. */
  readonly fault?: string;
  /** Why it is Stopping: the secondary status it will end with. */
  readonly stopsAs?: 'Stopped' | 'MaxRuntimeExceeded';
  readonly request: Request;
  readonly result?: Result;
}

/** Jobs of all types by ARN. */
export function jobCollection({ store }: Pick<Cloud, 'store'>): Collection<JobRecord> {
  return store.collection('sagemaker.jobs');
}

export function hasEnded({ status }: Pick<JobRecord, 'status'>): boolean {
  return status === 'Completed' || status === 'Failed' || status === 'Stopped';
}

/** The secondary status. */
export function secondaryStatus({ transitions }: Pick<JobRecord, 'transitions'>): string {
  return transitions.at(-1)?.status ?? 'Starting';
}
