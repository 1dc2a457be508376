import * as z from 'zod';
import { s3ObjectStore } from '#aws/object-store.ts';
import { sageMakerTrainingJobs } from '#aws/training-jobs.ts';
import { sageMakerTransformJobs } from '#aws/transform-jobs.ts';
import { stepFunctionsWorkflows } from '#aws/workflows.ts';
import { parseEvent } from '#events/parse-event.ts';
import { readEnvironment } from './environment.ts';
import { lambdaHandler } from './handler.ts';
import { type ResumeWaitDeps, resumeWait } from './jobs/resume-wait.ts';
import { logger } from './observability.ts';

export const ResumeJobResult = z.object({
  outcome: z.enum(['nobody', 'absent', 'running', 'answered', 'late', 'foreign']),
});

/** Answers the state that waits for the training or transform job an event tells of. */
export async function resumeJob(value: unknown, deps: ResumeWaitDeps): Promise<z.infer<typeof ResumeJobResult>> {
  const parsed = parseEvent(value);
  const event = parsed.outcome === 'known' ? parsed.event : undefined;
  switch (event?.['detail-type']) {
    case 'SageMaker Training Job State Change':
      return { outcome: await resumeWait({ kind: 'training', job: event.detail.TrainingJobName }, deps) };
    case 'SageMaker Transform Job State Change':
      return { outcome: await resumeWait({ kind: 'transform', job: event.detail.TransformJobName }, deps) };
    default:
      logger.warn('Not the event of a job; it is dropped', { event: value });
      return { outcome: 'foreign' };
  }
}

export const handler = lambdaHandler({
  name: 'ResumeJob',
  input: z.unknown(),
  output: ResumeJobResult,
  invalidInput: 'EventInvalidError',
  run: resumeJob,
  deps: (): ResumeWaitDeps => {
    const env = readEnvironment({ DATA_BUCKET: 'string', LEDGER_BUCKET: 'string' });
    return {
      data: s3ObjectStore(env.DATA_BUCKET),
      ledgerStore: s3ObjectStore(env.LEDGER_BUCKET),
      trainingJobs: sageMakerTrainingJobs(),
      transformJobs: sageMakerTransformJobs(),
      workflows: stepFunctionsWorkflows(),
    };
  },
});
