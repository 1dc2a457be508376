import { keyOf, type ObjectStore, uriOf } from '#aws/object-store.ts';
import type { TrainingJobs } from '#aws/training-jobs.ts';
import type { TransformJobs } from '#aws/transform-jobs.ts';
import type { Workflows } from '#aws/workflows.ts';
import { jobOutcome } from '#domain/jobs/job-outcome.ts';
import type { Wait } from '#domain/jobs/wait.ts';
import { sha256 } from '#domain/naming.ts';
import type { RetrainData } from '#statemachines/retrain.data.ts';
import { scoresKey } from '../datasets/holdout-files.ts';
import { forgetWait, readWait } from './stored-wait.ts';

export interface ResumeWaitDeps {
  readonly data: ObjectStore;
  readonly ledgerStore: ObjectStore;
  readonly trainingJobs: TrainingJobs;
  readonly transformJobs: TransformJobs;
  readonly workflows: Workflows;
}

/** nobody: no state waits for this job. absent: the job is not there, or not yet. late: the state stopped waiting before. */
export type ResumeOutcome = 'nobody' | 'absent' | 'running' | 'answered' | 'late';

type Training = RetrainData['training'];
type Score = RetrainData['scores'][number];

/**
 * Answers the token of the state that waits for a job, from what SageMaker says of the job now, not from an event. Safe to repeat: the
 * wait is gone once it is answered.
 */
export async function resumeWait(job: Pick<Wait, 'kind' | 'job'>, deps: ResumeWaitDeps): Promise<ResumeOutcome> {
  const stored = await readWait(job, deps.ledgerStore);
  if (stored === undefined) return 'nobody';
  const { wait } = stored;
  const answer = wait.kind === 'training' ? await trainingAnswer(wait, deps) : await transformAnswer(wait, deps);
  if (answer === 'absent' || answer === 'running') return answer;
  const outcome =
    'output' in answer
      ? await deps.workflows.succeed(wait.token, answer.output)
      : await deps.workflows.fail(wait.token, answer);
  // A state that was tried again meanwhile waits with another token: its wait stays.
  await forgetWait(wait, deps.ledgerStore);
  return outcome;
}

type Answer =
  | { readonly output: Training | Score }
  | { readonly error: string; readonly cause: string }
  | 'absent'
  | 'running';

async function trainingAnswer(wait: Wait, { trainingJobs, data }: ResumeWaitDeps): Promise<Answer> {
  const job = await trainingJobs.describe(wait.job);
  if (job === undefined) return 'absent';
  const outcome = jobOutcome(job, wait.lastAttempt);
  if (outcome.kind === 'running') return 'running';
  if (outcome.kind === 'failed') return outcome;
  const { artifactUri, imageUri = '', metrics, seconds } = job;
  const artifact = artifactUri === undefined ? undefined : await data.get(keyOf(artifactUri));
  if (artifactUri === undefined || artifact === undefined) {
    const cause = `${wait.job} completed, but its artifact ${artifactUri ?? ''} is missing. Restore it, or retrain.`;
    return { error: 'JobFailedError', cause };
  }
  const artifactDigest = sha256(artifact.value);
  return { output: { jobName: wait.job, imageUri, artifactUri, artifactDigest, metrics: { ...metrics }, seconds } };
}

async function transformAnswer(wait: Wait, { transformJobs, data }: ResumeWaitDeps): Promise<Answer> {
  const job = await transformJobs.describe(wait.job);
  if (job === undefined) return 'absent';
  const outcome = jobOutcome(job, wait.lastAttempt);
  if (outcome.kind === 'running') return 'running';
  const role = wait.role ?? 'candidate';
  const whom = { role, jobName: wait.job, ...(wait.version === undefined ? {} : { version: wait.version }) };
  if (outcome.kind === 'completed') {
    return { output: { ...whom, outcome: 'Scored', uri: uriOf(data, scoresKey(wait, role)) } };
  }
  // A champion or anchor that cannot be scored does not stop the candidate: the comparison is inconclusive. Missing capacity says nothing of it.
  if (role === 'candidate' || outcome.error.startsWith('Capacity')) return outcome;
  return { output: { ...whom, outcome: 'NotComparable', reason: outcome.cause } };
}
