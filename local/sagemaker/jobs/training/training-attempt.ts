import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloud } from '../../../cloud.ts';
import { resolveImage, UnknownImageError } from '../../images/resolve-image.ts';
import { containerEnvironment } from '../../images/start-container.ts';
import { downloadInput } from '../download-input.ts';
import { jobLog } from '../job-log.ts';
import { type Attempt, type AttemptContext, JobFailure, type Outcome } from '../job-type.ts';
import { runProgram } from '../run-program.ts';
import { filesBelow, uploadArchive } from '../upload-folder.ts';
import { makeFolders, type TrainingFolders, trainingEnvironment, writeConfig } from './container-files.ts';
import { readMetrics } from './metrics.ts';
import { metricDefinitions, type TrainingJob, type TrainingResult } from './training-job.ts';

export const DEFAULT_MAX_RUNTIME_SECONDS = 86_400;
const LONGEST_REASON = 1024;

/** Fetches the channels, then runs the image's train command. @throws JobFailure */
export async function beginTraining(cloud: Cloud, job: TrainingJob, context: AttemptContext): Promise<Attempt> {
  const { image, command } = trainCommand(cloud, job);
  const folders = makeFolders(context.folder);
  for (const { ChannelName = '', DataSource } of job.request.InputDataConfig ?? []) {
    const source = DataSource?.S3DataSource;
    const type = source?.S3DataType === 'ManifestFile' ? 'ManifestFile' : 'S3Prefix';
    await downloadInput(cloud, { uri: source?.S3Uri ?? '', type }, join(folders.data, ChannelName));
  }
  writeConfig(job, folders);
  const metrics = readMetrics(metricDefinitions(job.request));
  const log = jobLog(cloud, job, 'algo-1');
  const program = runProgram(
    {
      command,
      directory: image.directory ?? folders.base,
      environment: { ...containerEnvironment(cloud, folders.base), ...trainingEnvironment(job, folders) },
      onLine(line) {
        log(line);
        metrics.read(line);
      },
      limitSeconds: job.request.StoppingCondition?.MaxRuntimeInSeconds ?? DEFAULT_MAX_RUNTIME_SECONDS,
    },
    context.slots,
  );
  return {
    done: program.ended.then((end) => outcomeOf(end, folders)),
    stop: () => program.stop(),
    async publish(ending): Promise<TrainingResult> {
      const at = cloud.clock.now();
      const found = [...metrics.values()].map(([name, value]) => ({ name, value, at }));
      return { metrics: found, ...(await uploadResults(cloud, job, { folders, ending })) };
    },
  };
}

function trainCommand(cloud: Cloud, { request }: TrainingJob) {
  const uri = request.AlgorithmSpecification?.TrainingImage ?? '';
  try {
    const image = resolveImage(cloud, uri);
    if (image.train !== undefined) return { image, command: image.train };
  } catch (error) {
    if (error instanceof UnknownImageError) throw new JobFailure(`ClientError: ${error.message}`);
    throw error;
  }
  throw new JobFailure(`ClientError: The image ${uri} has no train command on this machine.`);
}

function outcomeOf(end: number | 'outOfTime' | 'stopped', { output }: TrainingFolders): Outcome {
  if (end === 0) return { end: 'succeeded' };
  if (end === 'outOfTime') return { end: 'outOfTime' };
  if (end === 'stopped') return { end: 'failed', reason: 'ClientError: The training job was stopped.' };
  const file = join(output, 'failure');
  const failure = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  const reason = /^(AlgorithmError|ClientError|InternalServerError):/.test(failure)
    ? failure
    : `AlgorithmError: ${failure}`;
  const suffix = `, exit code: ${end}`;
  return { end: 'failed', reason: `${reason.slice(0, LONGEST_REASON - suffix.length)}${suffix}` };
}

interface Results {
  readonly folders: TrainingFolders;
  readonly ending: 'Completed' | 'Failed' | 'Stopped';
}

/** A stopped job keeps what it had saved so far; a failed one uploads only its further output. */
async function uploadResults(cloud: Cloud, job: TrainingJob, { folders, ending }: Results) {
  const root = `${job.request.OutputDataConfig?.S3OutputPath?.replace(/\/$/, '')}/${job.name}/output`;
  if (filesBelow(folders.outputData).length > 0) {
    await uploadArchive(cloud, folders.outputData, `${root}/output.tar.gz`);
  }
  const keep = ending === 'Completed' || (ending === 'Stopped' && filesBelow(folders.model).length > 0);
  if (!keep) return {};
  const artifact = `${root}/model.tar.gz`;
  await uploadArchive(cloud, folders.model, artifact);
  return { artifact };
}
