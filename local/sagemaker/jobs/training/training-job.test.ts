import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { TEST_START } from '../../../testing/test-cloud.ts';
import { createSageMakerCloud, readArchive, type SageMakerCloud, TEST_IMAGE } from '../../testing/sagemaker-cloud.ts';
import { type Changes, channel, describeJob, finished, request, withData } from '../../testing/training-cloud.ts';

describe('a training job', () => {
  it('really trains on its channels and uploads the model and the further output', async () => {
    await using world = createSageMakerCloud();
    await withData(world);

    const job = await finished(world);

    expect(job).toMatchObject({
      TrainingJobStatus: 'Completed',
      SecondaryStatus: 'Completed',
      ModelArtifacts: { S3ModelArtifacts: 's3://data/artifacts/sums-1/output/model.tar.gz' },
      HyperParameters: { weight: '2' },
    });
    const model = await readArchive(await world.get('s3://data/artifacts/sums-1/output/model.tar.gz'));
    expect(model).toEqual({ './factor': '6' });
    const output = await readArchive(await world.get('s3://data/artifacts/sums-1/output/output.tar.gz'));
    expect(output).toEqual({ './note.txt': 'sums-1' });
    expect(existsSync(join(world.cloud.directory, 'jobs', 'TrainingJob', 'sums-1'))).toBe(false);
  });

  it('passes through its phases on the virtual clock, with an event for each', async () => {
    await using world = createSageMakerCloud();
    await withData(world);

    const job = await finished(world);

    const minutes = job.SecondaryStatusTransitions?.map(({ Status, StartTime }) => [
      Status,
      (StartTime!.getTime() - TEST_START) / 60_000,
    ]);
    expect(minutes).toEqual([
      ['Starting', 0],
      ['Downloading', 1],
      ['Training', 1.5],
      ['Uploading', 3.5],
      ['Completed', 4],
    ]);
    expect(job.TrainingTimeInSeconds).toBe(180);
    expect(world.events.map(({ detail }) => [detail.TrainingJobStatus, detail.SecondaryStatus])).toEqual([
      ['InProgress', 'Starting'],
      ['InProgress', 'Downloading'],
      ['InProgress', 'Training'],
      ['InProgress', 'Uploading'],
      ['Completed', 'Completed'],
    ]);
    expect(world.events.at(-1)).toMatchObject({
      source: 'aws.sagemaker',
      detailType: 'SageMaker Training Job State Change',
      resources: ['arn:aws:sagemaker:us-east-1:000000000000:training-job/sums-1'],
      detail: { TrainingEndTime: TEST_START + 240_000, Tags: [] },
    });
  });

  it('reports the last value of the metrics the algorithm printed, and logs its lines', async () => {
    await using world = createSageMakerCloud();
    await withData(world);

    const job = await finished(world, {
      AlgorithmSpecification: {
        TrainingImage: TEST_IMAGE,
        TrainingInputMode: 'File',
        MetricDefinitions: [{ Name: 'rows', Regex: 'rows=([0-9]+);' }],
      },
    });

    const values = job.FinalMetricDataList?.map(({ MetricName, Value }) => [MetricName, Value]);
    expect(values).toEqual(
      expect.arrayContaining([
        ['rows', 3],
        ['train:auc', 0.8],
        ['validation:auc', 0.75],
      ]),
    );
    expect(world.logs).toContainEqual({
      group: '/aws/sagemaker/TrainingJobs',
      stream: expect.stringMatching(/^sums-1\/algo-1-\d+$/),
      message: 'channels train on algo-1',
    });
  });

  it('trains on exactly the objects a manifest names', async () => {
    await using world = createSageMakerCloud();
    await withData(world);
    await world.put('s3://data/m.json', JSON.stringify([{ prefix: 's3://data/train/' }, 'deep/b.csv']));

    await finished(world, { InputDataConfig: [channel('train', 's3://data/m.json', 'ManifestFile')] });

    const model = await readArchive(await world.get('s3://data/artifacts/sums-1/output/model.tar.gz'));
    expect(model).toEqual({ './factor': '2' });
  });

  it.each<[string, Changes, string | RegExp]>([
    [
      'output/failure',
      { HyperParameters: { failure: 'bad label', exit: '1' } },
      'AlgorithmError: bad label, exit code: 1',
    ],
    ['the exit code', { HyperParameters: { exit: '137' } }, 'AlgorithmError: , exit code: 137'],
    [
      'the blame it takes itself',
      { HyperParameters: { failure: 'ClientError: eta', exit: '2' } },
      'ClientError: eta, exit code: 2',
    ],
    [
      'missing data',
      { InputDataConfig: [channel('train', 's3://data/none/')] },
      /^ClientError: Data download failed:No S3 objects found under S3 URL "s3:\/\/data\/none\/"/,
    ],
    [
      'an unknown image',
      { AlgorithmSpecification: { TrainingImage: 'x:1', TrainingInputMode: 'File' } },
      /^ClientError: No command on this machine stands for the image x:1/,
    ],
  ])('fails with %s as its FailureReason', async (_, changes, reason) => {
    await using world = createSageMakerCloud();
    await withData(world);

    const job = await finished(world, changes);

    expect(job).toMatchObject({ TrainingJobStatus: 'Failed', SecondaryStatus: 'Failed' });
    expect(job.FailureReason).toMatch(reason);
    expect(job.ModelArtifacts).toBeUndefined();
    expect(world.events.at(-1)?.detail).toMatchObject({
      TrainingJobStatus: 'Failed',
      FailureReason: job.FailureReason,
    });
  });

  it('stops when its declared time exceeds MaxRuntimeInSeconds', async () => {
    await using world = createSageMakerCloud();
    await withData(world);

    const job = await finished(world, { StoppingCondition: { MaxRuntimeInSeconds: 60 } });

    expect(job).toMatchObject({ TrainingJobStatus: 'Stopped', SecondaryStatus: 'MaxRuntimeExceeded' });
    expect(world.events.map(({ detail }) => detail.TrainingJobStatus)).toContain('Stopping');
  });

  it('stops on request, though its program hangs', async () => {
    await using world = createSageMakerCloud();
    await withData(world);
    await world.call('CreateTrainingJob', request({ HyperParameters: { hang: '1' } }));
    await world.cloud.clock.advanceTo(TEST_START + 100_000);

    await world.call('StopTrainingJob', { TrainingJobName: 'sums-1' });
    expect(await describeJob(world)).toMatchObject({ TrainingJobStatus: 'Stopping', SecondaryStatus: 'Stopping' });
    await world.cloud.clock.runUntilIdle();

    expect(await describeJob(world)).toMatchObject({ TrainingJobStatus: 'Stopped', SecondaryStatus: 'Stopped' });
    await expect(world.call('StopTrainingJob', { TrainingJobName: 'sums-1' })).rejects.toThrow(
      'The request was rejected because the training job is in status Stopped.',
    );
  });

  it('keeps the model it had saved when it is stopped', async () => {
    await using world = createSageMakerCloud();
    await withData(world);
    await world.call('CreateTrainingJob', request({ HyperParameters: { hang: 'with a model' } }));
    await world.cloud.clock.advanceTo(TEST_START + 100_000);
    await vi.waitFor(() => expect(world.logs.at(-1)?.message).toBe('hanging'), { timeout: 5_000 });

    await world.call('StopTrainingJob', { TrainingJobName: 'sums-1' });
    await world.cloud.clock.runUntilIdle();

    const uri = 's3://data/artifacts/sums-1/output/model.tar.gz';
    expect(await describeJob(world)).toMatchObject({
      TrainingJobStatus: 'Stopped',
      ModelArtifacts: { S3ModelArtifacts: uri },
    });
    expect(await readArchive(await world.get(uri))).toEqual({ './factor': 'so far' });
  });

  it('fails after Starting when a fault denies it capacity', async () => {
    await using world = createSageMakerCloud({
      fault: ({ operation, subject }) =>
        operation === 'RunTrainingJob' && subject.TrainingJobName === 'sums-1'
          ? { id: 'f', error: { code: 'CapacityError', message: '' } }
          : undefined,
    });
    await withData(world);

    const job = await finished(world);

    expect(job).toMatchObject({ TrainingJobStatus: 'Failed' });
    expect(job.FailureReason).toMatch(/^CapacityError: Unable to provision requested ML compute capacity\./);
    expect(job.TrainingEndTime).toEqual(new Date(TEST_START + 60_000));
  });

  it.each([
    ['before its program is awaited', {}, (world: SageMakerCloud) => world.cloud.clock.advanceTo(TEST_START + 100_000)],
    [
      'while the clock waits for its program',
      { hang: 'at first' },
      (world: SageMakerCloud) => world.cloud.clock.runUntilIdle(),
    ],
  ])('runs again after a death %s and ends at the time it would have', async (...[, hyperparameters, live]) => {
    const folder = mkdtempSync(join(tmpdir(), 'andon-ledger-'));
    const ledger = join(folder, 'starts');
    const starts = () => readFileSync(ledger, 'utf8').trim().split('\n').length;
    const before = createSageMakerCloud();
    await withData(before);
    await before.call('CreateTrainingJob', request({ HyperParameters: { ledger, ...hyperparameters } }));
    void live(before);
    await vi.waitFor(() => expect(starts()).toBe(1), { timeout: 5_000 });

    await using world = await before.restart();
    await world.cloud.clock.runUntilIdle();

    const job = await describeJob(world);
    expect(job).toMatchObject({ TrainingJobStatus: 'Completed', TrainingEndTime: new Date(TEST_START + 240_000) });
    expect(starts()).toBe(2);
    rmSync(folder, { recursive: true });
  });
});
