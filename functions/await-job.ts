import type { ObjectStore } from '#aws/object-store.ts';
import type { JobCreation } from '#aws/training-jobs.ts';
import { type JobDescription, planJob } from '#domain/jobs/plan-job.ts';
import type { Wait } from '#domain/jobs/wait.ts';
import { ledgerKeys } from '#domain/object-keys.ts';
import { StageError } from './errors.ts';

/** A job of a state: how its n-th attempt is named, described and created. */
export interface AwaitedJob {
  readonly nameOf: (attempt: number) => string;
  readonly describe: (name: string) => Promise<JobDescription | undefined>;
  readonly create: (name: string) => Promise<JobCreation>;
  /** Who waits; `job` is filled in. */
  readonly wait: Omit<Wait, 'job'>;
}

/**
 * Makes sure that a job of the state runs and that its end will answer the state's token. The token is written before the job is created,
 * so that no end can be missed; a job that is there already is adopted.
 * @returns the job that the state waits for; when it has ended already the caller answers the token at once
 * @throws StageError CapacityUnavailableError, CapacityExhaustedError when the account's limit is reached
 */
export async function awaitJob(
  job: AwaitedJob,
  ledger: ObjectStore,
): Promise<{ readonly name: string; readonly ended: boolean }> {
  const plan = planJob(await attempts(job));
  const name = plan.kind === 'create' ? job.nameOf(plan.attempt) : plan.job.name;
  const wait: Wait = { ...job.wait, job: name };
  await ledger.put(ledgerKeys.wait(wait.kind, name), JSON.stringify(wait));
  if (plan.kind !== 'create') return { name, ended: plan.kind !== 'await' };

  const creation = await job.create(name);
  if (creation !== 'no-capacity') return { name, ended: false };
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
