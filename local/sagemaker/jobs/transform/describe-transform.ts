import type { DescribeTransformJobResponse, TransformJobSummary } from '@aws-sdk/client-sagemaker';
import type { TransformJob } from './transform-job.ts';

export function describeTransform(job: TransformJob): DescribeTransformJobResponse {
  const { LastModifiedTime: _, ...summary } = summarizeTransform(job);
  return {
    ...job.request,
    ...summary,
    TransformStartTime: job.startedAt === undefined ? undefined : new Date(job.startedAt),
  };
}

export function summarizeTransform(job: TransformJob): TransformJobSummary {
  return {
    TransformJobName: job.name,
    TransformJobArn: job.arn,
    CreationTime: new Date(job.createdAt),
    TransformEndTime: job.endedAt === undefined ? undefined : new Date(job.endedAt),
    LastModifiedTime: new Date(job.modifiedAt),
    TransformJobStatus: job.status,
    FailureReason: job.failureReason,
  };
}
