import { gzipSync } from 'node:zlib';
import type { CreateTransformJobRequest, DescribeTransformJobResponse } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { TEST_START } from '../../../testing/test-cloud.ts';
import { createSageMakerCloud, modelArchive, type SageMakerCloud, TEST_IMAGE } from '../../testing/sagemaker-cloud.ts';

type Changes = Partial<CreateTransformJobRequest>;

const input = (changes: object = {}): CreateTransformJobRequest['TransformInput'] => ({
  DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://data/in/' } },
  ContentType: 'text/csv',
  SplitType: 'Line',
  ...changes,
});

const request = (changes: Changes = {}): CreateTransformJobRequest => ({
  TransformJobName: 'score-1',
  ModelName: 'sums',
  TransformInput: input(),
  TransformOutput: { S3OutputPath: 's3://data/out', AssembleWith: 'Line' },
  TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
  ...changes,
});

async function withModel(world: SageMakerCloud, environment: Record<string, string> = {}): Promise<void> {
  await world.put('s3://models/m.tar.gz', modelArchive({ factor: '10' }));
  await world.call('CreateModel', {
    ModelName: 'sums',
    ExecutionRoleArn: 'arn:aws:iam::000000000000:role/serve',
    PrimaryContainer: { Image: TEST_IMAGE, ModelDataUrl: 's3://models/m.tar.gz', Environment: environment },
  });
}

const describeJob = (world: SageMakerCloud) =>
  world.call<DescribeTransformJobResponse>('DescribeTransformJob', { TransformJobName: 'score-1' });

async function finished(world: SageMakerCloud, changes: Changes = {}): Promise<DescribeTransformJobResponse> {
  await world.call('CreateTransformJob', request(changes));
  await world.cloud.clock.runUntilIdle();
  return describeJob(world);
}

const text = async (world: SageMakerCloud, uri: string) => Buffer.from(await world.get(uri)).toString();

