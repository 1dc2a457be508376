import { SageMakerClient, StopTrainingJobCommand, StopTransformJobCommand } from '@aws-sdk/client-sagemaker';
import type { Wait } from '#domain/jobs/wait.ts';
import { clientConfiguration } from './clients.ts';
import { notFound } from './sagemaker-errors.ts';

/** Stopping jobs that nobody waits for any more. A job that has ended, or was never created, is left as it is. */
export interface JobStopper {
  stop(job: Pick<Wait, 'kind' | 'job'>): Promise<void>;
}

/** {@link JobStopper} on SageMaker. */
export function sageMakerJobStopper(client = new SageMakerClient(clientConfiguration())): JobStopper {
  return {
    async stop({ kind, job }) {
      try {
        if (kind === 'training') await client.send(new StopTrainingJobCommand({ TrainingJobName: job }));
        else await client.send(new StopTransformJobCommand({ TransformJobName: job }));
      } catch (error) {
        if (!notFound(error) && !ended(error)) throw error;
      }
    },
  };
}

/** "The request was rejected because the training job is in status Completed." */
function ended(error: unknown): boolean {
  return error instanceof Error && error.name === 'ValidationException' && /in (status|state)/i.test(error.message);
}
