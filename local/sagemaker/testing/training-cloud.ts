import type { CreateTrainingJobRequest, DescribeTrainingJobResponse } from '@aws-sdk/client-sagemaker';
import { type SageMakerCloud, TEST_IMAGE } from './sagemaker-cloud.ts';

/** What a test wants other than {@link request} says. */
export type Changes = Partial<CreateTrainingJobRequest>;

export const channel = (name: string, uri: string, type: 'S3Prefix' | 'ManifestFile' = 'S3Prefix') => ({
  ChannelName: name,
  ContentType: 'text/csv',
  DataSource: { S3DataSource: { S3DataType: type, S3Uri: uri } },
});

/** A training of the fixtures' image on s3://data/train/. */
export const request = (changes: Changes = {}): CreateTrainingJobRequest => ({
  TrainingJobName: 'sums-1',
  RoleArn: 'arn:aws:iam::000000000000:role/train',
  AlgorithmSpecification: { TrainingImage: TEST_IMAGE, TrainingInputMode: 'File' },
  HyperParameters: { weight: '2' },
  InputDataConfig: [channel('train', 's3://data/train/')],
  OutputDataConfig: { S3OutputPath: 's3://data/artifacts' },
  ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 10 },
  StoppingCondition: { MaxRuntimeInSeconds: 3600 },
  ...changes,
});

export async function withData(world: SageMakerCloud): Promise<void> {
  await world.put('s3://data/train/a.csv', '1,2\n3,4\n');
  await world.put('s3://data/train/deep/b.csv', '5,6\n');
}

export const describeJob = (world: SageMakerCloud) =>
  world.call<DescribeTrainingJobResponse>('DescribeTrainingJob', { TrainingJobName: 'sums-1' });

/** Creates the job and lets time pass until it has ended. */
export async function finished(world: SageMakerCloud, changes: Changes = {}): Promise<DescribeTrainingJobResponse> {
  await world.call('CreateTrainingJob', request(changes));
  await world.cloud.clock.runUntilIdle();
  return describeJob(world);
}
