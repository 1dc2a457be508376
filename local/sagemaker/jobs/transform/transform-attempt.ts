import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Cloud } from '../../../cloud.ts';
import { ContainerError } from '../../images/container-error.ts';
import { type Container, startContainer } from '../../images/start-container.ts';
import { type ModelContainer, resolveModel } from '../../resolve-model.ts';
import { failureReason } from '../attempts.ts';
import { downloadInput, type InputObject } from '../download-input.ts';
import { jobLog } from '../job-log.ts';
import { type Attempt, type AttemptContext, JobFailure, type Outcome } from '../job-type.ts';
import { uploadFolder } from '../upload-folder.ts';
import { executionParameters } from './execution-parameters.ts';
import { createModelClient } from './model-client.ts';
import type { TransformJob } from './transform-job.ts';
import { transformObject } from './transform-object.ts';

/** Fetches the input, then starts the model's container and feeds it. @throws JobFailure */
export async function beginTransform(cloud: Cloud, job: TransformJob, context: AttemptContext): Promise<Attempt> {
  const model = containerOf(cloud, job);
  const source = job.request.TransformInput?.DataSource?.S3DataSource;
  const type = source?.S3DataType === 'ManifestFile' ? 'ManifestFile' : 'S3Prefix';
  const input = join(context.folder, 'input');
  const output = join(context.folder, 'output');
  const objects = await downloadInput(cloud, { uri: source?.S3Uri ?? '', type }, input);
  const aborted = new AbortController();
  const work = { cloud, job, model, objects, input, output, signal: aborted.signal };
  const done = context.slots.run(() => transform(work));
  return {
    done,
    async stop() {
      aborted.abort();
      await done;
    },
    // What was processed before or beside a failure is still of use.
    async publish(ending) {
      if (ending !== 'Stopped') await uploadFolder(cloud, output, job.request.TransformOutput?.S3OutputPath ?? '');
      return {};
    },
  };
}

interface Work {
  readonly cloud: Cloud;
  readonly job: TransformJob;
  readonly model: ModelContainer;
  readonly objects: readonly InputObject[];
  readonly input: string;
  readonly output: string;
  readonly signal: AbortSignal;
}

function containerOf(cloud: Cloud, { request }: TransformJob): ModelContainer {
  let containers: ModelContainer[];
  try {
    containers = resolveModel(cloud, request.ModelName ?? '');
  } catch (error) {
    throw new JobFailure(`ClientError: ${error instanceof Error ? error.message : error}`);
  }
  const [only, ...others] = containers;
  if (only !== undefined && others.length === 0) return only;
  throw new JobFailure('ClientError: The embedded AWS transforms with models of one container only.');
}

async function transform(work: Work): Promise<Outcome> {
  if (work.signal.aborted) return stopped;
  let container: Container | undefined;
  try {
    container = await startContainer(work.cloud, {
      ...work.model,
      environment: { ...work.model.environment, ...work.job.request.Environment, SAGEMAKER_BATCH: 'true' },
      onLine: jobLog(work.cloud, work.job, 'i-local'),
      signal: work.signal,
    });
    return await transformAll(work, container.port);
  } catch (error) {
    if (work.signal.aborted) return stopped;
    return { end: 'failed', reason: error instanceof ContainerError ? containerReason(error) : failureReason(error) };
  } finally {
    await container?.stop();
  }
}

const stopped: Outcome = { end: 'failed', reason: 'ClientError: The transform job was stopped.' };

function containerReason({ failure, message }: ContainerError): string {
  const blame = failure === 'PingFailed' || failure === 'ContainerExited' ? 'AlgorithmError' : 'ClientError';
  return `${blame}: ${message}`;
}

/** Goes on with the other objects after one has failed, as SageMaker does; the first failure is the job's. */
async function transformAll({ job, objects, input, output, signal }: Work, port: number): Promise<Outcome> {
  const { request } = job;
  const model = createModelClient({
    port,
    contentType: request.TransformInput?.ContentType,
    accept: request.TransformOutput?.Accept,
    config: request.ModelClientConfig,
    signal,
  });
  const context = { request, model, ...(await executionParameters(port, request)) };
  let failure: string | undefined;
  for (const { uri, path } of objects) {
    if (signal.aborted) return stopped;
    try {
      const stored = await readFile(join(input, path));
      const body = request.TransformInput?.CompressionType === 'Gzip' ? gunzipSync(stored) : stored;
      const result = await transformObject(uri, body, context);
      const target = join(output, `${path}.out`);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, result);
    } catch (error) {
      failure ??= failureReason(error);
    }
  }
  return failure === undefined ? { end: 'succeeded' } : { end: 'failed', reason: failure };
}
