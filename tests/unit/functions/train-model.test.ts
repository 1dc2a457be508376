import { describe, expect, it } from 'vitest';
import { trainModel } from '#functions/train-model.ts';
import { type RetrainWorld, retrainWorld } from '../../fakes/retrain-world.ts';

const run = 'churn-000000000001-1';
const prepared = {
  trainUri: 's3://data/artifacts/churn/r/train/',
  validationUri: 's3://data/artifacts/churn/r/validation/',
  labelsUri: 's3://data/artifacts/churn/r/labels.parquet',
  holdouts: [],
  features: ['spent'],
  rows: { train: 90, validation: 10, holdout: 30 },
  trainedThrough: '',
  holdoutFrom: '',
};
const train = (
  world: RetrainWorld,
  more: { taskToken?: string; retryCount?: number; prepared?: typeof prepared } = {},
) =>
  trainModel(
    { model: 'churn', run, prepared, taskToken: 'token-1', executionArn: 'arn', retryCount: 0, ...more },
    world,
  );

describe('TrainModel', () => {
  it.each([
    [{ sql: 'spent', kind: 'number' as const }, { objective: 'reg:squarederror' }],
    [
      { sql: 'plan', kind: 'multiclass' as const, classes: ['s', 'm', 'l'] },
      { objective: 'multi:softprob', num_class: '3' },
    ],
  ])("tells a container of one's own what is learnt: %o", async (label, hyperparameters) => {
    const world = retrainWorld({ data: { label } });
    await train(world);
    expect(world.trainingJobs.created).toMatchObject([{ hyperparameters: { ...hyperparameters, num_round: '10' } }]);
  });

  it("starts the job that the manifest describes, with the model's own role", async () => {
    const world = retrainWorld({ training: { timeLimitMinutes: 30, hyperparameters: { num_round: 10, eta: 0.1 } } });
    expect(await train(world)).toEqual({ job: `dev-${run}-1` });
    expect(world.trainingJobs.created).toEqual([
      {
        name: `dev-${run}-1`,
        roleArn: 'arn:aws:iam::111122223333:role/andon-dev-churn-training',
        imageUri: '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1',
        hyperparameters: { objective: 'binary:logistic', num_round: '10', eta: '0.1' },
        channels: { train: prepared.trainUri, validation: prepared.validationUri },
        outputUri: `s3://data/artifacts/churn/${run}/training`,
        instance: 'ml.m5.large',
        instances: 1,
        volumeGb: 30,
        timeLimitSeconds: 1800,
        tags: { 'andon:model': 'churn', 'andon:run': run },
      },
    ]);
    expect(world.workflows.answers).toEqual([]);
  });

  it('has no validation channel without validation rows, and an objective by the kind of label', async () => {
    const world = retrainWorld({ data: { label: { sql: 'spent', kind: 'number' } } });
    await train(world, { prepared: { ...prepared, rows: { ...prepared.rows, validation: 0 } } });
    expect(world.trainingJobs.created).toMatchObject([
      { channels: { train: prepared.trainUri }, hyperparameters: { objective: 'reg:squarederror' } },
    ]);
    expect(Object.keys(world.trainingJobs.created[0]?.channels ?? {})).toEqual(['train']);
  });

  it('answers at once when it is redriven and its job has ended meanwhile', async () => {
    const world = retrainWorld();
    await train(world);
    const artifactUri = `s3://data/artifacts/churn/${run}/training/model.tar.gz`;
    await world.data.put(`artifacts/churn/${run}/training/model.tar.gz`, 'trees');
    world.trainingJobs.end(`dev-${run}-1`, { status: 'Completed', artifactUri });
    await train(world, { taskToken: 'token-2' });
    expect(world.workflows.answers).toMatchObject([{ token: 'token-2', answer: { jobName: `dev-${run}-1` } }]);
    expect(world.trainingJobs.created).toHaveLength(1);
  });

  it('counts the attempts of this entry, so that a redrive may try as often again', async () => {
    const world = retrainWorld();
    world.trainingJobs.full = true;
    await expect(train(world, { retryCount: 0 })).rejects.toMatchObject({ name: 'CapacityUnavailableError' });
    await expect(train(world, { retryCount: 1 })).rejects.toMatchObject({ name: 'CapacityExhaustedError' });
    world.trainingJobs.full = false;
    expect(await train(world, { retryCount: 0 })).toEqual({ job: `dev-${run}-1` });
  });
});
