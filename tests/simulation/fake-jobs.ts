import type { Cloud } from '../../local/cloud.ts';
import { TRAINING_PHASES, TRANSFORM_PHASES } from '../../local/sagemaker/jobs/durations.ts';
import type { JobType } from '../../local/sagemaker/jobs/job-record.ts';
import type { JobBehaviour, Outcome } from '../../local/sagemaker/jobs/job-type.ts';
import { describeTraining } from '../../local/sagemaker/jobs/training/describe-training.ts';
import type { TrainingJob } from '../../local/sagemaker/jobs/training/training-job.ts';
import { describeTransform } from '../../local/sagemaker/jobs/transform/describe-transform.ts';
import type { TransformJob } from '../../local/sagemaker/jobs/transform/transform-job.ts';
import { resolveModel } from '../../local/sagemaker/resolve-model.ts';
import { listKeys, parseS3Uri, readObject, writeObject } from '../../local/sagemaker/s3-objects.ts';

const succeeded: Outcome = { end: 'succeeded' };

/** What a fake model is: how far off every one of its answers is. */
export interface FakeModel {
  readonly bias: number;
}

/**
 * Jobs whose work is a pure function done at once: training writes a model that is off by what `biasOf` says of the job, transform applies
 * it. Their lives, names, events and faults are SageMaker's.
 */
export function fakeJobs(cloud: Cloud, biasOf: (job: string) => number): Readonly<Record<JobType, JobBehaviour>> {
  const TrainingJob: JobBehaviour = {
    type: 'TrainingJob',
    phases: TRAINING_PHASES,
    workPhase: 'Training',
    maxRuntimeSeconds: ({ request }: TrainingJob) => request.StoppingCondition?.MaxRuntimeInSeconds,
    describe: describeTraining,
    begin: async (job: TrainingJob) => ({
      done: Promise.resolve(succeeded),
      stop: async () => {},
      async publish(ending) {
        if (ending !== 'Completed') return {};
        const artifact = `${job.request.OutputDataConfig?.S3OutputPath}/${job.name}/output/model.tar.gz`;
        const model: FakeModel = { bias: biasOf(job.name) };
        await writeObject(cloud, artifact, Buffer.from(JSON.stringify({ job: job.name, ...model })));
        return { artifact, metrics: [{ name: 'validation:rmse', value: 100 + model.bias, at: cloud.clock.now() }] };
      },
    }),
  };
  const TransformJob: JobBehaviour = {
    type: 'TransformJob',
    phases: TRANSFORM_PHASES,
    workPhase: 'Transforming',
    maxRuntimeSeconds: () => undefined,
    describe: describeTransform,
    begin: async (job: TransformJob) => ({
      done: Promise.resolve(succeeded),
      stop: async () => {},
      async publish(ending) {
        if (ending === 'Completed') await transform(cloud, job);
        return {};
      },
    }),
  };
  return { TrainingJob, TransformJob, ProcessingJob: { ...TransformJob, type: 'ProcessingJob' } };
}

/** The fake model in an artifact. */
export async function fakeModelOf(cloud: Cloud, modelDataUrl: string | undefined): Promise<FakeModel> {
  const artifact = await readObject(cloud, modelDataUrl ?? '');
  return JSON.parse(Buffer.from(artifact ?? '{"bias":0}').toString()) as FakeModel;
}

async function transform(cloud: Cloud, { request }: TransformJob): Promise<void> {
  const [container] = resolveModel(cloud, request.ModelName ?? '');
  const { bias } = await fakeModelOf(cloud, container?.modelDataUrl);
  const source = request.TransformInput?.DataSource?.S3DataSource?.S3Uri ?? '';
  const { bucket, key: prefix } = parseS3Uri(source);
  for (const key of (await listKeys(cloud, { bucket, key: prefix })) ?? []) {
    const rows = Buffer.from((await readObject(cloud, `s3://${bucket}/${key}`)) ?? '')
      .toString()
      .split('\n');
    const scored = rows.filter((row) => row !== '').map((row) => scoredRow(row, bias));
    const target = `${request.TransformOutput?.S3OutputPath?.replace(/\/$/, '')}/${key.split('/').at(-1)}.out`;
    await writeObject(cloud, target, Buffer.from(`${scored.join('\n')}\n`));
  }
}

function scoredRow(row: string, bias: number): string {
  const [id = '', ...features] = row.split(',');
  return `${id},${fakeScore(features, bias)}`;
}

/** The rent as the tiny dataset makes it from area and distance, and the model's bias. */
export function fakeScore([area = '', , distance = '']: readonly string[], bias: number): number {
  return 450 + 9 * Number(area) - 22 * (distance === '' ? 10 : Number(distance)) + bias;
}
