import { describe, expect, it } from 'vitest';
import { Wait } from '#domain/jobs/wait.ts';
import { ledgerKeys } from '#domain/object-keys.ts';
import { awaitJob } from '#functions/jobs/await-job.ts';
import { type RetrainWorld, retrainWorld } from '../../fakes/retrain-world.ts';

const nameOf = (attempt: number) => `dev-churn-1-${attempt}`;

function job(world: RetrainWorld, wait: Partial<Wait> = {}) {
  const request = { roleArn: '', imageUri: '', hyperparameters: {}, channels: {}, outputUri: '' };
  const size = { instance: 'ml.m5.large', instances: 1, volumeGb: 30, timeLimitSeconds: 60, tags: {} };
  return {
    nameOf,
    describe: world.trainingJobs.describe,
    create: (name: string) => world.trainingJobs.create({ name, ...request, ...size }),
    wait: {
      kind: 'training' as const,
      token: 'token-1',
      model: 'churn',
      run: 'churn-1',
      executionArn: 'arn',
      lastAttempt: false,
      since: world.now().toISOString(),
      ...wait,
    },
  };
}

const waiting = (world: RetrainWorld, attempt: number) =>
  world.ledgerStore.json(ledgerKeys.wait('training', nameOf(attempt)));

describe('A state that needs a job', () => {
  it('writes who waits before it creates the job, so that no end can be missed', async () => {
    const world = retrainWorld();
    const { create, ...rest } = job(world);
    const before: unknown[] = [];
    const awaited = await awaitJob(
      {
        ...rest,
        create: (name) => {
          before.push(waiting(world, 1));
          return create(name);
        },
      },
      world.ledgerStore,
    );
    expect(awaited).toEqual({ name: 'dev-churn-1-1', ended: false });
    expect(before).toMatchObject([{ token: 'token-1', job: 'dev-churn-1-1' }]);
  });

  it('adopts the running job when it is tried again, and waits with the new token', async () => {
    const world = retrainWorld();
    await awaitJob(job(world), world.ledgerStore);
    world.pass(1);
    expect(await awaitJob(job(world, { token: 'token-2' }), world.ledgerStore)).toMatchObject({ ended: false });
    expect(world.trainingJobs.created).toHaveLength(1);
    expect(waiting(world, 1)).toMatchObject({ token: 'token-2' });
  });

  it('adopts the job whose creation was never answered', async () => {
    const world = retrainWorld();
    world.trainingJobs.loseAnswer = true;
    await expect(awaitJob(job(world), world.ledgerStore)).rejects.toThrow('socket hang up');
    expect(await awaitJob(job(world, { token: 'token-2' }), world.ledgerStore)).toEqual({
      name: 'dev-churn-1-1',
      ended: false,
    });
    expect(world.trainingJobs.created).toHaveLength(1);
  });

  it('adopts a job that Describe does not show yet', async () => {
    const world = retrainWorld();
    await awaitJob(job(world), world.ledgerStore);
    const blind = { ...job(world, { token: 'token-2' }), describe: async () => undefined };
    expect(await awaitJob(blind, world.ledgerStore)).toEqual({ name: 'dev-churn-1-1', ended: false });
  });

  it('says that the job has ended already', async () => {
    const world = retrainWorld();
    await awaitJob(job(world), world.ledgerStore);
    world.trainingJobs.end('dev-churn-1-1', { status: 'Completed' });
    expect(await awaitJob(job(world), world.ledgerStore)).toEqual({ name: 'dev-churn-1-1', ended: true });
  });

  it('starts the next job after one that failed for capacity', async () => {
    const world = retrainWorld();
    await awaitJob(job(world), world.ledgerStore);
    world.trainingJobs.end('dev-churn-1-1', { status: 'Failed', failureReason: 'CapacityError: none left' });
    expect(await awaitJob(job(world), world.ledgerStore)).toEqual({ name: 'dev-churn-1-2', ended: false });
  });

  it('does not let a straggler replace the token of a later try', async () => {
    const world = retrainWorld();
    const straggler = job(world, { token: 'dead' });
    world.pass(1);
    await awaitJob(job(world, { token: 'alive' }), world.ledgerStore);
    expect(await awaitJob(straggler, world.ledgerStore)).toEqual({ name: 'dev-churn-1-1', ended: false });
    expect(Wait.parse(waiting(world, 1)).token).toBe('alive');
  });

  it('fails for a retry when the account has no capacity, and for good on its last attempt; nobody is left waiting', async () => {
    const world = retrainWorld();
    world.trainingJobs.full = true;
    await expect(awaitJob(job(world), world.ledgerStore)).rejects.toMatchObject({ name: 'CapacityUnavailableError' });
    await expect(awaitJob(job(world, { lastAttempt: true }), world.ledgerStore)).rejects.toMatchObject({
      name: 'CapacityExhaustedError',
      message: expect.stringContaining('replay the run'),
    });
    expect(world.ledgerStore.keys()).toEqual([]);
  });
});