describe('a transform job', () => {
  it('writes what the model answers for every object under the prefix to <path>.out', async () => {
    await using world = createSageMakerCloud();
    await withModel(world);
    await world.put('s3://data/in/a.csv', '1,2\n3,4\n');
    await world.put('s3://data/in/deep/b.csv', '5\n');

    const job = await finished(world);

    expect(job).toMatchObject({ TransformJobStatus: 'Completed', TransformEndTime: new Date(TEST_START + 240_000) });
    expect(await text(world, 's3://data/out/a.csv.out')).toBe('30\n70\n');
    expect(await text(world, 's3://data/out/deep/b.csv.out')).toBe('50\n');
    expect(world.events.map(({ detailType, detail }) => [detailType, detail.TransformJobStatus])).toEqual([
      ['SageMaker Transform Job State Change', 'InProgress'],
      ['SageMaker Transform Job State Change', 'InProgress'],
      ['SageMaker Transform Job State Change', 'Completed'],
    ]);
  });

  it.each([
    ['MultiRecord', ['batch of 3']],
    ['SingleRecord', ['batch of 1', 'batch of 1', 'batch of 1']],
  ] as const)('sends %s batches', async (BatchStrategy, expected) => {
    await using world = createSageMakerCloud();
    await withModel(world);
    await world.put('s3://data/in/a.csv', '1\n2\n3\n');

    await finished(world, { BatchStrategy });

    expect(world.logs.map(({ message }) => message).filter((message) => message.startsWith('batch'))).toEqual(expected);
    expect(await text(world, 's3://data/out/a.csv.out')).toBe('10\n20\n30\n');
  });

  it('takes the strategy the container offers when the request names none', async () => {
    await using world = createSageMakerCloud();
    await withModel(world, { OFFERED: '{"BatchStrategy": "SINGLE_RECORD", "MaxConcurrentTransforms": 2}' });
    await world.put('s3://data/in/a.csv', '1\n2\n3\n');

    await finished(world);

    expect(world.logs.filter(({ message }) => message === 'batch of 1')).toHaveLength(3);
    expect(await text(world, 's3://data/out/a.csv.out')).toBe('10\n20\n30\n');
  });

  it('leaves columns out of the input, joins the output to the whole input and selects from both', async () => {
    await using world = createSageMakerCloud();
    await withModel(world);
    await world.put('s3://data/in/a.csv', '"r,1",1,2\nr2,3,4\n');

    await finished(world, { DataProcessing: { InputFilter: '$[1:]', JoinSource: 'Input', OutputFilter: '$[0,-1]' } });

    expect(await text(world, 's3://data/out/a.csv.out')).toBe('"r,1",30\nr2,70\n');
  });

  it('reads gzipped objects', async () => {
    await using world = createSageMakerCloud();
    await withModel(world);
    await world.put('s3://data/in/a.csv.gz', gzipSync('1,1\n'));

    await finished(world, { TransformInput: input({ CompressionType: 'Gzip' }) });

    expect(await text(world, 's3://data/out/a.csv.gz.out')).toBe('20\n');
  });

  it('fails with the message of the container on a bad row, but keeps the output of the other objects', async () => {
    await using world = createSageMakerCloud();
    await withModel(world);
    await world.put('s3://data/in/a.csv', '1\nx\n');
    await world.put('s3://data/in/b.csv', '2\n');

    const job = await finished(world);

    expect(job).toMatchObject({
      TransformJobStatus: 'Failed',
      FailureReason: 'ClientError: s3://data/in/a.csv, records 1 to 2: the model answered 400: a cell is not a number',
    });
    expect(await text(world, 's3://data/out/b.csv.out')).toBe('20\n');
    await expect(world.get('s3://data/out/a.csv.out')).rejects.toThrow();
  });

  it.each<[string, Record<string, string>, Changes, RegExp]>([
    ['a container that exits', { EXIT_AT_START: '4' }, {}, /^AlgorithmError: The container of .* exited with code 4/],
    [
      'missing input',
      {},
      { TransformInput: input({ DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://data/none/' } } }) },
      /^ClientError: Data download failed:No S3 objects found/,
    ],
    [
      'a filter that finds no column',
      {},
      { DataProcessing: { InputFilter: '$[7]' } },
      /^ClientError: s3:\/\/data\/in\/a.csv, record 1: The filter \$\[7\] names column 7/,
    ],
  ])('fails by name on %s', async (...[, environment, changes, reason]) => {
    await using world = createSageMakerCloud();
    await withModel(world, environment);
    await world.put('s3://data/in/a.csv', '1\n');

    const job = await finished(world, changes);

    expect(job.TransformJobStatus).toBe('Failed');
    expect(job.FailureReason).toMatch(reason);
  });

  it('stops on request', async () => {
    await using world = createSageMakerCloud();
    await withModel(world);
    await world.put('s3://data/in/a.csv', '1\n');
    await world.call('CreateTransformJob', request());
    await world.cloud.clock.advanceTo(TEST_START + 130_000);
    await world.call('StopTransformJob', { TransformJobName: 'score-1' });
    expect((await describeJob(world)).TransformJobStatus).toBe('Stopping');
    await world.cloud.clock.runUntilIdle();
    expect((await describeJob(world)).TransformJobStatus).toBe('Stopped');
    await expect(world.get('s3://data/out/a.csv.out')).rejects.toThrow();
  });

  it('completes after a restart in the middle', async () => {
    const before = createSageMakerCloud();
    await withModel(before);
    await before.put('s3://data/in/a.csv', '1\n');
    await before.call('CreateTransformJob', request());
    await before.cloud.clock.advanceTo(TEST_START + 130_000);

    await using world = await before.restart();
    await world.cloud.clock.runUntilIdle();

    expect((await describeJob(world)).TransformJobStatus).toBe('Completed');
    expect(await text(world, 's3://data/out/a.csv.out')).toBe('10\n');
  });
});

describe('the transform job operations', () => {
  it.each<[string, Changes, string | RegExp]>([
    [
      'an unknown model',
      { ModelName: 'none' },
      'Could not find model "arn:aws:sagemaker:us-east-1:000000000000:model/none".',
    ],
    ['RecordIO', { TransformInput: input({ SplitType: 'RecordIO' }) }, 'does not support SplitType RecordIO'],
    [
      'filters of JSON',
      { TransformInput: input({ ContentType: 'application/json' }), DataProcessing: { OutputFilter: '$.a' } },
      'does not support DataProcessing of application/json',
    ],
    [
      'a join without lines',
      { TransformOutput: { S3OutputPath: 's3://data/out' }, DataProcessing: { JoinSource: 'Input' } },
      'needs SplitType Line and AssembleWith Line',
    ],
  ])('refuse %s', async (_, changes, message) => {
    await using world = createSageMakerCloud();
    await withModel(world);
    await expect(world.call('CreateTransformJob', request(changes))).rejects.toThrow(message);
  });
});
