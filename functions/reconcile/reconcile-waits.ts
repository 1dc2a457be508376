import type { JobStopper } from '#aws/job-stopper.ts';
import { Wait } from '#domain/jobs/wait.ts';
import { planWait } from '#domain/reconcile/plan-wait.ts';
import { type ResumeWaitDeps, resumeWait } from '../jobs/resume-wait.ts';
import type { Sweep } from './sweep.ts';

export interface ReconcileWaitsDeps extends ResumeWaitDeps {
  readonly jobs: JobStopper;
}

/** Answers every state whose job has ended, and stops the jobs of executions that were aborted. */
export async function reconcileWaits(sweep: Sweep, deps: ReconcileWaitsDeps): Promise<void> {
  await sweep.run('waits', async () => {
    for await (const { key } of deps.ledgerStore.list('waits/')) {
      await sweep.run(key, () => reconcileWait(key, deps));
    }
    return undefined;
  });
}

async function reconcileWait(key: string, deps: ReconcileWaitsDeps): Promise<string | undefined> {
  const stored = await deps.ledgerStore.getJson(key);
  if (stored === undefined) return undefined;
  const wait = Wait.parse(stored.value);
  const status = await deps.workflows.status(wait.executionArn);
  if (planWait(status) === 'Stop') {
    await deps.jobs.stop(wait);
    await deps.ledgerStore.delete(key);
    return 'the job was stopped, since nobody waits for it any more';
  }
  const outcome = await resumeWait(wait, deps);
  if (outcome === 'absent' && status === 'FAILED') {
    // A redrive announces itself anew, with another ETag.
    await deps.ledgerStore.delete(key, stored.etag);
    return 'its state failed before the job was created, so nobody waits';
  }
  return outcome === 'answered' ? 'the waiting state was answered' : undefined;
}
