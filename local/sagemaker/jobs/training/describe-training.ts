import type { DescribeTrainingJobResponse, TrainingJobSummary } from '@aws-sdk/client-sagemaker';
import { secondaryStatus, type Transition } from '../job-record.ts';
import type { TrainingJob } from './training-job.ts';

type Description = DescribeTrainingJobResponse;

export function describeTraining(job: TrainingJob): Description {
  const { request, result } = job;
  const seconds =
    job.startedAt === undefined || job.endedAt === undefined ? undefined : (job.endedAt - job.startedAt) / 1000;
  return {
    EnableNetworkIsolation: false,
    EnableInterContainerTrafficEncryption: false,
    EnableManagedSpotTraining: false,
    ...request,
    TrainingJobName: job.name,
    TrainingJobArn: job.arn,
    ModelArtifacts: result?.artifact === undefined ? undefined : { S3ModelArtifacts: result.artifact },
    TrainingJobStatus: job.status,
    SecondaryStatus: secondaryStatus(job) as Description['SecondaryStatus'],
    FailureReason: job.failureReason,
    StoppingCondition: request.StoppingCondition,
    CreationTime: new Date(job.createdAt),
    TrainingStartTime: job.startedAt === undefined ? undefined : new Date(job.startedAt),
    TrainingEndTime: job.endedAt === undefined ? undefined : new Date(job.endedAt),
    LastModifiedTime: new Date(job.modifiedAt),
    SecondaryStatusTransitions: job.transitions.map(describeTransition),
    FinalMetricDataList: result?.metrics?.map(({ name, value, at }) => ({
      MetricName: name,
      Value: value,
      Timestamp: new Date(at),
    })),
    TrainingTimeInSeconds: seconds,
    BillableTimeInSeconds: seconds,
  };
}

export function summarizeTraining(job: TrainingJob): TrainingJobSummary {
  return {
    TrainingJobName: job.name,
    TrainingJobArn: job.arn,
    CreationTime: new Date(job.createdAt),
    TrainingEndTime: job.endedAt === undefined ? undefined : new Date(job.endedAt),
    LastModifiedTime: new Date(job.modifiedAt),
    TrainingJobStatus: job.status,
    SecondaryStatus: secondaryStatus(job) as TrainingJobSummary['SecondaryStatus'],
  };
}

function describeTransition({ status, startedAt, endedAt, message }: Transition) {
  return {
    Status: status as Description['SecondaryStatus'],
    StartTime: new Date(startedAt),
    EndTime: endedAt === undefined ? undefined : new Date(endedAt),
    StatusMessage: message,
  };
}
