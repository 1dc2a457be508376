import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloud } from '../../cloud.ts';
import type { JobRecord } from './job-record.ts';
import { type Attempt, type JobBehaviour, JobFailure } from './job-type.ts';
import { createSlots } from './slots.ts';

/** Programs of jobs that may run at once, so that a small machine stays responsive. */
const PROGRAMS_AT_ONCE = 2;

/** The real work of jobs, at most one attempt per job and process. */
export interface Attempts {
  /** The attempt of a job, begun when there is none. Resolves when its inputs have arrived. Never rejects. */
  of(job: JobRecord, behaviour: JobBehaviour): Promise<Attempt>;
  /** The attempt of a job if one was begun. */
  existing(job: JobRecord): Promise<Attempt> | undefined;
  /** Ends it and removes its folder. */
  discard(job: JobRecord): Promise<void>;
  close(): Promise<void>;
}

export function createAttempts({ store }: Pick<Cloud, 'store'>): Attempts {
  const root = join(store.directory, 'jobs');
  // Whatever a killed process left behind begins anew.
  rmSync(root, { recursive: true, force: true });
  const slots = createSlots(PROGRAMS_AT_ONCE);
  const begun = new Map<string, Promise<Attempt>>();
  const folderOf = ({ type, name }: JobRecord) => join(root, type, name);

  return {
    of(job, behaviour) {
      const existing = begun.get(job.arn);
      if (existing !== undefined) return existing;
      const folder = folderOf(job);
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      const attempt = behaviour.begin(job, { folder, slots }).catch(failedAttempt);
      begun.set(job.arn, attempt);
      return attempt;
    },
    existing: ({ arn }) => begun.get(arn),
    async discard(job) {
      const attempt = await begun.get(job.arn);
      begun.delete(job.arn);
      await attempt?.stop();
      rmSync(folderOf(job), { recursive: true, force: true });
    },
    async close() {
      await Promise.all([...begun.values()].map(async (attempt) => (await attempt).stop()));
    },
  };
}

/** A FailureReason for whatever went wrong. */
export function failureReason(error: unknown): string {
  if (error instanceof JobFailure) return error.message;
  return `InternalServerError: ${error instanceof Error ? error.message : String(error)}`;
}

function failedAttempt(error: unknown): Attempt {
  const startFailure = { end: 'failed', reason: failureReason(error) } as const;
  return {
    startFailure,
    done: Promise.resolve(startFailure),
    publish: async () => ({}),
    stop: async () => {},
  };
}
