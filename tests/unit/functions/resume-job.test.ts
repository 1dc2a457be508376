import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import type { Wait } from '#domain/jobs/wait.ts';
import { resumeWait } from '#functions/jobs/resume-wait.ts';
import { writeWait } from '#functions/jobs/write-wait.ts';
import { resumeJob } from '#functions/resume-job.ts';
import { envelope, type RetrainWorld, retrainWorld } from '../../fakes/retrain-world.ts';

vi.hoisted(() => {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
  process.env.POWERTOOLS_METRICS_DISABLED = 'true';
});

const training = 'dev-churn-1-1';
const transform = (role: 'candidate' | 'champion') => `dev-churn-1-${role}-1`;
const capacity = { status: 'Failed', failureReason: 'CapacityError: none left' } as const;
const artifactUri = 's3://data/artifacts/churn/churn-1/training/model.tar.gz';

async function waitFor(world: RetrainWorld, wait: Pick<Wait, 'kind' | 'job'> & Partial<Wait>): Promise<void> {
  const common = { token: 'token-1', model: 'churn', run: 'churn-1', executionArn: 'arn', lastAttempt: false };
  await writeWait({ ...common, since: world.now().toISOString(), ...wait }, world.ledgerStore);
}

/** A world in which a state waits for a training job that runs. */
async function trainingWorld(wait: Partial<Wait> = {}) {
  const world = retrainWorld();
  const size = { instance: 'ml.m5.large', instances: 1, volumeGb: 30, timeLimitSeconds: 60, tags: {} };
  const request = { roleArn: '', imageUri: 'image:1', hyperparameters: {}, channels: {}, outputUri: '' };
  await world.trainingJobs.create({ name: training, ...request, ...size });
  await waitFor(world, { kind: 'training', job: training, ...wait });
  return world;
}

/** A world in which a state waits for a transform job that runs. */
async function transformWorld(role: 'candidate' | 'champion', wait: Partial<Wait> = {}) {
  const world = retrainWorld();
  const request = { modelName: 'm', inputUri: '', outputUri: '', scoresPerRow: 1, instance: 'ml.m5.large', tags: {} };
  await world.transformJobs.create({ name: transform(role), ...request });
  const version = role === 'champion' ? { version: 3 } : {};
  await waitFor(world, { kind: 'transform', job: transform(role), role, ...version, ...wait });
  return world;
}

describe('The event of a training job', () => {
  const event = (at: Date) => ({
    ...envelope('aws.sagemaker', 'SageMaker Training Job State Change', at),
    detail: { TrainingJobName: training, TrainingJobStatus: 'Completed' },
  });

  it('answers the waiting state with the artifact and its digest, once', async () => {
    const world = await trainingWorld();
    await world.data.put('artifacts/churn/churn-1/training/model.tar.gz', 'trees');
    world.trainingJobs.end(training, { status: 'Completed', artifactUri });
    expect(await resumeJob(event(world.now()), world)).toEqual({ outcome: 'answered' });
    expect(world.workflows.answers).toEqual([
      {
        token: 'token-1',
        answer: {
          jobName: training,
          imageUri: 'image:1',
          artifactUri,
          artifactDigest: createHash('sha256').update('trees').digest('hex'),
          metrics: { 'train:auc': 0.8 },
          seconds: 60,
        },
      },
    ]);
    expect(await resumeJob(event(world.now()), world)).toEqual({ outcome: 'nobody' });
  });

  it('believes SageMaker, not the event', async () => {
    const world = await trainingWorld();
    expect(await resumeJob(event(world.now()), world)).toEqual({ outcome: 'running' });
    expect(world.workflows.answers).toEqual([]);
  });

  it('that nobody waits for is acknowledged, as is any other event', async () => {
    const world = retrainWorld();
    expect(await resumeJob(event(world.now()), world)).toEqual({ outcome: 'nobody' });
    expect(await resumeJob({}, world)).toEqual({ outcome: 'foreign' });
    const scheduled = { ...envelope('aws.events', 'Scheduled Event', world.now()), detail: {} };
    expect(await resumeJob(scheduled, world)).toEqual({ outcome: 'foreign' });
  });
});

