import * as z from 'zod';
import type { ObjectStore } from '#aws/object-store.ts';
import type { JobCreation } from '#aws/training-jobs.ts';
import { type JobDescription, planJob } from '#domain/jobs/plan-job.ts';
import type { Wait } from '#domain/jobs/wait.ts';
import { StageError } from '../errors.ts';
import { forgetWait } from './stored-wait.ts';
import { writeWait } from './write-wait.ts';

/** A job of a state: how its n-th attempt is named, described and created. */
export interface AwaitedJob {
  readonly nameOf: (attempt: number) => string;
  readonly describe: (name: string) => Promise<JobDescription | undefined>;
  readonly create: (name: string) => Promise<JobCreation>;
  /** Who waits; `job` is filled in. `since` is when the invocation began. */
  readonly wait: Omit<Wait, 'job'>;
}

/** What a waiting state's function returns: the state itself goes on when the job's end answers its token. */
export const AwaitedJobName = z.object({ job: z.string() });

/** The job that the state waits for. `ended`: it is over already, and the caller answers the token at once. */
export interface Awaited {
  readonly name: string;
  readonly ended: boolean;
}

/**
 * Makes sure that a job of the state runs and that its end will answer the state's token. The token is written before the job is created,
 * so that no end can be missed; a job that is there already is adopted.
 * @throws StageError CapacityUnavailableError, CapacityExhaustedError when the account's limit is reached
 */
export async function awaitJob(job: AwaitedJob, ledger: ObjectStore): Promise<Awaited> {
  const plan = planJob(await attempts(job));
  const name = plan.kind === 'create' ? job.nameOf(plan.attempt) : plan.job.name;
  const wait: Wait = { ...job.wait, job: name };
  if (!(await writeWait(wait, ledger))) return { name, ended: false };
  if (plan.kind !== 'create') return { name, ended: plan.kind !== 'await' };
  if ((await job.create(name)) !== 'no-capacity') return { name, ended: false };
  await forgetWait(wait, ledger);
  const message = `SageMaker refused ${name}: the account's limit for its instances is reached.`;
  if (!wait.lastAttempt) throw new StageError('CapacityUnavailableError', message);
  throw new StageError(
    'CapacityExhaustedError',
    `${message} It was the last attempt; replay the run when there is capacity again.`,
  );
}

async function attempts({ nameOf, describe }: AwaitedJob): Promise<JobDescription[]> {
  const found: JobDescription[] = [];
  for (let attempt = 1; ; attempt++) {
    const description = await describe(nameOf(attempt));
    if (description === undefined) return found;
    found.push(description);
  }
}
