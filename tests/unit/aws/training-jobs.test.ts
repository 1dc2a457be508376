import {
  CreateTrainingJobCommand,
  DescribeTrainingJobCommand,
  ResourceInUse,
  ResourceLimitExceeded,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { sageMakerTrainingJobs, type TrainingJobRequest } from '#aws/training-jobs.ts';

const client = new SageMakerClient({ region: 'us-east-1' });
const sageMaker = mockClient(client);
const jobs = sageMakerTrainingJobs(client);
const validation = (message: string) => Object.assign(new Error(message), { name: 'ValidationException' });
const refusal = { message: 'no', $metadata: {} };

const request: TrainingJobRequest = {
  name: 'dev-churn-1-1',
  roleArn: 'arn:aws:iam::111122223333:role/training',
  imageUri: 'image:1',
  hyperparameters: { num_round: '10' },
  channels: { train: 's3://data/train/', validation: 's3://data/validation/' },
  outputUri: 's3://data/out',
  instance: 'ml.m5.large',
  instances: 1,
  volumeGb: 30,
  timeLimitSeconds: 3600,
  tags: { 'andon:model': 'churn' },
};

beforeEach(() => sageMaker.reset());

describe('A training job', () => {
  it('is created from CSV files, within its time', async () => {
    sageMaker.on(CreateTrainingJobCommand).resolves({});
    expect(await jobs.create(request)).toBe('created');
    expect(sageMaker.commandCalls(CreateTrainingJobCommand)[0]?.args[0].input).toMatchObject({
      TrainingJobName: 'dev-churn-1-1',
      AlgorithmSpecification: { TrainingImage: 'image:1', TrainingInputMode: 'File' },
      InputDataConfig: [
        { ChannelName: 'train', ContentType: 'text/csv', DataSource: { S3DataSource: { S3Uri: 's3://data/train/' } } },
        { ChannelName: 'validation', ContentType: 'text/csv' },
      ],
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 30 },
      StoppingCondition: { MaxRuntimeInSeconds: 3600 },
      Tags: [{ Key: 'andon:model', Value: 'churn' }],
    });
  });

  it('exists, or finds no capacity, or is refused', async () => {
    sageMaker
      .on(CreateTrainingJobCommand)
      .rejectsOnce(new ResourceInUse(refusal))
      .rejectsOnce(new ResourceLimitExceeded(refusal))
      .rejectsOnce(validation('1 validation error detected'));
    expect(await jobs.create(request)).toBe('exists');
    expect(await jobs.create(request)).toBe('no-capacity');
    await expect(jobs.create(request)).rejects.toThrow('validation error');
  });

  it('is described with its artifact, its final metrics and what is billed', async () => {
    sageMaker.on(DescribeTrainingJobCommand).resolves({
      TrainingJobName: 'dev-churn-1-1',
      TrainingJobStatus: 'Completed',
      SecondaryStatus: 'Completed',
      ModelArtifacts: { S3ModelArtifacts: 's3://data/out/model.tar.gz' },
      AlgorithmSpecification: { TrainingImage: 'image:1', TrainingInputMode: 'File' },
      FinalMetricDataList: [{ MetricName: 'train:auc', Value: 0.8 }],
      TrainingTimeInSeconds: 61,
    });
    expect(await jobs.describe('dev-churn-1-1')).toEqual({
      name: 'dev-churn-1-1',
      status: 'Completed',
      failureReason: undefined,
      secondaryStatus: 'Completed',
      artifactUri: 's3://data/out/model.tar.gz',
      imageUri: 'image:1',
      metrics: { 'train:auc': 0.8 },
      seconds: 61,
    });
  });

  it('took from its start to its end where SageMaker does not say', async () => {
    const times = { TrainingStartTime: new Date(0), TrainingEndTime: new Date(30_000) };
    sageMaker
      .on(DescribeTrainingJobCommand)
      .resolvesOnce({ TrainingJobStatus: 'Failed', FailureReason: 'AlgorithmError', ...times })
      .resolvesOnce({ TrainingJobStatus: 'InProgress', FinalMetricDataList: [{}] });
    expect(await jobs.describe('a')).toMatchObject({ status: 'Failed', failureReason: 'AlgorithmError', seconds: 30 });
    expect(await jobs.describe('a')).toMatchObject({ status: 'InProgress', seconds: 0, metrics: { '': 0 } });
  });

  it('is unknown when there is none of the name; any other refusal is passed on', async () => {
    sageMaker
      .on(DescribeTrainingJobCommand)
      .rejectsOnce(validation('Requested resource not found.'))
      .rejectsOnce(validation('1 validation error detected'));
    expect(await jobs.describe('a')).toBeUndefined();
    await expect(jobs.describe('a')).rejects.toThrow('validation error');
  });
});
