import {
  CreateModelCommand,
  CreateTransformJobCommand,
  DescribeModelCommand,
  DescribeTransformJobCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { JobDescription } from '#domain/jobs/plan-job.ts';
import { clientConfiguration } from './clients.ts';
import { alreadyExists, notFound } from './sagemaker-errors.ts';
import { creation, type JobCreation } from './training-jobs.ts';

export interface TransformJobRequest {
  readonly name: string;
  readonly modelName: string;
  /** CSV without header: row id, then the features. */
  readonly inputUri: string;
  /** Prefix of the output: row id, and last the scores. */
  readonly outputUri: string;
  /** How many numbers the model answers for a row. */
  readonly scoresPerRow: number;
  readonly instance: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** SageMaker's limit of a filter (API reference, DataProcessing). */
const LONGEST_FILTER = 63;

/**
 * Keeps the row id and the scores of a joined record, or where so many positions do not fit a filter, the whole record. A filter
 * lists positions or is one range; it cannot be both.
 */
export function outputFilter(scoresPerRow: number): string {
  const last = Array.from({ length: scoresPerRow }, (_, index) => index - scoresPerRow);
  const filter = `$[${[0, ...last].join(',')}]`;
  return filter.length <= LONGEST_FILTER ? filter : '$';
}

export interface ModelRequest {
  readonly name: string;
  readonly roleArn: string;
  readonly imageUri: string;
  readonly artifactUri: string;
}

export interface TransformJobs {
  describe(name: string): Promise<JobDescription | undefined>;
  create(job: TransformJobRequest): Promise<JobCreation>;
  hasModel(name: string): Promise<boolean>;
  /** Makes a SageMaker Model unless it exists: names are never reused for other content. */
  ensureModel(model: ModelRequest): Promise<void>;
}

/** {@link TransformJobs} on SageMaker. */
export function sageMakerTransformJobs(client = new SageMakerClient(clientConfiguration())): TransformJobs {
  return {
    async describe(name) {
      try {
        const job = await client.send(new DescribeTransformJobCommand({ TransformJobName: name }));
        return { name, status: job.TransformJobStatus as JobDescription['status'], failureReason: job.FailureReason };
      } catch (error) {
        if (notFound(error)) return undefined;
        throw error;
      }
    },
    create: (job) =>
      creation(() =>
        client.send(
          new CreateTransformJobCommand({
            TransformJobName: job.name,
            ModelName: job.modelName,
            BatchStrategy: 'MultiRecord',
            MaxPayloadInMB: 6,
            TransformInput: {
              ContentType: 'text/csv',
              SplitType: 'Line',
              DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: job.inputUri } },
            },
            TransformOutput: { S3OutputPath: job.outputUri, AssembleWith: 'Line', Accept: 'text/csv' },
            // The row id travels with the row but is no feature.
            DataProcessing: {
              InputFilter: '$[1:]',
              JoinSource: 'Input',
              OutputFilter: outputFilter(job.scoresPerRow),
            },
            TransformResources: { InstanceType: job.instance as never, InstanceCount: 1 },
            Tags: Object.entries(job.tags).map(([Key, Value]) => ({ Key, Value })),
          }),
        ),
      ),
    async hasModel(name) {
      try {
        await client.send(new DescribeModelCommand({ ModelName: name }));
        return true;
      } catch (error) {
        if (notFound(error)) return false;
        throw error;
      }
    },
    async ensureModel(model) {
      const PrimaryContainer = { Image: model.imageUri, ModelDataUrl: model.artifactUri };
      const command = { ModelName: model.name, ExecutionRoleArn: model.roleArn, PrimaryContainer };
      try {
        await client.send(new CreateModelCommand(command));
      } catch (error) {
        if (!alreadyExists(error)) throw error;
      }
    },
  };
}