describe('A state that waits for a training job', () => {
  const resume = (world: RetrainWorld) => resumeWait({ kind: 'training', job: training }, world);

  it('waits on while the job is not there yet', async () => {
    const world = retrainWorld();
    await waitFor(world, { kind: 'training', job: training });
    expect(await resume(world)).toBe('absent');
  });

  it('is failed for capacity, so that it is retried, and for good on its last attempt', async () => {
    const first = await trainingWorld();
    first.trainingJobs.end(training, capacity);
    await resume(first);
    expect(first.workflows.answers).toMatchObject([{ answer: { error: 'CapacityUnavailableError' } }]);
    const last = await trainingWorld({ lastAttempt: true });
    last.trainingJobs.end(training, capacity);
    await resume(last);
    expect(last.workflows.answers).toMatchObject([{ answer: { error: 'CapacityExhaustedError' } }]);
  });

  it('is failed when the job is stopped by hand', async () => {
    const world = await trainingWorld();
    world.trainingJobs.end(training, { status: 'Stopped' });
    await resume(world);
    expect(world.workflows.answers).toMatchObject([{ answer: { error: 'JobStoppedError' } }]);
  });

  it.each([{ artifactUri }, {}])('is failed when the artifact of a completed job is missing', async (artifact) => {
    const world = await trainingWorld();
    world.trainingJobs.end(training, { status: 'Completed', ...artifact });
    await resume(world);
    expect(world.workflows.answers).toMatchObject([
      { answer: { error: 'JobFailedError', cause: expect.stringContaining('artifact') } },
    ]);
  });

  it('is forgotten when its token is dead', async () => {
    const world = await trainingWorld();
    world.trainingJobs.end(training, { status: 'Stopped' });
    const workflows = { ...world.workflows, fail: async () => 'late' as const };
    expect(await resumeWait({ kind: 'training', job: training }, { ...world, workflows })).toBe('late');
    expect(world.ledgerStore.keys()).toEqual([]);
  });

  it('is not forgotten when it was tried again while a dead token was answered', async () => {
    const world = await trainingWorld({ token: 'dead' });
    world.trainingJobs.end(training, { status: 'Stopped' });
    const workflows = {
      ...world.workflows,
      fail: async () => {
        world.pass(1);
        await waitFor(world, { kind: 'training', job: training, token: 'alive' });
        return 'late' as const;
      },
    };
    await resumeWait({ kind: 'training', job: training }, { ...world, workflows });
    expect(await resume(world)).toBe('answered');
    expect(world.workflows.answers).toMatchObject([{ token: 'alive' }]);
  });

  it('is not forgotten when it is tried again in the moment of forgetting', async () => {
    const world = await trainingWorld({ token: 'dead' });
    world.trainingJobs.end(training, { status: 'Stopped' });
    let raced = false;
    world.ledgerStore.beforeWrite = async () => {
      if (raced) return;
      raced = true;
      world.pass(1);
      await waitFor(world, { kind: 'training', job: training, token: 'alive' });
    };
    await resume(world);
    expect(world.ledgerStore.keys()).toHaveLength(1);
  });
});

describe('The event of a transform job', () => {
  it('answers the state that waits for its scores', async () => {
    const world = await transformWorld('candidate');
    world.transformJobs.end(transform('candidate'), { status: 'Completed' });
    const event = {
      ...envelope('aws.sagemaker', 'SageMaker Transform Job State Change', world.now()),
      detail: { TransformJobName: transform('candidate'), TransformJobStatus: 'Completed' },
    };
    expect(await resumeJob(event, world)).toEqual({ outcome: 'answered' });
    expect(world.workflows.answers).toMatchObject([{ answer: { role: 'candidate', outcome: 'Scored' } }]);
  });
});

describe('A state that waits for scores', () => {
  const resume = (world: RetrainWorld, role: 'candidate' | 'champion') =>
    resumeWait({ kind: 'transform', job: transform(role) }, world);

  it('gets them where batch transform put them', async () => {
    const world = await transformWorld('champion');
    world.transformJobs.end(transform('champion'), { status: 'Completed' });
    await resume(world, 'champion');
    expect(world.workflows.answers).toEqual([
      {
        token: 'token-1',
        answer: {
          role: 'champion',
          jobName: transform('champion'),
          version: 3,
          outcome: 'Scored',
          uri: 's3://data/evaluations/churn/churn-1/scores/champion/holdout-champion.csv.out',
        },
      },
    ]);
  });

  it('waits on while the job runs, or is not there yet', async () => {
    expect(await resume(await transformWorld('candidate'), 'candidate')).toBe('running');
    const world = retrainWorld();
    await waitFor(world, { kind: 'transform', job: transform('candidate') });
    expect(await resume(world, 'candidate')).toBe('absent');
  });

  it('fails with the candidate', async () => {
    const world = await transformWorld('candidate');
    world.transformJobs.end(transform('candidate'), { status: 'Failed', failureReason: 'ClientError: no model' });
    await resume(world, 'candidate');
    expect(world.workflows.answers).toMatchObject([{ answer: { error: 'JobFailedError' } }]);
  });

  it('goes on without the champion when that cannot be scored', async () => {
    const world = await transformWorld('champion');
    world.transformJobs.end(transform('champion'), { status: 'Failed', failureReason: 'ClientError: no model' });
    await resume(world, 'champion');
    expect(world.workflows.answers).toMatchObject([
      {
        answer: { role: 'champion', version: 3, outcome: 'NotComparable', reason: expect.stringContaining('no model') },
      },
    ]);
  });

  it.each([false, true])('fails for missing capacity with the champion too (last attempt: %s)', async (lastAttempt) => {
    const world = await transformWorld('champion', { lastAttempt });
    world.transformJobs.end(transform('champion'), capacity);
    await resume(world, 'champion');
    const error = lastAttempt ? 'CapacityExhaustedError' : 'CapacityUnavailableError';
    expect(world.workflows.answers).toMatchObject([{ answer: { error } }]);
  });

  it('takes a wait that does not say whom it scores for the candidate’s', async () => {
    const world = await transformWorld('candidate');
    const { role: _, ...wait } = { kind: 'transform' as const, job: transform('candidate'), role: undefined };
    world.pass(1);
    await waitFor(world, wait);
    world.transformJobs.end(transform('candidate'), { status: 'Completed' });
    await resume(world, 'candidate');
    expect(world.workflows.answers).toMatchObject([{ answer: { role: 'candidate', outcome: 'Scored' } }]);
  });
});
