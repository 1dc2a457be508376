import type { DescribeTrainingJobResponse } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { createSageMakerCloud } from '../testing/sagemaker-cloud.ts';

const IMAGE = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1';
const ROLE = 'arn:aws:iam::000000000000:role/train';

/** Rows `label,x,y` where the label is whether x exceeds y, on a grid. */
function rows(step: number): string[] {
  const cells = Array.from({ length: 20 }, (_, i) => i * step);
  return cells.flatMap((x) => cells.map((y) => `${x > y ? 1 : 0},${x},${y}`));
}

describe('the built-in XGBoost as an image of SageMaker', () => {
  it('trains, becomes a model and scores a holdout whose rows keep their ids', async () => {
    await using world = createSageMakerCloud();
    await world.put('s3://data/train/train.csv', `${rows(1).join('\n')}\n`);
    await world.put('s3://data/validation/validation.csv', `${rows(0.7).join('\n')}\n`);
    const channel = (ChannelName: string) => ({
      ChannelName,
      ContentType: 'text/csv',
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://data/${ChannelName}/` } },
    });
    await world.call('CreateTrainingJob', {
      TrainingJobName: 'late-1',
      RoleArn: ROLE,
      AlgorithmSpecification: { TrainingImage: IMAGE, TrainingInputMode: 'File' },
      HyperParameters: {
        num_round: '20',
        objective: 'binary:logistic',
        eval_metric: 'auc',
        base_score: '0.5',
        tree_method: 'hist',
      },
      InputDataConfig: [channel('train'), channel('validation')],
      OutputDataConfig: { S3OutputPath: 's3://data/artifacts' },
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1 },
      StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    });
    await world.cloud.clock.runUntilIdle();
    const trained = await world.call<DescribeTrainingJobResponse>('DescribeTrainingJob', { TrainingJobName: 'late-1' });
    expect(trained).toMatchObject({ TrainingJobStatus: 'Completed' });
    const metrics = Object.fromEntries(trained.FinalMetricDataList?.map((m) => [m.MetricName, m.Value]) ?? []);
    expect(metrics['train:auc']).toBeGreaterThan(0.95);
    expect(metrics['validation:auc']).toBeGreaterThan(0.95);

    await world.call('CreateModel', {
      ModelName: 'late-1',
      ExecutionRoleArn: ROLE,
      PrimaryContainer: { Image: IMAGE, ModelDataUrl: trained.ModelArtifacts?.S3ModelArtifacts },
    });
    await world.put('s3://data/holdout/h.csv', 'r1,19,2\nr2,2,19\nr3,12,3\n');
    await world.call('CreateTransformJob', {
      TransformJobName: 'late-1',
      ModelName: 'late-1',
      TransformInput: {
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://data/holdout/' } },
        ContentType: 'text/csv',
        SplitType: 'Line',
      },
      TransformOutput: { S3OutputPath: 's3://data/scores', AssembleWith: 'Line', Accept: 'text/csv' },
      TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
      DataProcessing: { InputFilter: '$[1:]', JoinSource: 'Input', OutputFilter: '$[0,-1]' },
    });
    await world.cloud.clock.runUntilIdle();

    expect(await world.call('DescribeTransformJob', { TransformJobName: 'late-1' })).toMatchObject({
      TransformJobStatus: 'Completed',
    });
    const scored = Buffer.from(await world.get('s3://data/scores/h.csv.out'))
      .toString()
      .trim()
      .split('\n');
    const scores = new Map(scored.map((line) => line.split(',') as [string, string]));
    expect([...scores.keys()]).toEqual(['r1', 'r2', 'r3']);
    expect(Number(scores.get('r1'))).toBeGreaterThan(0.8);
    expect(Number(scores.get('r2'))).toBeLessThan(0.2);
    expect(Number(scores.get('r3'))).toBeGreaterThan(0.8);
  });

  it('fails a job whose hyperparameter it does not support, in its own words', async () => {
    await using world = createSageMakerCloud();
    await world.put('s3://data/train/train.csv', '1,2\n0,1\n');
    await world.call('CreateTrainingJob', {
      TrainingJobName: 'dart',
      RoleArn: ROLE,
      AlgorithmSpecification: { TrainingImage: IMAGE, TrainingInputMode: 'File' },
      HyperParameters: { num_round: '2', booster: 'dart' },
      InputDataConfig: [
        {
          ChannelName: 'train',
          ContentType: 'text/csv',
          DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://data/train/' } },
        },
      ],
      OutputDataConfig: { S3OutputPath: 's3://data/artifacts' },
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1 },
      StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    });
    await world.cloud.clock.runUntilIdle();
    const job = await world.call<DescribeTrainingJobResponse>('DescribeTrainingJob', { TrainingJobName: 'dart' });
    expect(job.TrainingJobStatus).toBe('Failed');
    expect(job.FailureReason).toMatch(/^AlgorithmError: .*booster.*, exit code: 1$/s);
  });
});
