import type { Phase } from './durations.ts';
import type { JobRecord, JobType } from './job-record.ts';
import type { Slots } from './slots.ts';

/** A job cannot go on. The message is its FailureReason and begins with AlgorithmError, ClientError or the like. */
export class JobFailure extends Error {
  override readonly name = 'JobFailure';
}

/** How the real work of a job ended. */
export type Outcome =
  | { readonly end: 'succeeded' }
  | { readonly end: 'failed'; readonly reason: string }
  | { readonly end: 'outOfTime' };

/** The real work of a job, begun: its inputs are here and its program runs or waits for a slot. */
export interface Attempt {
  /** Set when not even its inputs could be had; `done` says the same. */
  readonly startFailure?: Outcome;
  /** Never rejects. */
  readonly done: Promise<Outcome>;
  /** Uploads what the job leaves behind when it ends so. Returns what its description shows of it. */
  publish(ending: 'Completed' | 'Failed' | 'Stopped'): Promise<object>;
  /** Ends the program and resolves when it has gone. */
  stop(): Promise<void>;
}

export interface AttemptContext {
  /** Empty, and the attempt's own. */
  readonly folder: string;
  /** Limits how many programs run at once. */
  readonly slots: Slots;
}

/** What one type of job adds to the life all jobs share. */
export interface JobBehaviour {
  readonly type: JobType;
  readonly phases: readonly Phase[];
  /** The phase that ends when the real work has ended. */
  readonly workPhase: string;
  /** Fetches inputs and starts the program. @throws JobFailure */
  begin(job: JobRecord, context: AttemptContext): Promise<Attempt>;
  maxRuntimeSeconds(job: JobRecord): number | undefined;
  /** The answer of its Describe operation, which is the detail of its events too. */
  describe(job: JobRecord): object;
}
