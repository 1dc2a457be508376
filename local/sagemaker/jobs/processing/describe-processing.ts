import type { DescribeProcessingJobResponse, ProcessingJobSummary } from '@aws-sdk/client-sagemaker';
import type { ProcessingJob } from './processing-job.ts';

export function describeProcessing(job: ProcessingJob): DescribeProcessingJobResponse {
  const { AppSpecification, ProcessingResources, ...request } = job.request;
  return { AppSpecification, ProcessingResources, ...request, ...summarizeProcessing(job), ...startOf(job) };
}

export function summarizeProcessing(job: ProcessingJob): ProcessingJobSummary {
  return {
    ProcessingJobName: job.name,
    ProcessingJobArn: job.arn,
    CreationTime: new Date(job.createdAt),
    ProcessingEndTime: job.endedAt === undefined ? undefined : new Date(job.endedAt),
    LastModifiedTime: new Date(job.modifiedAt),
    ProcessingJobStatus: job.status,
    FailureReason: job.failureReason,
    ExitMessage: job.result?.exitMessage,
  };
}

function startOf({ startedAt }: ProcessingJob) {
  return startedAt === undefined ? {} : { ProcessingStartTime: new Date(startedAt) };
}
