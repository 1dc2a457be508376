import type { JobType } from './job-record.ts';

interface JobTexts {
  /** As in the ARN. */
  readonly resource: string;
  readonly member: string;
  inUse(arn: string): string;
  notFound(name: string): string;
  ended(status: string): string;
}

const general = (resource: string, member: string): JobTexts => ({
  resource,
  member,
  inUse: (arn) =>
    `Job name must be unique within an AWS account and region, and a job with this name already exists (${arn})`,
  notFound: (name) => `Could not find requested job with name: ${name}`,
  ended: (status) => `The request was rejected because the ${resource.replace('-', ' ')} is in status ${status}.`,
});

/** SageMaker's own words, on which clients decide since not-found and busy share ValidationException. */
export const JOB_TEXTS: Readonly<Record<JobType, JobTexts>> = {
  TrainingJob: {
    ...general('training-job', 'trainingJobName'),
    inUse: (arn) =>
      `Training job names must be unique within an AWS account and region, and a training job with this name already exists (${arn})`,
    notFound: () => 'Requested resource not found.',
  },
  TransformJob: general('transform-job', 'transformJobName'),
  ProcessingJob: general('processing-job', 'processingJobName'),
};
