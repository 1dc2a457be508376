import {
  CreateModelCommand,
  CreateTransformJobCommand,
  DescribeModelCommand,
  DescribeTransformJobCommand,
  ResourceInUse,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { outputFilter, sageMakerTransformJobs } from '#aws/transform-jobs.ts';

const client = new SageMakerClient({ region: 'us-east-1' });
const sageMaker = mockClient(client);
const jobs = sageMakerTransformJobs(client);
const validation = (message: string) => Object.assign(new Error(message), { name: 'ValidationException' });
const request = {
  name: 'dev-churn-1-candidate-1',
  modelName: 'dev-churn-1',
  inputUri: 's3://data/holdout.csv',
  outputUri: 's3://data/scores/',
  scoresPerRow: 1,
  instance: 'ml.m5.large',
  tags: { 'andon:run': 'churn-1' },
};
const model = { name: 'dev-churn-1', roleArn: 'arn:role', imageUri: 'image:1', artifactUri: 's3://data/model.tar.gz' };

beforeEach(() => sageMaker.reset());

describe('A transform job', () => {
  it('keeps the row id from the model, and joins it to the score', async () => {
    sageMaker.on(CreateTransformJobCommand).resolves({});
    expect(await jobs.create(request)).toBe('created');
    expect(sageMaker.commandCalls(CreateTransformJobCommand)[0]?.args[0].input).toMatchObject({
      TransformJobName: 'dev-churn-1-candidate-1',
      ModelName: 'dev-churn-1',
      TransformInput: { ContentType: 'text/csv', SplitType: 'Line' },
      TransformOutput: { S3OutputPath: 's3://data/scores/', AssembleWith: 'Line', Accept: 'text/csv' },
      DataProcessing: { InputFilter: '$[1:]', JoinSource: 'Input', OutputFilter: '$[0,-1]' },
      Tags: [{ Key: 'andon:run', Value: 'churn-1' }],
    });
  });

  it('joins as many scores as there are classes, and the whole record where they do not fit a filter', () => {
    expect(outputFilter(3)).toBe('$[0,-3,-2,-1]');
    const lengths = Array.from({ length: 100 }, (_, index) => outputFilter(index + 1).length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(63);
    expect(outputFilter(17)).toMatch(/^\$\[0,-17,.*,-1\]$/);
    expect(outputFilter(18)).toBe('$');
  });

  it('exists already when its creation was not answered', async () => {
    sageMaker.on(CreateTransformJobCommand).rejects(new ResourceInUse({ message: 'no', $metadata: {} }));
    expect(await jobs.create(request)).toBe('exists');
  });

  it('is described, and unknown when there is none of the name', async () => {
    sageMaker
      .on(DescribeTransformJobCommand)
      .resolvesOnce({ TransformJobStatus: 'Failed', FailureReason: 'ClientError: no' })
      .rejectsOnce(validation('Could not find requested job with name: a'))
      .rejectsOnce(new Error('down'));
    expect(await jobs.describe('a')).toEqual({ name: 'a', status: 'Failed', failureReason: 'ClientError: no' });
    expect(await jobs.describe('a')).toBeUndefined();
    await expect(jobs.describe('a')).rejects.toThrow('down');
  });
});

describe('A model', () => {
  it('is made of image and artifact, once', async () => {
    sageMaker
      .on(CreateModelCommand)
      .resolvesOnce({})
      .rejectsOnce(validation('Cannot create already existing model "arn".'))
      .rejectsOnce(validation('Could not access model data'));
    await jobs.ensureModel(model);
    await jobs.ensureModel(model);
    await expect(jobs.ensureModel(model)).rejects.toThrow('model data');
    expect(sageMaker.commandCalls(CreateModelCommand)[0]?.args[0].input).toEqual({
      ModelName: 'dev-churn-1',
      ExecutionRoleArn: 'arn:role',
      PrimaryContainer: { Image: 'image:1', ModelDataUrl: 's3://data/model.tar.gz' },
    });
  });

  it('is there or is not', async () => {
    sageMaker
      .on(DescribeModelCommand)
      .resolvesOnce({})
      .rejectsOnce(validation('Could not find model "arn".'))
      .rejectsOnce(new Error('down'));
    expect(await jobs.hasModel('a')).toBe(true);
    expect(await jobs.hasModel('a')).toBe(false);
    await expect(jobs.hasModel('a')).rejects.toThrow('down');
  });
});
