import { describe, expect, it } from 'vitest';
import { scoreHoldout } from '#functions/score-holdout.ts';
import { type RetrainWorld, retrainWorld } from '../../fakes/retrain-world.ts';

const run = 'churn-000000000001-1';
const training = {
  jobName: `dev-${run}-1`,
  imageUri: 'image:1',
  artifactUri: 's3://data/artifacts/churn/r/model.tar.gz',
  artifactDigest: 'a',
  metrics: {},
  seconds: 1,
};
const candidate = { role: 'candidate' as const, uri: 's3://data/artifacts/churn/r/holdout/holdout-candidate.csv' };
const champion = {
  role: 'champion' as const,
  uri: 's3://data/artifacts/churn/r/holdout-champion/holdout-champion.csv',
  version: 3,
};
type Holdout = Parameters<typeof scoreHoldout>[0]['holdout'];

const score = (world: RetrainWorld, holdout: Holdout, taskToken = 'token-1') =>
  scoreHoldout({ model: 'churn', run, training, holdout, taskToken, executionArn: 'arn', retryCount: 0 }, world);

describe('ScoreHoldout', () => {
  it('makes a model of the candidate and transforms its rows with it', async () => {
    const world = retrainWorld();
    expect(await score(world, candidate)).toEqual({ job: `dev-${run}-candidate-1` });
    expect([...world.transformJobs.models.values()]).toEqual([
      {
        name: `dev-${run}`,
        roleArn: 'arn:aws:iam::111122223333:role/andon-dev-churn-training',
        imageUri: 'image:1',
        artifactUri: training.artifactUri,
      },
    ]);
    expect(world.transformJobs.created).toEqual([
      {
        name: `dev-${run}-candidate-1`,
        modelName: `dev-${run}`,
        inputUri: candidate.uri,
        outputUri: `s3://data/evaluations/churn/${run}/scores/candidate/`,
        scoresPerRow: 1,
        instance: 'ml.m5.large',
        tags: { 'andon:model': 'churn', 'andon:run': run },
      },
    ]);
  });

  it('asks for a score of each class', async () => {
    const world = retrainWorld({ data: { label: { sql: 'plan', kind: 'multiclass', classes: ['s', 'm', 'l'] } } });
    await score(world, candidate);
    expect(world.transformJobs.created).toMatchObject([{ scoresPerRow: 3 }]);
  });

  it('transforms the same rows with the model that the champion serves with', async () => {
    const world = retrainWorld();
    world.transformJobs.models.set('dev-churn-v3', undefined);
    await score(world, champion);
    expect(world.transformJobs.created).toMatchObject([
      { name: `dev-${run}-champion-1`, modelName: 'dev-churn-v3', inputUri: champion.uri },
    ]);
    expect(world.transformJobs.models.size).toBe(1);
  });

  it('transforms the same rows with the model of the pinned anchor, or says that it is gone', async () => {
    const world = retrainWorld();
    const anchor = { role: 'anchor' as const, uri: 's3://data/artifacts/churn/r/a.csv', version: 2 };
    await score(world, anchor, 'token-0');
    expect(world.workflows.answers).toMatchObject([
      {
        answer: {
          role: 'anchor',
          version: 2,
          outcome: 'NotComparable',
          reason: expect.stringContaining('-v2 is gone'),
        },
      },
    ]);
    world.transformJobs.models.set('dev-churn-v2', undefined);
    await score(world, anchor);
    expect(world.transformJobs.created).toMatchObject([
      {
        name: `dev-${run}-anchor-1`,
        modelName: 'dev-churn-v2',
        outputUri: `s3://data/evaluations/churn/${run}/scores/anchor/`,
      },
    ]);
  });

  it.each([
    [
      'its rows could not be prepared',
      { ...champion, uri: undefined, reason: 'its SQL does not fit' },
      'its SQL does not fit',
    ],
    ['nobody says why', { ...champion, uri: undefined }, 'could not be prepared'],
    ['its model is gone', champion, 'dev-churn-v3 is gone'],
  ])('goes on without the champion when %s', async (_, holdout, reason) => {
    const world = retrainWorld();
    await score(world, holdout);
    expect(world.workflows.answers).toEqual([
      {
        token: 'token-1',
        answer: { role: 'champion', version: 3, outcome: 'NotComparable', reason: expect.stringContaining(reason) },
      },
    ]);
    expect(world.transformJobs.created).toEqual([]);
  });

  it('cannot go on without the candidate, but says why', async () => {
    const world = retrainWorld();
    await score(world, { role: 'candidate' });
    expect(world.workflows.answers).toMatchObject([{ answer: { role: 'candidate', outcome: 'NotComparable' } }]);
  });

  it('answers at once when it is redriven and its job has ended meanwhile', async () => {
    const world = retrainWorld();
    await score(world, candidate);
    world.transformJobs.end(`dev-${run}-candidate-1`, { status: 'Completed' });
    await score(world, candidate, 'token-2');
    expect(world.workflows.answers).toMatchObject([{ token: 'token-2', answer: { outcome: 'Scored' } }]);
  });
});
