import type { CreateTrainingJobRequest } from '@aws-sdk/client-sagemaker';
import { parseS3Uri } from '../../s3-objects.ts';
import { limitMap, required, validationError } from '../../validation.ts';
import { readMetrics } from './metrics.ts';
import { DEFAULT_MAX_RUNTIME_SECONDS } from './training-attempt.ts';
import { metricDefinitions, type TrainingRequest } from './training-job.ts';

const LONGEST_RUNTIME_SECONDS = 28 * 86_400;

/**
 * Checks a request and fills its defaults in.
 * @throws ValidationException, also for what the embedded AWS does not support, by its name
 */
export function checkTrainingRequest(request: CreateTrainingJobRequest): TrainingRequest {
  required(request.RoleArn, 'roleArn');
  const algorithm = required(request.AlgorithmSpecification, 'algorithmSpecification');
  const resources = required(request.ResourceConfig, 'resourceConfig');
  const outputPath = required(request.OutputDataConfig?.S3OutputPath, 'outputDataConfig.s3OutputPath');
  if (algorithm.TrainingImage === undefined) throw unsupported('AlgorithmSpecification without a TrainingImage');
  if (algorithm.TrainingInputMode !== undefined && algorithm.TrainingInputMode !== 'File') {
    throw unsupported(`TrainingInputMode ${algorithm.TrainingInputMode}`);
  }
  if ((resources.InstanceCount ?? 1) !== 1) throw unsupported('training on more than one instance');
  if (request.OutputDataConfig?.CompressionType === 'NONE') throw unsupported('OutputDataConfig.CompressionType NONE');
  uri(outputPath, 'outputDataConfig.s3OutputPath');
  limitMap(request.HyperParameters, 'hyperParameters', { entries: 100, key: 256, value: 2500 });
  checkChannels(request);
  try {
    readMetrics(metricDefinitions(request));
  } catch (error) {
    throw validationError(`A MetricDefinition's Regex is not valid: ${error instanceof Error ? error.message : error}`);
  }
  const { Tags: _, ...rest } = request;
  return { ...rest, StoppingCondition: stoppingCondition(request) };
}

function stoppingCondition({ StoppingCondition }: CreateTrainingJobRequest) {
  const limit = StoppingCondition?.MaxRuntimeInSeconds ?? DEFAULT_MAX_RUNTIME_SECONDS;
  if (limit >= 1 && limit <= LONGEST_RUNTIME_SECONDS) return { ...StoppingCondition, MaxRuntimeInSeconds: limit };
  throw validationError(`MaxRuntimeInSeconds must be between 1 and ${LONGEST_RUNTIME_SECONDS}, not ${limit}.`);
}

function checkChannels({ InputDataConfig = [] }: CreateTrainingJobRequest): void {
  if (InputDataConfig.length > 20) throw validationError(`InputDataConfig can have at most 20 channels.`);
  const names = new Set<string>();
  for (const { ChannelName, DataSource, InputMode, CompressionType } of InputDataConfig) {
    const name = required(ChannelName, 'inputDataConfig.channelName');
    if (!/^[A-Za-z0-9.\-_]{1,64}$/.test(name)) throw validationError(`The ChannelName ${name} is not valid.`);
    if (names.has(name)) throw validationError(`Channel names must be unique: ${name} is given twice.`);
    names.add(name);
    const source = DataSource?.S3DataSource;
    if (source === undefined) throw unsupported(`a DataSource other than S3DataSource (channel ${name})`);
    if (source.S3DataType !== 'S3Prefix' && source.S3DataType !== 'ManifestFile') {
      throw unsupported(`S3DataType ${source.S3DataType} (channel ${name})`);
    }
    if (InputMode !== undefined && InputMode !== 'File') throw unsupported(`InputMode ${InputMode} (channel ${name})`);
    if (CompressionType === 'Gzip') throw unsupported(`CompressionType Gzip (channel ${name})`);
    uri(required(source.S3Uri, 's3Uri'), `inputDataConfig.${name}.s3Uri`);
  }
}

function uri(value: string, member: string): void {
  try {
    parseS3Uri(value);
  } catch (error) {
    throw validationError(`${member}: ${error instanceof Error ? error.message : error}`);
  }
}

function unsupported(what: string) {
  return validationError(`The embedded AWS does not support ${what}.`);
}
