import {
  CreateTrainingJobCommand,
  DescribeTrainingJobCommand,
  ResourceInUse,
  ResourceLimitExceeded,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { JobDescription } from '#domain/jobs/plan-job.ts';
import { clientConfiguration } from './clients.ts';
import { notFound } from './sagemaker-errors.ts';

export interface TrainingJobRequest {
  readonly name: string;
  readonly roleArn: string;
  readonly imageUri: string;
  readonly hyperparameters: Readonly<Record<string, string>>;
  /** S3 prefixes of text/csv without header, label first, by channel name. */
  readonly channels: Readonly<Record<string, string>>;
  readonly outputUri: string;
  readonly instance: string;
  readonly instances: number;
  readonly volumeGb: number;
  readonly timeLimitSeconds: number;
  readonly tags: Readonly<Record<string, string>>;
}

export interface TrainingJobDescription extends JobDescription {
  readonly artifactUri: string | undefined;
  readonly imageUri: string | undefined;
  readonly metrics: Readonly<Record<string, number>>;
  readonly seconds: number;
}

/** `exists`: a job of this name is there already, describe and adopt it. `no-capacity`: the account's limit is reached. */
export type JobCreation = 'created' | 'exists' | 'no-capacity';

export interface TrainingJobs {
  describe(name: string): Promise<TrainingJobDescription | undefined>;
  create(job: TrainingJobRequest): Promise<JobCreation>;
}

/** {@link TrainingJobs} on SageMaker. */
export function sageMakerTrainingJobs(client = new SageMakerClient(clientConfiguration())): TrainingJobs {
  return {
    async describe(name) {
      try {
        const job = await client.send(new DescribeTrainingJobCommand({ TrainingJobName: name }));
        const { TrainingStartTime: start, TrainingEndTime: end } = job;
        return {
          name,
          status: job.TrainingJobStatus as JobDescription['status'],
          failureReason: job.FailureReason,
          secondaryStatus: job.SecondaryStatus,
          artifactUri: job.ModelArtifacts?.S3ModelArtifacts,
          imageUri: job.AlgorithmSpecification?.TrainingImage,
          metrics: Object.fromEntries(
            (job.FinalMetricDataList ?? []).map(({ MetricName, Value }) => [MetricName ?? '', Value ?? 0]),
          ),
          seconds: job.TrainingTimeInSeconds ?? (start && end ? (end.getTime() - start.getTime()) / 1000 : 0),
        };
      } catch (error) {
        if (notFound(error)) return undefined;
        throw error;
      }
    },
    async create(job) {
      const command = new CreateTrainingJobCommand({
        TrainingJobName: job.name,
        RoleArn: job.roleArn,
        AlgorithmSpecification: { TrainingImage: job.imageUri, TrainingInputMode: 'File' },
        HyperParameters: { ...job.hyperparameters },
        InputDataConfig: Object.entries(job.channels).map(([ChannelName, S3Uri]) => ({
          ChannelName,
          // The built-in image would otherwise expect libsvm.
          ContentType: 'text/csv',
          DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri, S3DataDistributionType: 'FullyReplicated' } },
        })),
        OutputDataConfig: { S3OutputPath: job.outputUri },
        ResourceConfig: {
          InstanceType: job.instance as never,
          InstanceCount: job.instances,
          VolumeSizeInGB: job.volumeGb,
        },
        StoppingCondition: { MaxRuntimeInSeconds: job.timeLimitSeconds },
        Tags: Object.entries(job.tags).map(([Key, Value]) => ({ Key, Value })),
      });
      return creation(() => client.send(command));
    },
  };
}

/** Runs a Create call and tells the two refusals that are no failure. */
export async function creation(create: () => Promise<unknown>): Promise<JobCreation> {
  try {
    await create();
    return 'created';
  } catch (error) {
    if (error instanceof ResourceInUse) return 'exists';
    if (error instanceof ResourceLimitExceeded) return 'no-capacity';
    throw error;
  }
}
