import type { CreateProcessingJobRequest, DescribeProcessingJobResponse } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { TEST_START } from '../../../testing/test-cloud.ts';
import { createSageMakerCloud, type SageMakerCloud, TEST_IMAGE } from '../../testing/sagemaker-cloud.ts';

const INPUT = '/opt/ml/processing/input';
const OUTPUT = '/opt/ml/processing/output';

const request = (changes: Partial<CreateProcessingJobRequest> = {}): CreateProcessingJobRequest => ({
  ProcessingJobName: 'upper-1',
  RoleArn: 'arn:aws:iam::000000000000:role/process',
  AppSpecification: { ImageUri: TEST_IMAGE, ContainerArguments: [INPUT, OUTPUT] },
  ProcessingInputs: [
    {
      InputName: 'in',
      S3Input: { S3Uri: 's3://data/in/', LocalPath: INPUT, S3DataType: 'S3Prefix', S3InputMode: 'File' },
    },
  ],
  ProcessingOutputConfig: {
    Outputs: [{ OutputName: 'out', S3Output: { S3Uri: 's3://data/out', LocalPath: OUTPUT, S3UploadMode: 'EndOfJob' } }],
  },
  ProcessingResources: { ClusterConfig: { InstanceCount: 1, InstanceType: 'ml.m5.large', VolumeSizeInGB: 1 } },
  ...changes,
});

async function finished(world: SageMakerCloud, changes: Partial<CreateProcessingJobRequest> = {}) {
  await world.put('s3://data/in/a.txt', 'hello');
  await world.call('CreateProcessingJob', request(changes));
  await world.cloud.clock.runUntilIdle();
  return world.call<DescribeProcessingJobResponse>('DescribeProcessingJob', { ProcessingJobName: 'upper-1' });
}

describe('a processing job', () => {
  it('runs the image with its inputs and uploads its outputs, with /opt/ml meaning the base folder', async () => {
    await using world = createSageMakerCloud();

    const job = await finished(world);

    expect(job).toMatchObject({
      ProcessingJobStatus: 'Completed',
      ExitMessage: 'read 1 files',
      ProcessingEndTime: new Date(TEST_START + 180_000),
    });
    expect(Buffer.from(await world.get('s3://data/out/a.txt')).toString()).toBe('HELLO');
    expect(world.events.map(({ detail }) => detail.ProcessingJobStatus)).toEqual([
      'InProgress',
      'InProgress',
      'Completed',
    ]);
  });

  it("runs the job's own entrypoint instead of the image's", async () => {
    await using world = createSageMakerCloud();
    const script = `require('fs').writeFileSync(process.argv[1] + '/made', 'here')`;
    await finished(world, {
      AppSpecification: {
        ImageUri: TEST_IMAGE,
        ContainerEntrypoint: [process.execPath, '-e', script],
        ContainerArguments: [OUTPUT],
      },
    });
    expect(Buffer.from(await world.get('s3://data/out/made')).toString()).toBe('here');
  });

  it('fails with the exit code and uploads nothing', async () => {
    await using world = createSageMakerCloud();
    const job = await finished(world, { Environment: { EXIT: '5' } });
    expect(job).toMatchObject({
      ProcessingJobStatus: 'Failed',
      FailureReason: 'AlgorithmError: See job logs for more information, exit code: 5',
      ExitMessage: 'read 1 files',
    });
    await expect(world.get('s3://data/out/a.txt')).rejects.toThrow();
  });

  it('refuses a path outside /opt/ml/processing', async () => {
    await using world = createSageMakerCloud();
    const Outputs = [
      {
        OutputName: 'o',
        S3Output: { S3Uri: 's3://data/out', LocalPath: '/opt/ml/processing/../x', S3UploadMode: 'EndOfJob' as const },
      },
    ];
    await expect(world.call('CreateProcessingJob', request({ ProcessingOutputConfig: { Outputs } }))).rejects.toThrow(
      'The LocalPath of output o must lie below /opt/ml/processing/',
    );
  });
});
