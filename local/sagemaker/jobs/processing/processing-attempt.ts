import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloud } from '../../../cloud.ts';
import type { Command } from '../../images/image-file.ts';
import { resolveImage, UnknownImageError } from '../../images/resolve-image.ts';
import { containerEnvironment } from '../../images/start-container.ts';
import { downloadInput } from '../download-input.ts';
import { jobLog } from '../job-log.ts';
import { type Attempt, type AttemptContext, JobFailure, type Outcome } from '../job-type.ts';
import { runProgram } from '../run-program.ts';
import { uploadFolder } from '../upload-folder.ts';
import type { ProcessingJob, ProcessingResult } from './processing-job.ts';

const LONGEST_MESSAGE = 1024;

/**
 * Fetches the inputs, then runs the job's entrypoint, or the image's process command, with the job's arguments. A path under
 * /opt/ml in them means the same path under the base folder.
 * @throws JobFailure
 */
export async function beginProcessing(cloud: Cloud, job: ProcessingJob, context: AttemptContext): Promise<Attempt> {
  const base = context.folder;
  const here = (path: string) => (/^\/opt\/ml(\/|$)/.test(path) ? join(base, path.slice('/opt/ml'.length)) : path);
  const { command, directory } = processCommand(cloud, job);
  const [program, ...args] = command;
  for (const { S3Input } of job.request.ProcessingInputs ?? []) {
    const type = S3Input?.S3DataType === 'ManifestFile' ? 'ManifestFile' : 'S3Prefix';
    await downloadInput(cloud, { uri: S3Input?.S3Uri ?? '', type }, here(S3Input?.LocalPath ?? ''));
  }
  const outputs = job.request.ProcessingOutputConfig?.Outputs ?? [];
  for (const folder of ['output', 'config']) mkdirSync(join(base, folder), { recursive: true });
  for (const { S3Output } of outputs) mkdirSync(here(S3Output?.LocalPath ?? ''), { recursive: true });
  writeConfig(job, base);
  const running = runProgram(
    {
      command: [here(program), ...args.map(here)],
      directory: directory ?? base,
      environment: {
        ...containerEnvironment(cloud, base),
        PROCESSING_JOB_NAME: job.name,
        PROCESSING_JOB_ARN: job.arn,
        ...job.request.Environment,
      },
      onLine: jobLog(cloud, job, 'algo-1'),
      limitSeconds: job.request.StoppingCondition?.MaxRuntimeInSeconds ?? Number.POSITIVE_INFINITY,
    },
    context.slots,
  );
  return {
    done: running.ended.then(outcomeOf),
    stop: () => running.stop(),
    async publish(ending): Promise<ProcessingResult> {
      for (const { S3Output } of ending === 'Completed' ? outputs : []) {
        await uploadFolder(cloud, here(S3Output?.LocalPath ?? ''), S3Output?.S3Uri ?? '');
      }
      const message = join(base, 'output', 'message');
      return existsSync(message) ? { exitMessage: readFileSync(message, 'utf8').slice(0, LONGEST_MESSAGE) } : {};
    },
  };
}

function processCommand(cloud: Cloud, { request }: ProcessingJob): { command: Command; directory?: string } {
  const { ImageUri = '', ContainerEntrypoint, ContainerArguments = [] } = request.AppSpecification ?? {};
  try {
    const { process, directory } = resolveImage(cloud, ImageUri);
    const [program, ...args] = ContainerEntrypoint ?? process ?? [];
    if (program !== undefined) {
      return { command: [program, ...args, ...ContainerArguments], ...(directory === undefined ? {} : { directory }) };
    }
  } catch (error) {
    if (error instanceof UnknownImageError) throw new JobFailure(`ClientError: ${error.message}`);
    throw error;
  }
  throw new JobFailure(
    `ClientError: The image ${ImageUri} has no process command on this machine and the job no ContainerEntrypoint.`,
  );
}

function writeConfig(job: ProcessingJob, base: string): void {
  const { ProcessingJobName, ...request } = job.request;
  const described = { ProcessingJobName, ProcessingJobArn: job.arn, ...request };
  writeFileSync(join(base, 'config', 'processingjobconfig.json'), JSON.stringify(described));
  writeFileSync(
    join(base, 'config', 'resourceconfig.json'),
    JSON.stringify({ current_host: 'algo-1', hosts: ['algo-1'] }),
  );
}

function outcomeOf(end: number | 'outOfTime' | 'stopped'): Outcome {
  if (end === 0) return { end: 'succeeded' };
  if (end === 'outOfTime') return { end: 'outOfTime' };
  if (end === 'stopped') return { end: 'failed', reason: 'ClientError: The processing job was stopped.' };
  return { end: 'failed', reason: `AlgorithmError: See job logs for more information, exit code: ${end}` };
}
