import type {
  CreateTransformJobRequest,
  DescribeTransformJobRequest,
  ListTransformJobsRequest,
  StopTransformJobRequest,
} from '@aws-sdk/client-sagemaker';
import type { Cloud } from '../../../cloud.ts';
import { findModel } from '../../models.ts';
import { required } from '../../validation.ts';
import type { JobRegister } from '../job-register.ts';
import { describeTransform, summarizeTransform } from './describe-transform.ts';
import type { TransformJob } from './transform-job.ts';
import { checkTransformRequest } from './transform-request.ts';

/** CreateTransformJob, DescribeTransformJob, ListTransformJobs, StopTransformJob. */
export function createTransformOperations(jobs: JobRegister<TransformJob>, cloud: Cloud) {
  return {
    CreateTransformJob(input: CreateTransformJobRequest) {
      const checked = () => {
        findModel(cloud, required(input.ModelName, 'modelName'));
        return checkTransformRequest(input);
      };
      return { TransformJobArn: jobs.create(input.TransformJobName, checked, input.Tags).arn };
    },
    DescribeTransformJob: ({ TransformJobName }: DescribeTransformJobRequest) =>
      describeTransform(jobs.find(TransformJobName)),
    ListTransformJobs(input: ListTransformJobsRequest) {
      const { page, ...rest } = jobs.list(input, { sortOrder: 'Descending' });
      return { TransformJobSummaries: page.map(summarizeTransform), ...rest };
    },
    StopTransformJob({ TransformJobName }: StopTransformJobRequest) {
      jobs.stop(TransformJobName);
      return {};
    },
  };
}
