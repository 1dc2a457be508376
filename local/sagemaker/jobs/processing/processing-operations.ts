import type {
  CreateProcessingJobRequest,
  DescribeProcessingJobRequest,
  ListProcessingJobsRequest,
  StopProcessingJobRequest,
} from '@aws-sdk/client-sagemaker';
import type { JobRegister } from '../job-register.ts';
import { describeProcessing, summarizeProcessing } from './describe-processing.ts';
import type { ProcessingJob } from './processing-job.ts';
import { checkProcessingRequest } from './processing-request.ts';

/** CreateProcessingJob, DescribeProcessingJob, ListProcessingJobs, StopProcessingJob. */
export function createProcessingOperations(jobs: JobRegister<ProcessingJob>) {
  return {
    CreateProcessingJob(input: CreateProcessingJobRequest) {
      const job = jobs.create(input.ProcessingJobName, () => checkProcessingRequest(input), input.Tags);
      return { ProcessingJobArn: job.arn };
    },
    DescribeProcessingJob: ({ ProcessingJobName }: DescribeProcessingJobRequest) =>
      describeProcessing(jobs.find(ProcessingJobName)),
    ListProcessingJobs(input: ListProcessingJobsRequest) {
      const { page, ...rest } = jobs.list(input, { sortOrder: 'Ascending' });
      return { ProcessingJobSummaries: page.map(summarizeProcessing), ...rest };
    },
    StopProcessingJob({ ProcessingJobName }: StopProcessingJobRequest) {
      jobs.stop(ProcessingJobName);
      return {};
    },
  };
}
