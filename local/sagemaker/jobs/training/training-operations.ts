import type {
  CreateTrainingJobRequest,
  DescribeTrainingJobRequest,
  ListTrainingJobsRequest,
  StopTrainingJobRequest,
} from '@aws-sdk/client-sagemaker';
import type { JobRegister } from '../job-register.ts';
import { describeTraining, summarizeTraining } from './describe-training.ts';
import type { TrainingJob } from './training-job.ts';
import { checkTrainingRequest } from './training-request.ts';

/** CreateTrainingJob, DescribeTrainingJob, ListTrainingJobs, StopTrainingJob. */
export function createTrainingOperations(jobs: JobRegister<TrainingJob>) {
  return {
    CreateTrainingJob(input: CreateTrainingJobRequest) {
      const job = jobs.create(input.TrainingJobName, () => checkTrainingRequest(input), input.Tags);
      return { TrainingJobArn: job.arn };
    },
    DescribeTrainingJob: ({ TrainingJobName }: DescribeTrainingJobRequest) =>
      describeTraining(jobs.find(TrainingJobName)),
    ListTrainingJobs(input: ListTrainingJobsRequest) {
      const { page, ...rest } = jobs.list(input, { sortOrder: 'Ascending' });
      return { TrainingJobSummaries: page.map(summarizeTraining), ...rest };
    },
    StopTrainingJob({ TrainingJobName }: StopTrainingJobRequest) {
      jobs.stop(TrainingJobName);
      return {};
    },
  };
}
